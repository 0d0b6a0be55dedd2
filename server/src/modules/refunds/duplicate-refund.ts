import { fen, type Fen } from '@louting/common/money';
import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { RefundReason } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { findOrder } from '../payments/orders.store.ts';
import { approveFinally } from './refund-approval.ts';
import { requestRefund, routesOf } from './refund-request.ts';
import { DEFAULT_REFUND_RULES, type RefundRules } from './refund-rules.ts';
import { recordStep, refundOfCause, type RefundRow, SYSTEM } from './refunds.store.ts';

export interface DuplicateRefundContext {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly refundRules?: RefundRules;
}

export interface DuplicateRefund {
  readonly orderId: string;
  /** The part of the payment that paid something twice; it stands in the prepayment of the order's room. */
  readonly amountFen: Fen;
  readonly reason: RefundReason;
}

/**
 * Gives money back that paid a bill a second time, asked for by the system: once per order, however often it is called.
 * Up to the configured limit it is approved by this rule and sent to the channel by the refund job; above it, people
 * approve. Call it in the transaction that booked the money, after the booking.
 * @returns the refund; failures as of `requestRefund` (LT-2109, LT-2514, LT-2507, LT-2502, LT-2503), then nothing is asked for
 */
export async function requestDuplicateRefund(
  tx: Transaction<Database>,
  context: DuplicateRefundContext,
  { orderId, amountFen, reason }: DuplicateRefund,
): Promise<Result<Pick<RefundRow, 'refund_id' | 'state' | 'amount_fen'>>> {
  const cause = `duplicate:${orderId}`;
  const known = await refundOfCause(tx, cause);
  if (known) return ok(known);
  const order = await findOrder(tx, orderId);
  if (!order) return failed('LT-2109');
  const { clock, newId, refundRules = DEFAULT_REFUND_RULES } = context;
  const ruled = { clock, newId, refundRules };
  const requested = await requestRefund(tx, ruled, {
    refundId: newId(),
    orderId,
    parts: [{ source: 'prepayment', amountFen: fen(amountFen) }],
    route: routesOf(order)[0] ?? 'original',
    reason,
    note: '',
    // The rule itself is the second look: it never gives back more than came in twice.
    confirmed: true,
    requestedBy: SYSTEM,
    cause,
  });
  if (!requested.ok || amountFen > refundRules.duplicateWithoutPersonUpToFen) return requested;
  const approved = await approveFinally(tx, ruled, requested.value);
  if (approved.ok) {
    await recordStep(tx, newId, requested.value.refund_id, { kind: 'approved', actor: SYSTEM, at: clock.now() });
  }
  return approved;
}
