import { addFen, fen, type Fen } from '@louting/common/money';
import type { Clock } from '@louting/common/clock';
import type { FailureCode } from '@louting/common/failure-codes';
import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { RefundReason, RefundRoute } from '../../contract/session-api.ts';
import type { RefundPart } from '../../contract/refunds-api.ts';
import type { Database } from '../../storage/database.ts';
import { findOrder, type OrderRow } from '../payments/orders.store.ts';
import type { PaymentTables } from '../payments/payments.tables.ts';
import { billsOfParts } from './refund-money.ts';
import { anomaliesOf, approvalDueAt, approvalsNeeded, latelySince, type RefundRules } from './refund-rules.ts';
import {
  askedBackByBill,
  askedBackOfOrder,
  findRefund,
  insertRefund,
  recordStep,
  NOTHING_DONE,
  type RefundRow,
  refundsOfRoomSince,
} from './refunds.store.ts';

export interface RequestContext {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly refundRules: RefundRules;
}

export interface NewRefund {
  /** Made by who asks; asking again with it answers the same refund. */
  readonly refundId: string;
  readonly orderId: string;
  readonly parts: readonly RefundPart[];
  readonly route: RefundRoute;
  readonly reason: RefundReason;
  readonly note: string;
  /** Somebody looked twice and still wants it. */
  readonly confirmed: boolean;
  /** `staff:<id>` or `system`. */
  readonly requestedBy: string;
  readonly cause: string | null;
}

/** Something about the payment itself is not explained yet: its money must not move before a person has found out. */
const DISPUTES: readonly FailureCode[] = ['LT-2203', 'LT-2301', 'LT-2302', 'LT-2510', 'LT-2512'];

/** @returns the code of what is in dispute about the payment of an order */
export async function disputeOfOrder(db: Kysely<Database>, orderId: string): Promise<FailureCode | undefined> {
  const row = await db
    .selectFrom('payment_exception')
    .select('code')
    .where('order_id', '=', orderId)
    .where('resolved_at', 'is', null)
    .where('code', 'in', DISPUTES)
    .executeTakeFirst();
  return row?.code;
}

/** Ways by which money of an order may go back first: the way it came. Cash came without an account to return to. */
export function routesOf(order: Pick<OrderRow, 'method'>): readonly RefundRoute[] {
  // A terminal can be asked at the kiosk only: money of a card goes back by finance.
  return order.method === 'cash' || order.method === 'bank-card' ? ['cash', 'bank'] : ['original'];
}

/**
 * Asks for money of a payment back. Nothing moves yet: that is the approval's.
 * @returns LT-2109 no such order, LT-2514 nothing was received, LT-2507 in dispute, LT-2508 route not allowed, LT-2502 more
 * than is left, LT-2503 its source does not hold the money any more, LT-2505 needs a second confirmation (the anomalies as
 * detail), LT-2516 the id is used for another refund
 */
export async function requestRefund(
  tx: Transaction<Database>,
  context: RequestContext,
  wish: NewRefund,
): Promise<Result<RefundRow>> {
  const amountFen = addFen(...wish.parts.map((part) => part.amountFen));
  const known = await findRefund(tx, wish.refundId);
  if (known) {
    const same = known.order_id === wish.orderId && known.amount_fen === amountFen;
    return same ? ok(known) : failed('LT-2516');
  }
  const order = await findOrder(tx, wish.orderId);
  if (!order) return failed('LT-2109');
  const payment = await paymentOfOrder(tx, wish.orderId);
  if (!payment) return failed('LT-2514');
  const dispute = await disputeOfOrder(tx, wish.orderId);
  if (dispute) return failed('LT-2507', dispute);
  if (!routesOf(order).includes(wish.route)) return failed('LT-2508');
  const holds = await checkParts(tx, order, payment.received_fen, amountFen, wish.parts);
  if (!holds.ok) return holds;

  const { clock, newId, refundRules } = context;
  const now = clock.now();
  const othersOfRoomLately = await refundsOfRoomSince(tx, order.room_id, latelySince(now, refundRules));
  const anomalies = anomaliesOf({ amountFen, othersOfRoomLately }, refundRules);
  if (anomalies.length > 0 && !wish.confirmed) return failed('LT-2505', anomalies.join(' '));

  const refund: RefundRow = {
    refund_id: wish.refundId,
    order_id: order.order_id,
    community_id: order.community_id,
    room_id: order.room_id,
    amount_fen: amountFen,
    reason: wish.reason,
    note: wish.note,
    state: 'REQUESTED',
    route: wish.route,
    requested_by: wish.requestedBy,
    requested_at: now,
    approvals_needed: approvalsNeeded(amountFen, refundRules),
    anomalies: JSON.stringify(anomalies),
    due_at: approvalDueAt(now, refundRules),
    ...NOTHING_DONE,
    cause: wish.cause,
  };
  await insertRefund(
    tx,
    refund,
    wish.parts.map((part) => ({ source: part.source, bill_id: part.billId ?? null, amount_fen: part.amountFen })),
  );
  const step = { kind: 'requested', actor: wish.requestedBy, at: now, note: wish.note } as const;
  await recordStep(tx, newId, refund.refund_id, step);
  return ok(refund);
}

export function paymentOfOrder(
  db: Kysely<Database>,
  orderId: string,
): Promise<Selectable<PaymentTables['payment']> | undefined> {
  return db.selectFrom('payment').selectAll().where('order_id', '=', orderId).executeTakeFirst();
}

/** Never more than was received less what was asked for before, of the payment and of each bill it paid. */
async function checkParts(
  tx: Transaction<Database>,
  order: OrderRow,
  receivedFen: number,
  amountFen: Fen,
  parts: readonly RefundPart[],
): Promise<Result<undefined>> {
  const orderId = order.order_id;
  if (amountFen > receivedFen - (await askedBackOfOrder(tx, orderId))) return failed('LT-2502');
  const allocations = await tx.selectFrom('allocation').selectAll().where('order_id', '=', orderId).execute();
  const asked = await askedBackByBill(tx, orderId);
  for (const part of parts) {
    if (part.source !== 'bill') continue;
    const paid = allocations.find((allocation) => allocation.bill_id === part.billId)?.amount_fen ?? 0;
    const left = paid - (asked.get(part.billId ?? '') ?? 0);
    if (part.amountFen > left) return failed('LT-2502', `bill ${part.billId}`);
  }
  const rows = parts.map((part) => ({
    source: part.source,
    bill_id: part.billId ?? null,
    amount_fen: fen(part.amountFen),
  }));
  const holds = await billsOfParts(tx, order.room_id, rows);
  return holds.ok ? ok() : holds;
}
