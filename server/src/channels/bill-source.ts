import type { Result } from '@louting/common/result';

/** A day's file of a channel. */
export type ChannelBill =
  /** There was nothing on that day: a normal answer. */
  | { readonly kind: 'none' }
  /** Whole and, where the channel tells a hash, verified. To be read once; what it occupies is freed at its end. */
  | { readonly kind: 'file'; readonly bytes: AsyncIterable<Uint8Array> };

/** Where daily files come from; what they say is for `readChannelFile`. */
export interface BillSource {
  /** Number of the account whose files these are, as the channel knows it. */
  readonly merchant: string;
  /**
   * Payments and refunds of one business day.
   * @param date `YYYY-MM-DD`
   * @returns LT-2701 before 10:00 of the next day or while the channel still makes the file · LT-2702 when it arrived
   * broken or with another hash · LT-2102 when the channel does not answer · LT-2101 when it refuses
   */
  downloadTrades(date: string): Promise<Result<ChannelBill>>;
  /** Movements of the merchant's balance, with fees and settlements; as `downloadTrades`. */
  downloadFunds(date: string): Promise<Result<ChannelBill>>;
}

const READY_AFTER_MS = 34 * 3_600_000;

/**
 * Channels make a day's files until 10:00 of the next day. Until then "no bill" is no knowledge.
 * @throws RangeError when `date` is no business date: a programming error of the caller
 */
export function isTooEarly(date: string, now: number): boolean {
  const midnight = Date.parse(`${date}T00:00:00+08:00`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(midnight)) throw new RangeError(`not a business date: ${date}`);
  return now < midnight + READY_AFTER_MS;
}
