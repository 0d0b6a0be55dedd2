import { z } from 'zod';
import type { AnomalyRule } from '../../contract/kiosk-api.ts';

/** From when on a payment is unusual enough to ask whether it is meant. */
export const AnomalyLimitsSchema = z.strictObject({
  /** One payment above this many fen. */
  amountOverFen: z.number().int().positive().default(1_000_000),
  /** What counts as a short time, in milliseconds. */
  repeatedWithinMs: z.number().int().positive().default(600_000),
  /** So many payments of a room in that time are repeated; one of the same amount always is. */
  repeatedPayments: z.number().int().min(1).default(3),
});
export type AnomalyLimits = z.output<typeof AnomalyLimitsSchema>;

/** A payment that is about to be made for a room. */
export interface PaymentInQuestion {
  readonly at: number;
  readonly amountFen: number;
  /** Payments of the same room that went through. */
  readonly earlier: readonly { readonly at: number; readonly amountFen: number }[];
  /** Whether one of its bills asks for something that another bill of the room asks for, or has been paid for. */
  readonly billedTwice: boolean;
}

/** The rules a payment breaks; each is a question to the owner, none a refusal. */
export function anomaliesOf(payment: PaymentInQuestion, limits: AnomalyLimits): AnomalyRule[] {
  const { at, amountFen, earlier } = payment;
  const recent = earlier.filter((one) => at - one.at < limits.repeatedWithinMs);
  const isRepeated = recent.some((one) => one.amountFen === amountFen) || recent.length >= limits.repeatedPayments;
  const broken: [AnomalyRule, boolean][] = [
    ['amount-over-limit', amountFen > limits.amountOverFen],
    ['repeated-payment', isRepeated],
    ['billed-twice', payment.billedTwice],
  ];
  return broken.flatMap(([rule, breaks]) => (breaks ? [rule] : []));
}

export interface BilledPeriod {
  readonly billId: string;
  readonly roomId: string;
  readonly itemCode: string;
  readonly from: string;
  readonly to: string;
  /** A home pays for each of its parking spaces. */
  readonly leaseId: string | null;
}

/** Whether both ask the same room for the same item over a common day; dates are `YYYY-MM-DD`, inclusive. */
export function asksTwice(one: BilledPeriod, other: BilledPeriod): boolean {
  const isSameThing = one.roomId === other.roomId && one.itemCode === other.itemCode && one.leaseId === other.leaseId;
  return isSameThing && one.billId !== other.billId && one.from <= other.to && other.from <= one.to;
}
