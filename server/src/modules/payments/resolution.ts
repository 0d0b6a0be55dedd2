import type { PaymentMethod } from '../../contract/kiosk-api.ts';

/**
 * When an order whose outcome is open has to be asked about, and when to give up waiting for the payer
 * (hardware-and-channels.md §4.1, §4.2). All times in milliseconds.
 */
export const QUERY_EVERY = 3_000;
/** After no answer or a "system error" the channel needs a moment before a query tells the truth. */
const FIRST_QUERY_AFTER_SILENCE = 5_000;
const SLOWEST_QUERY = 300_000;
/** How long a payer may type a password after showing the code. */
const PAYER_MAY_CONFIRM = { 'wechat-pay': 45_000, alipay: 60_000 } as const;
/** WeChat: a charge is not reversed earlier than this; the same patience does Alipay no harm. */
export const REVERSE_NOT_BEFORE = 15_000;
/** A QR order whose first call never finished is looked up after this. */
export const CREATE_IS_LOST_AFTER = 30_000;
/** After so many fruitless tries, about five minutes, a person is told (LT-2103). */
export const TELL_STAFF_AFTER_ATTEMPTS = 6;

export interface OpenOrder {
  readonly method: PaymentMethod;
  readonly channel: keyof typeof PAYER_MAY_CONFIRM | null;
  readonly expiresAt: number;
  readonly chargedAt: number | null;
  readonly closeRequestedAt: number | null;
}

/** Whether waiting for the payer is over: asked to close, or out of time. */
export function waitIsOver(order: OpenOrder, now: number): boolean {
  if (order.closeRequestedAt !== null) return true;
  if (order.chargedAt === null) return now >= order.expiresAt;
  return now >= order.chargedAt + PAYER_MAY_CONFIRM[order.channel ?? 'alipay'];
}

/** Earliest moment the order may be taken back; undefined: at once. */
export function takeBackNotBefore(order: OpenOrder, now: number): number | undefined {
  if (order.chargedAt === null) return undefined;
  const earliest = order.chargedAt + REVERSE_NOT_BEFORE;
  return now < earliest ? earliest : undefined;
}

/** Delay before the next try when nothing was learnt: 5 s, 10 s, 20 s … at most 5 min. */
export function delayAfterSilence(attempts: number): number {
  return Math.min(FIRST_QUERY_AFTER_SILENCE * 2 ** Math.min(attempts, 16), SLOWEST_QUERY);
}
