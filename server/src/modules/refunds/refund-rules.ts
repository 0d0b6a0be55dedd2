import { businessDate } from '@louting/common/clock';
import { fen, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import type { RefundAnomaly } from '../../contract/refunds-api.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const Hours = z.number().int().min(1).max(720);

/** How refunds are watched over; amounts in fen. Set by the operator, in force for refunds requested from then on. */
export const RefundRulesSchema = z.strictObject({
  /** Up to this one person approves, above it two. */
  oneApproverUpToFen: PositiveFenSchema.default(fen(50_000)),
  /** Money that paid a bill a second time goes back without a person up to this. */
  duplicateWithoutPersonUpToFen: PositiveFenSchema.default(fen(200_000)),
  /** Each step of approval has so long, then it is escalated. */
  approvalHours: Hours.default(24),
  /** Cash to hand over, a failure to decide about, an outcome that only a person can find out. */
  personHours: Hours.default(48),
  /** A second refund of the same room within so many days needs a second confirmation. */
  sameRoomWithinDays: z.number().int().min(1).max(90).default(7),
  /** So does an amount above this. */
  confirmAboveFen: PositiveFenSchema.default(fen(500_000)),
});
export type RefundRules = z.output<typeof RefundRulesSchema>;

export const DEFAULT_REFUND_RULES: RefundRules = RefundRulesSchema.parse({});

export function approvalsNeeded(amountFen: number, rules: RefundRules): 1 | 2 {
  return amountFen <= rules.oneApproverUpToFen ? 1 : 2;
}

/** What makes staff look twice before they ask for a refund. */
export function anomaliesOf(
  refund: { readonly amountFen: number; readonly othersOfRoomLately: number },
  rules: RefundRules,
): RefundAnomaly[] {
  const anomalies: RefundAnomaly[] = [];
  if (refund.othersOfRoomLately > 0) anomalies.push('same-room-again');
  if (refund.amountFen > rules.confirmAboveFen) anomalies.push('large-amount');
  return anomalies;
}

export function approvalDueAt(now: number, rules: RefundRules): number {
  return now + rules.approvalHours * HOUR_MS;
}

export function personDueAt(now: number, rules: RefundRules): number {
  return now + rules.personHours * HOUR_MS;
}

export function latelySince(now: number, rules: RefundRules): number {
  return now - rules.sameRoomWithinDays * DAY_MS;
}

/** After no answer the channel needs a moment before a query tells the truth: Alipay asks for ten seconds. */
const FIRST_QUERY_AFTER = 10_000;
/** WeChat asks for a minute between queries of a refund it works on, and for fewer and fewer later. */
const QUERY_IN_HAND_EVERY = 60_000;
const SLOWEST_QUERY = 30 * 60_000;

/** Delay before the next query when nothing was learnt: 10 s, 20 s, 40 s … at most 30 min. */
export function delayAfterSilence(attempts: number): number {
  return Math.min(FIRST_QUERY_AFTER * 2 ** Math.min(attempts, 16), SLOWEST_QUERY);
}

/** Delay before the next query of a refund the channel works on: 1 min five times, then 2, 4, 8 … at most 30 min. */
export function delayInHand(attempts: number): number {
  return Math.min(QUERY_IN_HAND_EVERY * 2 ** Math.min(Math.max(0, attempts - 4), 16), SLOWEST_QUERY);
}

/** After so many fruitless tries, about five minutes, a person is told, with a deadline. */
export const TELL_STAFF_AFTER_ATTEMPTS = 5;

const ARRIVES_AFTER_WORKING_DAYS = 5;

/**
 * The last day on which the money is expected on the payer's account: five working days on (three to five by the
 * channels' manuals). Public holidays are not known here, so the words say "about".
 * @returns business date
 */
export function expectedArrival(from: number): string {
  let at = from;
  for (let left = ARRIVES_AFTER_WORKING_DAYS; left > 0;) {
    at += DAY_MS;
    const weekday = new Date(`${businessDate(at)}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return businessDate(at);
}
