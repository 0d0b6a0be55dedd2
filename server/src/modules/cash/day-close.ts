import { businessDate } from '@louting/common/clock';
import { DAY_MS, startOfBusinessDay } from '../admin-views/search.ts';

/** Rules of the daily close. */

const HOUR_MS = 3_600_000;
const CLOSED_BY_HOUR = 10;

/** A day takes what is booked before its end; one that is closed before its end takes what is booked so far. */
export function cutOff(date: string, now: number): number {
  return Math.min(startOfBusinessDay(date) + DAY_MS, now + 1);
}

/** A day is to be closed by 10:00 of the day after. */
export function isOverdue(date: string, now: number): boolean {
  return now >= startOfBusinessDay(date) + DAY_MS + CLOSED_BY_HOUR * HOUR_MS;
}

export function isToCome(date: string, now: number): boolean {
  return date > businessDate(now);
}

/** Receipt numbers of one kiosk that a close holds; both ends included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** How many numbers of a range have no receipt. */
export function missingIn(range: NumberRange, receipts: number): number {
  return range.last - range.first + 1 - receipts;
}

/** `K001-0000042` → 42 */
export function indexOfReceipt(receiptNumber: string): number {
  const index = Number(receiptNumber.slice(receiptNumber.lastIndexOf('-') + 1));
  if (!Number.isSafeInteger(index)) throw new Error(`not a receipt number: ${receiptNumber}`);
  return index;
}
