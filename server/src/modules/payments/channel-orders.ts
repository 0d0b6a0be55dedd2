import { createHash } from 'node:crypto';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { ChannelOrder, PaymentChannel } from '../../channels/payment-channel.ts';
import { channelOfPayerCode } from '../../contract/payer-codes.ts';
import { FINAL_ORDER_STATES } from '../../contract/kiosk-api.ts';
import { closeUnsold, waitForKiosk } from './bank-card.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { endUnpaid, learn, openOrder } from './learnt.ts';
import { findOrder, moveOrder, type OrderRow, wishToClose } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';
import { nextQuery, queryAfterSilence, takeBackNotBefore, waitIsOver } from './resolution.ts';

/** What the channel calls the order: 32 letters and digits, as WeChat Pay asks. */
export function outTradeNoOf(orderId: string): string {
  return orderId.replaceAll('-', '').toLowerCase();
}

/** @returns undefined when it cannot be an order of ours */
export function orderIdOf(outTradeNo: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(outTradeNo);
  return parts?.slice(1).join('-');
}

function channelOrder(order: OrderRow, kioskNumber: string): ChannelOrder {
  return {
    outTradeNo: outTradeNoOf(order.order_id),
    amountFen: fen(order.amount_fen),
    description: '物业缴费',
    kioskNumber,
    expiresAt: order.expires_at,
  };
}

function channelOf({ channels }: PaymentsContext, { channel }: OrderRow): PaymentChannel | undefined {
  return channel === null || channel === 'pos' ? undefined : channels[channel];
}

/** Every call to a channel stands between two fail points and outside of any transaction. */
async function call<T>(context: PaymentsContext, name: string, work: () => Promise<T>): Promise<T> {
  context.failPoints.hit(`channel.${name}.before`);
  const answer = await work();
  context.failPoints.hit(`channel.${name}.after`);
  return answer;
}

/**
 * Makes the QR code of a recorded order. Repeating it for an order that has none yet is safe: the channel knows the
 * order by its number. An order whose code nobody saw cannot be paid, so no answer ends it (FAILED, LT-2102).
 */
export async function offerQr(context: PaymentsContext, order: OrderRow, kioskNumber: string): Promise<OrderRow> {
  const channel = channelOf(context, order);
  if (!channel || order.state !== 'CREATED') return order;
  const qr = await call(context, 'create-qr', () => channel.createQr(channelOrder(order, kioskNumber)));
  const offered = await context.storage.transact(async (tx) => {
    const current = (await findOrder(tx, order.order_id)) ?? order;
    if (current.state !== 'CREATED') return current;
    if (!qr.ok) {
      const { code, detail } = qr.error;
      return moveOrder(tx, current, 'refused', { failure_code: code, failure_detail: detail ?? null });
    }
    const resolveAt = nextQuery(openOrder(current), context.clock.now());
    return moveOrder(tx, current, 'offered', { qr_content: qr.value.content, resolve_at: resolveAt });
  });
  context.watch.changed(order.order_id);
  return offered;
}

/**
 * Charges a scanned payer code. The intent is on the books before the call; a code is used for one order once, and
 * sending it again only answers how the order stands.
 * @returns LT-2104 too late, LT-2105 unknown kind of code, LT-2108 another code, LT-2109, LT-2110 ended, LT-2111 method
 */
export async function chargePayerCode(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  orderId: string,
  payerCode: string,
): Promise<Result<OrderRow>> {
  const name = channelOfPayerCode(payerCode);
  if (!name) return failed('LT-2105');
  const channel = context.channels[name];
  if (!channel) return failed('LT-2111');
  // The code itself is worth money until it is used: only a hash is kept.
  const codeHash = createHash('sha256').update(`${orderId} ${payerCode}`).digest('hex');
  const recorded = await context.storage.transact(async (tx): Promise<Result<{ order: OrderRow; fresh: boolean }>> => {
    const order = await findOrder(tx, orderId);
    if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
    if (order.method !== 'payer-code') return failed('LT-2111');
    if (order.payer_code_hash === codeHash) return ok({ order, fresh: false });
    if (FINAL_ORDER_STATES.has(order.state)) return failed('LT-2110');
    if (order.payer_code_hash !== null) return failed('LT-2108', 'another code is already at the channel');
    const now = context.clock.now();
    if (now >= order.expires_at) return failed('LT-2104');
    const charged = {
      channel: name,
      charged_at: now,
      payer_code_hash: codeHash,
      resolve_at: queryAfterSilence(openOrder({ ...order, channel: name, charged_at: now }), 0, now),
    };
    return ok({ order: await moveOrder(tx, order, 'offered', charged), fresh: true });
  });
  if (!recorded.ok) return recorded;
  const { order, fresh } = recorded.value;
  if (!fresh) return ok(order);
  context.watch.changed(orderId);
  const outcome = await call(context, 'charge', () =>
    channel.chargePayerCode(channelOrder(order, kiosk.number), payerCode),
  );
  return learn(context, orderId, { channel: name, outcome, from: 'query' });
}

/**
 * Asks the channel about an open order, and takes it back when waiting for the payer is over: query, close or reverse,
 * and query again, because a payment can win the race. Silence is no reason to wait longer:
 * a payer must not find money gone for an order nobody can tell about.
 */
export async function lookUp(context: PaymentsContext, order: OrderRow): Promise<Result<OrderRow>> {
  if (order.channel === 'pos') return waitForKiosk(context, order);
  const channel = channelOf(context, order);
  if (!channel) return order.channel === null ? endUncharged(context, order) : failed('LT-2111', 'channel is off');
  const orderId = order.order_id;
  const asked = await call(context, 'query', () => channel.query(outTradeNoOf(orderId)));
  const isDecided = asked.ok && asked.value.state !== 'pending';
  const current = (await findOrder(context.storage.db, orderId)) ?? order;
  const isOver = !FINAL_ORDER_STATES.has(current.state) && mayTakeBack(current, context.clock.now());
  if (isDecided || !isOver) return learn(context, orderId, { channel: channel.name, outcome: asked, from: 'query' });
  return takeBack(context, channel, current);
}

function mayTakeBack(order: OrderRow, now: number): boolean {
  // Nobody has seen the QR code of an order that is still CREATED: there is nobody to wait for.
  const isOver = order.state === 'CREATED' || waitIsOver(openOrder(order), now);
  return isOver && takeBackNotBefore(openOrder(order), now) === undefined;
}

/**
 * What the channel says now about a charge that may have been taken back, when a notification calls it paid.
 * @returns LT-2102 when it does not say how it ended: the notification is refused, and comes again
 */
export async function askAboutTakenBack(
  context: PaymentsContext,
  channel: PaymentChannel,
  orderId: string,
): Promise<Result<OrderRow>> {
  const outcome = await call(context, 'query', () => channel.query(outTradeNoOf(orderId)));
  const order = await learn(context, orderId, { channel: channel.name, outcome, from: 'query' });
  if (!order.ok || (outcome.ok && outcome.value.state !== 'pending')) return order;
  return failed('LT-2102', 'the channel does not say how a charge that was taken back has ended');
}

async function takeBack(context: PaymentsContext, channel: PaymentChannel, order: OrderRow): Promise<Result<OrderRow>> {
  const orderId = order.order_id;
  const outTradeNo = outTradeNoOf(orderId);
  const charged = order.charged_at !== null;
  const taken = charged
    ? await call(context, 'reverse', () => channel.reverse(outTradeNo))
    : await call(context, 'close', () => channel.close(outTradeNo));
  const asked = await call(context, 'query', () => channel.query(outTradeNo));
  const about = { channel: channel.name, from: 'query' } as const;
  const said = asked.ok ? asked.value.state : 'nothing';
  if (taken.ok && said === 'pending') return learn(context, orderId, { ...about, outcome: ok({ state: 'closed' }) });
  if (!taken.ok && said === 'pending') return learn(context, orderId, { ...about, outcome: taken });
  // A reversed charge that still reads as paid is about to be refunded: booking it would book money that leaves.
  if (charged && taken.ok && said === 'paid') {
    return learn(context, orderId, { ...about, outcome: failed('LT-2103', 'paid although reversed') });
  }
  return learn(context, orderId, { ...about, outcome: asked });
}

/** An order that never reached a channel ends by itself: cash without notes, or a payer code never shown. */
async function endUncharged(context: PaymentsContext, order: OrderRow): Promise<Result<OrderRow>> {
  const ended = await context.storage.transact(async (tx) => {
    const current = (await findOrder(tx, order.order_id)) ?? order;
    if (current.charged_at !== null) return current;
    return endUnpaid(tx, context, current);
  });
  context.watch.changed(order.order_id);
  return ok(ended);
}

/**
 * Query, close, query. The wish to close is on the books first, so that a silent channel or a charge too young to be
 * reversed is closed later by the resolver; the answer then is PENDING or UNKNOWN.
 * @returns LT-2109
 */
export async function closeOrder(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  orderId: string,
): Promise<Result<OrderRow>> {
  const now = context.clock.now();
  const asked = await context.storage.transact(async (tx): Promise<Result<OrderRow>> => {
    const order = await findOrder(tx, orderId);
    if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
    if (FINAL_ORDER_STATES.has(order.state)) return ok(order);
    const wished = await wishToClose(tx, order, now);
    if (order.channel === 'pos') return ok(await closeUnsold(tx, wished));
    return ok(order.channel === null ? await moveOrder(tx, wished, 'closed') : wished);
  });
  if (!asked.ok || FINAL_ORDER_STATES.has(asked.value.state)) {
    context.watch.changed(orderId);
    return asked;
  }
  const looked = await lookUp(context, asked.value);
  return looked.ok ? looked : ok((await findOrder(context.storage.db, orderId)) ?? asked.value);
}
