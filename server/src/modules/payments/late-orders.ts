import { businessDate } from '@louting/common/clock';
import { failed, type Failure, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { CreatePaymentOrder } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { type KioskIdentity, offlineCashLimits } from '../kiosks/kiosks.store.ts';
import { sessionOfKiosk, type SessionOfKiosk } from '../sessions/sessions.store.ts';
import { changeOrder, type OrderRow, raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/**
 * Orders of cash that a kiosk took while it could not reach the server.
 * @returns LT-2602 when the session is not of this kiosk, LT-2004 when it never showed a bill, LT-9001
 */
export async function sessionOfLateOrder(
  tx: Transaction<Database>,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
): Promise<Result<SessionOfKiosk>> {
  if (request.method !== 'cash' || request.purpose !== 'bills') return failed('LT-9001', 'only bills, only in cash');
  const session = await sessionOfKiosk(tx, kiosk.kioskId, request.sessionId);
  if (!session) return failed('LT-2602');
  const shown = new Set(session.bills.map(({ billId }) => billId));
  const named = request.billIds.length > 0 && request.billIds.every((billId) => shown.has(billId));
  return named ? ok(session) : failed('LT-2004');
}

/** Not on the books, but never forgotten: there is money in the box. */
export async function refuseLateOrder(
  tx: Transaction<Database>,
  context: PaymentsContext,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
  failure: Failure,
): Promise<Result<never>> {
  await raiseException(tx, {
    exceptionId: context.newId(),
    orderId: request.orderId,
    kioskId: kiosk.kioskId,
    code: failure.code,
    detail: 'cash was taken off line for an order that the books cannot hold: count the box',
    amountFen: request.amountFen,
    at: context.clock.now(),
  });
  return { ok: false, error: failure };
}

export async function markTakenOffline(tx: Transaction<Database>, order: OrderRow, since: number): Promise<OrderRow> {
  if (order.taken_offline_at !== null) return order;
  const set = { taken_offline_at: since };
  await changeOrder(tx, order, set);
  return { ...order, ...set };
}

/** Booked all the same, because the money is in the box: but staff learn that a kiosk took more than it may (LT-2601). */
export async function tellOfLimits(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
): Promise<void> {
  if (order.taken_offline_at === null) return;
  const limits = await offlineCashLimits(tx, order.kiosk_id);
  const day = businessDate(order.created_at);
  const rows = await tx
    .selectFrom('payment_order as taken')
    .innerJoin('payment', 'payment.order_id', 'taken.order_id')
    .select(['taken.session_id', 'received_fen', 'taken.created_at'])
    .where('taken.kiosk_id', '=', order.kiosk_id)
    .where('taken.taken_offline_at', 'is not', null)
    .where('taken.created_at', '>=', startOf(day))
    .where('taken.created_at', '<', startOf(day) + DAY_MS)
    .execute();
  const ofDay = sum(rows);
  const ofSession = sum(rows.filter((row) => row.session_id === order.session_id));
  const tell = (detail: string, amountFen: number) =>
    raiseException(tx, {
      exceptionId: context.newId(),
      orderId: order.order_id,
      kioskId: order.kiosk_id,
      code: 'LT-2601',
      detail,
      amountFen,
      at: context.clock.now(),
    });
  if (ofSession > limits.perSessionFen) {
    await tell(`${ofSession} fen in one session, ${limits.perSessionFen} allowed`, ofSession - limits.perSessionFen);
  }
  if (ofDay > limits.perDayFen) {
    await tell(`${ofDay} fen on ${day}, ${limits.perDayFen} allowed`, ofDay - limits.perDayFen);
  }
}

const DAY_MS = 86_400_000;

/** Shanghai has kept UTC+8 without summer time since 1991. */
function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}

function sum(rows: readonly { readonly received_fen: number }[]): number {
  return rows.reduce((total, row) => total + row.received_fen, 0);
}
