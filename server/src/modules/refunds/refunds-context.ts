import type { PaymentsContext } from '../payments/payments-context.ts';
import type { RequestContext } from './refund-request.ts';
import { DEFAULT_REFUND_RULES } from './refund-rules.ts';

/** What refunds work with: the payments' own books, clock and channels, and the rules of the operator. */
export interface RefundsContext
  extends RequestContext, Pick<PaymentsContext, 'storage' | 'logger' | 'failPoints' | 'channels'> {}

export function refundsContext(payments: PaymentsContext): RefundsContext {
  const { storage, clock, newId, logger, failPoints, channels, refundRules = DEFAULT_REFUND_RULES } = payments;
  return { storage, clock, newId, logger, failPoints, channels, refundRules };
}
