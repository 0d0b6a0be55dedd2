import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { ChannelOutcome, OrderChannel } from '../../channels/payment-channel.ts';
import { FINAL_ORDER_STATES } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { bookPayment } from './booking.ts';
import { kindOf } from '../exceptions/exceptions.ts';
import { findOrder, moveOrder, type OrderRow, raiseException, resolveExceptions } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';
import { MANUAL_AFTER_ATTEMPTS, mayBeTakenBack, nextQuery, queryAfterSilence, type OpenOrder } from './resolution.ts';

type Paid = Extract<ChannelOutcome, { state: 'paid' }>;

/** Answer of a channel about an order: an outcome is knowledge, a failure leaves everything open. */
export interface Learnt {
  readonly channel: OrderChannel;
  readonly outcome: Result<ChannelOutcome>;
  /** A notification that cannot be booked must be refused, so that the channel sends it again. */
  readonly from: 'query' | 'notification';
}

/**
 * The one way in which knowledge from a channel reaches an order, whoever brought it: booked exactly once, however
 * often and in whatever order query and notification arrive.
 * @returns LT-2112 a notification tells of a charge that may have been taken back: ask the channel, LT-2109 no such order, LT-2203 amount differs (nothing booked, staff are told), LT-2204 order of another channel
 */
export async function learn(context: PaymentsContext, orderId: string, learnt: Learnt): Promise<Result<OrderRow>> {
  return (await learnAndTell(context, orderId, learnt)).result;
}

export interface Told {
  readonly result: Result<OrderRow>;
  /** It was this call that booked it, and none that came at the same time. */
  readonly bookedNow: boolean;
}

/** The same for who has to know whether it was they who booked it. */
export async function learnAndTell(context: PaymentsContext, orderId: string, learnt: Learnt): Promise<Told> {
  const { failPoints } = context;
  failPoints.hit('payment-order.learn.before');
  let before: OrderRow['state'] | undefined;
  const result = await context.storage.transact(async (tx): Promise<Result<OrderRow>> => {
    const order = await findOrder(tx, orderId);
    if (!order) return failed('LT-2109');
    before = order.state;
    if (order.channel !== learnt.channel) return failed('LT-2204', `order is not of ${learnt.channel}`);
    if (!learnt.outcome.ok) return ok(await leaveOpen(tx, context, order, learnt.outcome.error.detail));
    const applied = await apply(tx, context, order, learnt.outcome.value, learnt.from);
    if (applied.ok) await settleIfKnown(tx, context, order, applied.value);
    return applied;
  });
  failPoints.hit('payment-order.learn.after');
  if (result.ok && result.value.state !== before) {
    const { reference, state } = result.value;
    context.logger.info({ orderId, reference, before, state, from: learnt.from }, 'payment order changed');
    context.watch.changed(orderId);
  }
  const bookedNow = result.ok && result.value.state === 'SUCCEEDED' && before !== 'SUCCEEDED';
  return { result, bookedNow };
}

/** The outcome came out by itself: the person who was to find it has nothing left to do. */
async function settleIfKnown(
  tx: Transaction<Database>,
  context: PaymentsContext,
  before: OrderRow,
  after: OrderRow,
): Promise<void> {
  if (before.manual_by === null || before.state === after.state || !FINAL_ORDER_STATES.has(after.state)) return;
  await resolveExceptions(tx, before.order_id, 'LT-2103', context.clock.now());
}

async function apply(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  outcome: ChannelOutcome,
  from: Learnt['from'],
): Promise<Result<OrderRow>> {
  const now = context.clock.now();
  if (outcome.state === 'paid') return bookOnce(tx, context, order, outcome, from);
  if (outcome.state === 'pending') {
    const resolveAt = nextQuery(openOrder(order), now);
    return ok(await moveOrder(tx, order, 'still-open', { resolve_at: resolveAt, resolve_attempts: 0 }));
  }
  if (outcome.state === 'closed') return ok(await endUnpaid(tx, context, order));
  const { code, detail } = outcome.failure;
  return ok(await moveOrder(tx, order, 'refused', { failure_code: code, failure_detail: detail ?? null }));
}

/** An order that ended without the owner asking for it says why: LT-2104. */
export async function endUnpaid(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
): Promise<OrderRow> {
  const ranOut = order.close_requested_at === null && context.clock.now() >= order.expires_at;
  return moveOrder(tx, order, 'closed', {
    failure_code: ranOut || order.charged_at !== null ? 'LT-2104' : null,
    failure_detail: null,
  });
}

async function bookOnce(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  paid: Paid,
  from: Learnt['from'],
): Promise<Result<OrderRow>> {
  const { amountFen, transactionId, paidAt } = paid;
  const found = { orderId: order.order_id, kioskId: order.kiosk_id, at: context.clock.now(), amountFen };
  if (order.state === 'SUCCEEDED') {
    if (order.channel_transaction_id === transactionId && order.amount_fen === amountFen) return ok(order);
    const detail = `${order.channel} names a second payment for a booked order: ${transactionId}`;
    await raiseException(tx, { ...found, exceptionId: context.newId(), code: 'LT-2203', detail });
    return failed('LT-2203', detail);
  }
  // A reversal refunds what it finds paid, and the notification of that payment may still have been under way.
  if (from === 'notification' && mayBeTakenBack(order.charged_at, context.clock.now())) {
    return failed('LT-2112', 'the charge may have been taken back');
  }
  if (amountFen !== order.amount_fen) {
    const detail = `${order.channel} says ${amountFen} fen, the order is ${order.amount_fen} fen`;
    await raiseException(tx, { ...found, exceptionId: context.newId(), code: 'LT-2203', detail });
    if (from === 'query') await leaveOpen(tx, context, order, detail);
    return failed('LT-2203', detail);
  }
  const money = { receivedFen: amountFen, paidAt, transactionId, disposition: 'bills', excess: 'prepayment' } as const;
  const booked = await bookPayment(tx, context, order, money);
  return ok(booked.order);
}

export function openOrder(order: OrderRow): OpenOrder {
  return {
    method: order.method,
    channel: order.channel,
    expiresAt: order.expires_at,
    chargedAt: order.charged_at,
    closeRequestedAt: order.close_requested_at,
  };
}

/** Unknown is a state: asked again ever more rarely; after a while a person has to find out, by a deadline. */
export async function leaveOpen(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  detail: string | undefined,
): Promise<OrderRow> {
  const now = context.clock.now();
  const attempts = order.resolve_attempts + 1;
  const isManual = attempts >= MANUAL_AFTER_ATTEMPTS;
  const manualBy = order.manual_by ?? (isManual ? now + kindOf('LT-2103').withinMs : null);
  const left = await moveOrder(tx, order, 'unclear', {
    resolve_at: queryAfterSilence(openOrder(order), order.resolve_attempts, now),
    resolve_attempts: attempts,
    failure_code: 'LT-2103',
    failure_detail: detail ?? null,
    manual_by: manualBy,
  });
  if (left.state === 'UNKNOWN' && manualBy !== null && order.manual_by === null) {
    await raiseException(tx, {
      exceptionId: context.newId(),
      orderId: order.order_id,
      kioskId: order.kiosk_id,
      code: 'LT-2103',
      detail: 'the channel does not tell the outcome',
      amountFen: order.amount_fen,
      at: now,
      deadlineAt: manualBy,
    });
  }
  return left;
}
