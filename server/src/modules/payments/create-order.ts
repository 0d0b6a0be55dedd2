import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import { type CreatePaymentOrder, type PaymentMethod, PREPAYMENT_RANGE } from '../../contract/kiosk-api.ts';
import { orderReference } from '../../contract/order-reference.ts';
import type { Database } from '../../storage/database.ts';
import { AnomalyLimitsSchema } from '../anomalies/anomalies.ts';
import { anomaliesOfOrder, type OrderInQuestion, recordConfirmed } from '../anomalies/anomalies.store.ts';
import { lockOpenBills } from '../billing/billing.store.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { liveSession, type SessionOfKiosk } from '../sessions/sessions.store.ts';
import type { ShownBill } from '../sessions/sessions.tables.ts';
import { dueOf, openPart } from './booking.ts';
import { markTakenOffline, refuseLateOrder, sessionOfLateOrder } from './late-orders.ts';
import { chosenBills, findOrder, insertOrder, lockBills, type OrderRow } from './orders.store.ts';
import { availableMethods, type PaymentsContext } from './payments-context.ts';
import { CREATE_IS_LOST_AFTER } from './resolution.ts';

/** How long a payer has: a QR code and a payer code are for a person standing there, cash takes its time. */
const LIVES_MS: Readonly<Record<PaymentMethod, number>> = {
  'wechat-qr': 180_000,
  'alipay-qr': 180_000,
  'payer-code': 180_000,
  cash: 900_000,
  // The terminal's own patience with card, PIN and bank, and the time of a status or two.
  'bank-card': 300_000,
};
const CHANNEL: Readonly<Partial<Record<PaymentMethod, OrderRow['channel']>>> = {
  'wechat-qr': 'wechat-pay',
  'alipay-qr': 'alipay',
  'bank-card': 'pos',
};
/** The lock outlives the order by the time its last query may take. */
const LOCK_MARGIN_MS = 30_000;

/**
 * Puts an order on the books before anything else happens with it, and locks its bills. The same order again answers
 * the order as it stands. An order taken off line locks nothing: its money is in the box already.
 * @returns LT-1007 session ended, LT-2002 already paid, LT-2003 being paid elsewhere, LT-2004 not shown in this
 * session, LT-2005 amount, LT-2108 id used for something else, LT-2111 method, LT-2113 unusual and not confirmed,
 * LT-1034 prepayment in a weak session, LT-2602 taken off line in a session of another kiosk (staff are told), LT-2603 prepayment out of range
 */
export async function recordOrder(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
): Promise<Result<OrderRow>> {
  context.failPoints.hit('payment-order.record.before');
  const recorded = await context.storage.transact(async (tx): Promise<Result<OrderRow>> => {
    const known = await findOrder(tx, request.orderId);
    if (known && !isSame(known, kiosk, request)) return failed('LT-2108');
    if (request.takenOffline) return recordLate(tx, context, kiosk, request, known);
    if (known) return ok(known);
    const order = await newOrder(tx, context, kiosk, request);
    if (!order.ok) return order;
    const inQuestion = questionOf(order.value, request);
    const limits = context.anomalyLimits ?? AnomalyLimitsSchema.parse({});
    const unusual = await anomaliesOfOrder(tx, inQuestion, limits, context.clock.now());
    const meant = request.confirmed ?? [];
    if (unusual.some((rule) => !meant.includes(rule))) return failed('LT-2113', unusual.join(' '));
    const lockUntil = order.value.expires_at + LOCK_MARGIN_MS;
    const { orderId, billIds } = request;
    const locked = billIds.length === 0 || (await lockBills(tx, orderId, billIds, context.clock.now(), lockUntil));
    if (!locked) return failed('LT-2003');
    await insertOrder(tx, order.value);
    await recordConfirmed(tx, context, inQuestion, unusual);
    return order;
  });
  context.failPoints.hit('payment-order.record.after');
  return recorded;
}

function questionOf(order: OrderRow, { billIds }: CreatePaymentOrder): OrderInQuestion {
  return {
    orderId: order.order_id,
    kioskId: order.kiosk_id,
    communityId: order.community_id,
    roomId: order.room_id,
    amountFen: order.amount_fen,
    billIds,
  };
}

function isSame(order: OrderRow, kiosk: KioskIdentity, request: CreatePaymentOrder): boolean {
  const bills = chosenBills(order).map(({ billId }) => billId);
  return (
    order.kiosk_id === kiosk.kioskId &&
    order.session_id === request.sessionId &&
    order.method === request.method &&
    order.purpose === request.purpose &&
    order.amount_fen === request.amountFen &&
    [...bills].sort().join() === [...request.billIds].sort().join()
  );
}

/** The cash is in the box: neither the end of the session nor what became of the bills is a reason to refuse it. */
async function recordLate(
  tx: Transaction<Database>,
  context: PaymentsContext,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
  known: OrderRow | undefined,
): Promise<Result<OrderRow>> {
  const since = Math.min(request.takenOffline?.since ?? 0, context.clock.now());
  // The kiosk asked before the line was lost, and only the answer did not arrive.
  if (known) return ok(await markTakenOffline(tx, known, since));
  const session = await sessionOfLateOrder(tx, kiosk, request);
  if (!session.ok) return refuseLateOrder(tx, context, kiosk, request, session.error);
  const openedAt = Math.min(request.takenOffline?.openedAt ?? 0, context.clock.now());
  const order = {
    ...orderRow(request, kiosk, session.value, Math.max(openedAt, session.value.openedAt)),
    taken_offline_at: since,
  };
  await insertOrder(tx, order);
  return ok(order);
}

async function newOrder(
  tx: Transaction<Database>,
  context: PaymentsContext,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
): Promise<Result<OrderRow>> {
  const now = context.clock.now();
  if (!availableMethods(context).includes(request.method)) return failed('LT-2111');
  const session = await liveSession(tx, kiosk.kioskId, request.sessionId, now);
  if (!session.ok) return session;
  if (session.value.partyId === undefined && request.purpose !== 'bills') return failed('LT-1034');
  const allowed =
    request.purpose === 'prepayment' ? checkPrepayment(request) : await checkBills(tx, session.value, request);
  return allowed.ok ? ok(orderRow(request, kiosk, session.value, now)) : allowed;
}

function checkPrepayment(request: CreatePaymentOrder): Result<undefined> {
  if (request.billIds.length > 0) return failed('LT-9001', 'a prepayment names no bill');
  const { leastFen, mostFen } = PREPAYMENT_RANGE;
  const fits = request.amountFen >= leastFen && request.amountFen <= mostFen;
  return fits ? ok() : failed('LT-2603', `${leastFen} to ${mostFen} fen`);
}

async function checkBills(
  tx: Transaction<Database>,
  session: SessionOfKiosk,
  request: CreatePaymentOrder,
): Promise<Result<undefined>> {
  if (request.billIds.length === 0) return failed('LT-9001', 'no bill is named');
  if (new Set(request.billIds).size !== request.billIds.length) return failed('LT-9001', 'a bill is named twice');
  if (chosenOf(session, request).length !== request.billIds.length) return failed('LT-2004');
  const bills = await lockOpenBills(tx, request.billIds);
  if (bills.length !== request.billIds.length) return failed('LT-2004');
  if (bills.some((bill) => openPart(bill) <= 0)) return failed('LT-2002');
  const due = dueOf(bills);
  const fits = request.partial === true ? request.amountFen <= due : request.amountFen === due;
  return fits ? ok() : failed('LT-2005', `the books say ${due} fen`);
}

function chosenOf(session: SessionOfKiosk, request: CreatePaymentOrder): ShownBill[] {
  return session.bills.filter(({ billId }) => request.billIds.includes(billId));
}

function orderRow(request: CreatePaymentOrder, kiosk: KioskIdentity, session: SessionOfKiosk, at: number): OrderRow {
  const { method } = request;
  const usesQr = method === 'wechat-qr' || method === 'alipay-qr';
  return {
    order_id: request.orderId,
    kiosk_id: kiosk.kioskId,
    session_id: request.sessionId,
    community_id: session.communityId,
    room_id: session.roomId,
    payer_masked: session.payerMasked,
    room_label: session.roomLabel,
    method,
    channel: CHANNEL[method] ?? null,
    bills: JSON.stringify(chosenOf(session, request)),
    amount_fen: fen(request.amountFen),
    reference: orderReference(request.orderId),
    // Cash and cards need no call to a channel: both may begin as soon as the order stands.
    state: method === 'cash' || method === 'bank-card' ? 'PENDING' : 'CREATED',
    qr_content: null,
    expires_at: at + LIVES_MS[method],
    created_at: at,
    charged_at: null,
    payer_code_hash: null,
    close_requested_at: null,
    failure_code: null,
    failure_detail: null,
    channel_transaction_id: null,
    paid_at: null,
    resolve_at: usesQr ? at + CREATE_IS_LOST_AFTER : method === 'cash' ? null : at + LIVES_MS[method],
    resolve_attempts: 0,
    claimed_until: null,
    manual_by: null,
    purpose: request.purpose,
    taken_offline_at: null,
  };
}
