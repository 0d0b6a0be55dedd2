import type { FailureCode } from '@louting/common/failure-codes';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { raiseException } from '../payments/orders.store.ts';
import type { RequestContext } from './refund-request.ts';
import type { RefundRow } from './refunds.store.ts';

/** What must be looked at about a refund stands among the exceptions of its payment. */
export function raiseAboutRefund(
  tx: Transaction<Database>,
  { clock, newId }: Pick<RequestContext, 'clock' | 'newId'>,
  refund: RefundRow,
  code: FailureCode,
  about: string,
): Promise<void> {
  return raiseException(tx, {
    exceptionId: newId(),
    orderId: refund.order_id,
    kioskId: null,
    code,
    detail: `refund ${refund.refund_id}: ${about}`,
    amountFen: refund.amount_fen,
    at: clock.now(),
  });
}

/** Findings that are over by themselves once the refund moves on. */
const PASSING: readonly FailureCode[] = ['LT-2509', 'LT-2513'];

export async function settleFindings(tx: Transaction<Database>, refund: RefundRow, now: number): Promise<void> {
  await tx
    .updateTable('payment_exception')
    .set({ state: 'RESOLVED', resolution: 'found-out', resolved_at: now, resolved_by: 'system' })
    .where('order_id', '=', refund.order_id)
    .where('code', 'in', PASSING)
    .where('detail', 'like', `refund ${refund.refund_id}: %`)
    .where('resolved_at', 'is', null)
    .execute();
}
