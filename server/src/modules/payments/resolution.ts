import type { PaymentMethod } from '../../contract/kiosk-api.ts';

/**
 * When an order whose outcome is open has to be asked about, and when to give up waiting for the payer. All times in
 * milliseconds.
 */
export const QUERY_EVERY = 3_000;
/** After no answer or a "system error" the channel needs a moment before a query tells the truth. */
const FIRST_QUERY_AFTER_SILENCE = 5_000;
const SLOWEST_QUERY = 300_000;
/** How long a payer may type a password after showing the code. */
const PAYER_MAY_CONFIRM = { 'wechat-pay': 45_000, alipay: 60_000, pos: 300_000 } as const;
/** WeChat: a charge is not reversed earlier than this; the same patience does Alipay no harm. */
const REVERSE_NOT_BEFORE = 15_000;
/** A QR order whose first call never finished is looked up after this. */
export const CREATE_IS_LOST_AFTER = 30_000;
/** After so many fruitless tries, about five minutes, a person takes over (LT-2103). */
export const MANUAL_AFTER_ATTEMPTS = 6;
/** While a person looks into it the channel is still asked, slowly: it may recover before they do. */
const MANUAL_QUERY_EVERY = 900_000;

export interface OpenOrder {
  readonly method: PaymentMethod;
  readonly channel: keyof typeof PAYER_MAY_CONFIRM | null;
  readonly expiresAt: number;
  readonly chargedAt: number | null;
  readonly closeRequestedAt: number | null;
}

/** Whether waiting for the payer is over: asked to close, or out of time. */
export function waitIsOver(order: OpenOrder, now: number): boolean {
  return order.closeRequestedAt !== null || now >= waitEndsAt(order);
}

function waitEndsAt(order: OpenOrder): number {
  if (order.chargedAt === null) return order.expiresAt;
  return order.chargedAt + PAYER_MAY_CONFIRM[order.channel ?? 'alipay'];
}

/** From then on a reversal may have been sent, whether or not anybody heard the answer. */
export function mayBeTakenBack(chargedAt: number | null, now: number): boolean {
  return chargedAt !== null && now >= chargedAt + REVERSE_NOT_BEFORE;
}

/** Earliest moment the order may be taken back; undefined: at once. */
export function takeBackNotBefore(order: OpenOrder, now: number): number | undefined {
  if (order.chargedAt === null) return undefined;
  const earliest = order.chargedAt + REVERSE_NOT_BEFORE;
  return now < earliest ? earliest : undefined;
}

/**
 * When to ask again after a query said that the payer still has to act: every 3 s, and exactly when the wait is over,
 * because the reversal follows the last query without a gap.
 */
export function nextQuery(order: OpenOrder, now: number): number {
  if (waitIsOver(order, now)) return takeBackNotBefore(order, now) ?? now + QUERY_EVERY;
  return Math.min(now + QUERY_EVERY, waitEndsAt(order));
}

/**
 * When to ask again after nothing was learnt: in 5 s, 10 s, 20 s … at most 5 min, and once a person looks into it every
 * 15 min. Silence does not delay the reversal: it is tried when the wait is over, whatever the queries said.
 * @param attempts fruitless tries before this one
 */
export function queryAfterSilence(order: OpenOrder, attempts: number, now: number): number {
  if (attempts >= MANUAL_AFTER_ATTEMPTS) return now + MANUAL_QUERY_EVERY;
  const at = now + Math.min(FIRST_QUERY_AFTER_SILENCE * 2 ** attempts, SLOWEST_QUERY);
  const takeBackAt = waitIsOver(order, now) ? takeBackNotBefore(order, now) : waitEndsAt(order);
  return takeBackAt === undefined ? at : Math.min(at, takeBackAt);
}
