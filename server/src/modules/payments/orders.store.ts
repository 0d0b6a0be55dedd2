import type { FailureCode } from '@louting/common/failure-codes';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { FINAL_ORDER_STATES } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { isOneOf, rowSet } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import type { ShownBill } from '../sessions/sessions.tables.ts';
import { kindOf } from '../exceptions/exceptions.ts';
import { assertAllowed, nextState, type OrderEvent } from './order-states.ts';
import type { PaymentTables } from './payments.tables.ts';

export type OrderRow = Selectable<PaymentTables['payment_order']>;

const billsOfRow = new WeakMap<OrderRow, readonly ShownBill[]>();

export function chosenBills(order: OrderRow): readonly ShownBill[] {
  const known = billsOfRow.get(order) ?? (JSON.parse(order.bills) as ShownBill[]);
  billsOfRow.set(order, known);
  return known;
}

const orderRows = statement((db, values: { orderId: string }) =>
  db.selectFrom('payment_order').selectAll().where('order_id', '=', values.orderId),
);

export async function findOrder(db: Kysely<Database>, orderId: string): Promise<OrderRow | undefined> {
  const [row] = await orderRows(db, { orderId });
  return row;
}

const ordersByIds = statement((db, values: { orderIds: readonly string[] }) =>
  db
    .selectFrom('payment_order')
    .selectAll()
    .where(isOneOf(db, 'order_id', values.orderIds)),
);

export async function findOrders(db: Kysely<Database>, orderIds: readonly string[]): Promise<Map<string, OrderRow>> {
  const rows = await ordersByIds(db, { orderIds });
  return new Map(rows.map((row) => [row.order_id, row]));
}

export async function insertOrder(tx: Transaction<Database>, order: OrderRow): Promise<void> {
  await insertRows(tx, 'payment_order', [order]);
}

/**
 * Moves an order by what happened to it. An event that no longer matters leaves it as it is; an update that finds
 * another state than was read is never taken for success.
 */
export async function moveOrder(
  tx: Transaction<Database>,
  order: OrderRow,
  event: OrderEvent,
  changes: Partial<OrderRow> = {},
): Promise<OrderRow> {
  const state = nextState(order.state, event);
  if (state === undefined) return order;
  const isFinal = FINAL_ORDER_STATES.has(state);
  const set = { ...changes, state, claimed_until: null, ...(isFinal ? { resolve_at: null } : {}) };
  await changeOrder(tx, order, set);
  if (isFinal) await releaseBills(tx, [order]);
  return { ...order, ...set };
}

/** Writes down that the kiosk wants the order closed, before the channel is asked to. The first wish counts. */
export async function wishToClose(tx: Transaction<Database>, order: OrderRow, now: number): Promise<OrderRow> {
  if (order.close_requested_at !== null) return order;
  const wish = { close_requested_at: now };
  await changeOrder(tx, order, wish);
  return { ...order, ...wish };
}

/** @throws Error when its state does not allow that, or it is no longer in that state */
export async function changeOrder(tx: Transaction<Database>, order: OrderRow, set: Partial<OrderRow>): Promise<void> {
  assertAllowed(order, set);
  const { numUpdatedRows } = await tx
    .updateTable('payment_order')
    .set(set)
    .where('order_id', '=', order.order_id)
    .where('state', '=', order.state)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`order ${order.order_id} was no longer ${order.state}`);
}

/** How an order was paid. */
export interface PaidOrder {
  readonly order: OrderRow;
  /** Null for cash. */
  readonly transactionId: string | null;
  readonly paidAt: number;
}

interface PaidRow {
  readonly order_id: string;
  readonly state: string;
  readonly transaction_id: string | null;
  readonly at: number;
}

const succeed = statement((db, values: { paid: readonly PaidRow[] }) => {
  const columns = { order_id: 'text', state: 'text', transaction_id: 'text', at: 'bigint' } as const;
  return db
    .updateTable('payment_order')
    .from(rowSet(db, 'paid', values.paid, columns))
    .set({
      ...SUCCEEDED,
      channel_transaction_id: sql<string | null>`paid.transaction_id`,
      paid_at: sql<number>`paid.at`,
    })
    .whereRef('payment_order.order_id', '=', 'paid.order_id')
    .where(sql<boolean>`payment_order.state = paid.state`)
    .returning('payment_order.order_id');
});

const SUCCEEDED = {
  state: 'SUCCEEDED',
  resolve_at: null,
  claimed_until: null,
  failure_code: null,
  failure_detail: null,
} as const;

/**
 * Several orders at once, each named once.
 * @throws Error when one is not in the state that was read: the booking is then rolled back.
 */
export async function markSucceeded(tx: Transaction<Database>, paid: readonly PaidOrder[]): Promise<OrderRow[]> {
  for (const { order, transactionId, paidAt } of paid) {
    if (nextState(order.state, 'paid') === undefined) throw new Error(`order ${order.order_id} is already booked`);
    assertAllowed(order, { state: 'SUCCEEDED', channel_transaction_id: transactionId, paid_at: paidAt });
  }
  const rows = paid.map(({ order, transactionId, paidAt }) => ({
    order_id: order.order_id,
    state: order.state,
    transaction_id: transactionId,
    at: paidAt,
  }));
  const changed = new Set((await succeed(tx, { paid: rows })).map((row) => row.order_id));
  const left = paid.find(({ order }) => !changed.has(order.order_id));
  if (left) throw new Error(`order ${left.order.order_id} was no longer ${left.order.state}`);
  await releaseBills(
    tx,
    paid.map(({ order }) => order),
  );
  return paid.map(({ order, transactionId, paidAt }) => ({
    ...order,
    ...SUCCEEDED,
    channel_transaction_id: transactionId,
    paid_at: paidAt,
  }));
}

const deleteLocks = statement((db, values: { orderIds: readonly string[]; billIds: readonly string[] }) =>
  db
    .deleteFrom('bill_lock')
    .where(isOneOf(db, 'bill_id', values.billIds))
    .where(isOneOf(db, 'order_id', values.orderIds)),
);

/** A lock that ended may be another order's by now: that one stays. */
async function releaseBills(tx: Transaction<Database>, orders: readonly OrderRow[]): Promise<void> {
  const orderIds = orders.map((order) => order.order_id);
  const billIds = orders.flatMap((order) => chosenBills(order).map(({ billId }) => billId));
  if (billIds.length > 0) await deleteLocks(tx, { orderIds, billIds });
}

/** @returns false when another live order holds one of the bills; then nothing is locked (LT-2003) */
export async function lockBills(
  tx: Transaction<Database>,
  orderId: string,
  billIds: readonly string[],
  now: number,
  expiresAt: number,
): Promise<boolean> {
  const locks = await tx
    .selectFrom('bill_lock')
    .select(['bill_id', 'order_id', 'expires_at'])
    .where('bill_id', 'in', billIds)
    .execute();
  if (locks.some((lock) => lock.expires_at > now && lock.order_id !== orderId)) return false;
  await insertRows(
    tx,
    'bill_lock',
    billIds.map((billId) => ({ bill_id: billId, order_id: orderId, expires_at: expiresAt })),
    'on conflict (bill_id) do update set order_id = excluded.order_id, expires_at = excluded.expires_at',
  );
  return true;
}

export interface NewException {
  readonly exceptionId: string;
  readonly orderId: string | null;
  readonly kioskId: string | null;
  readonly code: FailureCode;
  /** For staff; no personal data. */
  readonly detail: string;
  readonly amountFen: number;
  readonly at: number;
  /** Where it belongs, when there is no order to tell. */
  readonly communityId?: string | undefined;
  readonly roomId?: string | undefined;
  readonly channel?: OrderRow['channel'] | undefined;
  /** When it is escalated, if not after the time of its kind. */
  readonly deadlineAt?: number | undefined;
}

/**
 * Puts something before staff. The same finding about the same order stands there once, however often it is made and
 * also after it was resolved.
 */
export async function raiseException(tx: Transaction<Database>, found: NewException): Promise<void> {
  const known = await tx
    .selectFrom('payment_exception')
    .select('exception_id')
    .where('order_id', found.orderId === null ? 'is' : '=', found.orderId)
    .where('code', '=', found.code)
    .where('detail', '=', found.detail)
    .executeTakeFirst();
  if (known) return;
  const order = found.orderId === null ? undefined : await findOrder(tx, found.orderId);
  await tx
    .insertInto('payment_exception')
    .values({
      exception_id: found.exceptionId,
      order_id: found.orderId,
      kiosk_id: found.kioskId,
      community_id: found.communityId ?? order?.community_id ?? (await communityOfKiosk(tx, found.kioskId)),
      room_id: found.roomId ?? order?.room_id ?? null,
      channel: found.channel ?? order?.channel ?? null,
      code: found.code,
      detail: found.detail,
      amount_fen: found.amountFen,
      raised_at: found.at,
      deadline_at: found.deadlineAt ?? found.at + kindOf(found.code).withinMs,
      resolved_at: null,
    })
    .execute();
}

async function communityOfKiosk(tx: Transaction<Database>, kioskId: string | null): Promise<string | null> {
  if (kioskId === null) return null;
  const kiosk = await tx.selectFrom('kiosk').select('community_id').where('kiosk_id', '=', kioskId).executeTakeFirst();
  return kiosk?.community_id ?? null;
}

/** What staff were told about an order is settled by the facts and needs nobody's eyes any more. */
export async function resolveExceptions(
  tx: Transaction<Database>,
  orderId: string,
  code: FailureCode,
  at: number,
): Promise<void> {
  await tx
    .updateTable('payment_exception')
    .set({ state: 'RESOLVED', resolution: 'found-out', resolved_at: at, resolved_by: 'system' })
    .where('order_id', '=', orderId)
    .where('code', '=', code)
    .where('state', '<>', 'RESOLVED')
    .execute();
}
