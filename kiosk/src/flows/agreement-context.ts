import type { FailureCode } from '@louting/common/failure-codes';
import type { Agreement } from '@louting/server/contract/session-api';

/** The two questions about money that is kept, and the first answer until the second is given. */
export interface AgreementContext {
  readonly asked: boolean;
  readonly from: 'payment' | 'top-up';
  readonly autoUse: boolean;
  readonly duplicate: Agreement['duplicatePayment'];
  readonly problem: FailureCode | undefined;
}

export const NOT_ASKED: AgreementContext = {
  asked: false,
  from: 'payment',
  autoUse: false,
  duplicate: 'refund',
  problem: undefined,
};
