import { fen } from '@louting/common/money';
import { ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { agreementOfRoom } from '../agreements/agreements.store.ts';
import type { RefundOnReceipt } from '../receipts/receipts.ts';
import { requestDuplicateRefund } from '../refunds/duplicate-refund.ts';
import { type OrderRow, raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/**
 * Money for bills that somebody else paid meanwhile: a lock ran out, or money came late. It is on the books as
 * prepayment of the room already, and the order is SUCCEEDED. What came over a channel goes back the way it came, unless
 * the owners of the room chose to keep it; a machine cannot give cash back, so cash stays. Staff see each case with where
 * the money is (LT-2002).
 * @param amountFen what the bills did not take
 * @returns the refund, for the receipt
 */
export async function dealWithDuplicate(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  amountFen: number,
): Promise<RefundOnReceipt | undefined> {
  const given =
    order.method === 'cash' || order.method === 'bank-card' ? undefined : await giveBack(tx, context, order, amountFen);
  await raiseException(tx, {
    exceptionId: context.newId(),
    orderId: order.order_id,
    kioskId: order.kiosk_id,
    code: 'LT-2002',
    detail: `bills were paid elsewhere meanwhile; ${whereItIs(given)}`,
    amountFen,
    at: context.clock.now(),
  });
  return given?.ok ? given.value : undefined;
}

/** @returns no refund where the owners chose to keep such money */
async function giveBack(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  amountFen: number,
): Promise<Result<RefundOnReceipt | undefined>> {
  const { duplicatePayment } = await agreementOfRoom(tx, order.room_id);
  if (duplicatePayment === 'prepayment') return ok();
  const refund = { orderId: order.order_id, amountFen: fen(amountFen), reason: 'paid-twice' } as const;
  const requested = await requestDuplicateRefund(tx, context, refund);
  if (!requested.ok) return requested;
  const state = requested.value.state === 'REQUESTED' ? 'waits-for-office' : 'on-its-way';
  return ok({ amountFen: refund.amountFen, state });
}

function whereItIs(given: Result<RefundOnReceipt | undefined> | undefined): string {
  if (!given) return 'cash is kept as prepayment';
  if (!given.ok) return `kept as prepayment, because it cannot be refunded (${given.error.code})`;
  return given.value ? 'a refund is on its way' : 'kept as prepayment, as the owners chose';
}
