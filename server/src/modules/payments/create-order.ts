import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { CreatePaymentOrder, PaymentMethod } from '../../contract/kiosk-api.ts';
import { orderReference } from '../../contract/order-reference.ts';
import type { Database } from '../../storage/database.ts';
import { lockOpenBills } from '../billing/billing.store.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { liveSession } from '../sessions/sessions.store.ts';
import { dueOf, openPart } from './booking.ts';
import { chosenBills, findOrder, insertOrder, lockBills, type OrderRow } from './orders.store.ts';
import { availableMethods, type PaymentsContext } from './payments-context.ts';
import { CREATE_IS_LOST_AFTER } from './resolution.ts';

/** How long a payer has: a QR code and a payer code are for a person standing there, cash takes its time. */
const LIVES_MS: Readonly<Record<PaymentMethod, number>> = {
  'wechat-qr': 180_000,
  'alipay-qr': 180_000,
  'payer-code': 180_000,
  cash: 900_000,
};
/** The lock outlives the order by the time its last query may take. */
const LOCK_MARGIN_MS = 30_000;

/**
 * Puts an order on the books before anything else happens with it, and locks its bills. The same order again answers
 * the order as it stands.
 * @returns LT-1007 session ended, LT-2002 already paid, LT-2003 being paid elsewhere, LT-2004 not shown in this
 * session, LT-2005 amount, LT-2108 id used for something else, LT-2111 method
 */
export async function recordOrder(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
): Promise<Result<OrderRow>> {
  context.failPoints.hit('payment-order.record.before');
  const recorded = await context.storage.transact(async (tx): Promise<Result<OrderRow>> => {
    const known = await findOrder(tx, request.orderId);
    if (known) return isSame(known, kiosk, request) ? ok(known) : failed('LT-2108');
    const order = await newOrder(tx, context, kiosk, request);
    if (!order.ok) return order;
    const lockUntil = order.value.expires_at + LOCK_MARGIN_MS;
    const locked = await lockBills(tx, request.orderId, request.billIds, context.clock.now(), lockUntil);
    if (!locked) return failed('LT-2003');
    await insertOrder(tx, order.value);
    return order;
  });
  context.failPoints.hit('payment-order.record.after');
  return recorded;
}

function isSame(order: OrderRow, kiosk: KioskIdentity, request: CreatePaymentOrder): boolean {
  const bills = chosenBills(order).map(({ billId }) => billId);
  return (
    order.kiosk_id === kiosk.kioskId &&
    order.session_id === request.sessionId &&
    order.method === request.method &&
    order.amount_fen === request.amountFen &&
    [...bills].sort().join() === [...request.billIds].sort().join()
  );
}

async function newOrder(
  tx: Transaction<Database>,
  context: PaymentsContext,
  kiosk: KioskIdentity,
  request: CreatePaymentOrder,
): Promise<Result<OrderRow>> {
  const now = context.clock.now();
  if (!availableMethods(context.channels).includes(request.method)) return failed('LT-2111');
  const session = await liveSession(tx, kiosk.kioskId, request.sessionId, now);
  if (!session.ok) return session;

  const chosen = session.value.bills.filter(({ billId }) => request.billIds.includes(billId));
  if (new Set(request.billIds).size !== request.billIds.length) return failed('LT-9001', 'a bill is named twice');
  if (chosen.length !== request.billIds.length) return failed('LT-2004');
  const bills = await lockOpenBills(tx, request.billIds);
  if (bills.length !== request.billIds.length) return failed('LT-2004');
  if (bills.some((bill) => openPart(bill) <= 0)) return failed('LT-2002');
  const due = dueOf(bills);
  const fits = request.partial === true ? request.amountFen <= due : request.amountFen === due;
  if (!fits) return failed('LT-2005', `the books say ${due} fen`);

  const { method } = request;
  const usesQr = method === 'wechat-qr' || method === 'alipay-qr';
  return ok({
    order_id: request.orderId,
    kiosk_id: kiosk.kioskId,
    session_id: request.sessionId,
    community_id: session.value.communityId,
    room_id: session.value.roomId,
    payer_masked: session.value.payerMasked,
    room_label: session.value.roomLabel,
    method,
    channel: method === 'wechat-qr' ? 'wechat-pay' : method === 'alipay-qr' ? 'alipay' : null,
    bills: JSON.stringify(chosen),
    amount_fen: fen(request.amountFen),
    reference: orderReference(request.orderId),
    // Cash needs no channel: the intake is open as soon as the order stands.
    state: method === 'cash' ? 'PENDING' : 'CREATED',
    qr_content: null,
    expires_at: now + LIVES_MS[method],
    created_at: now,
    charged_at: null,
    payer_code_hash: null,
    close_requested_at: null,
    failure_code: null,
    failure_detail: null,
    channel_transaction_id: null,
    paid_at: null,
    resolve_at: usesQr ? now + CREATE_IS_LOST_AFTER : method === 'payer-code' ? now + LIVES_MS[method] : null,
    resolve_attempts: 0,
    claimed_until: null,
  });
}
