/** What a channel's day comes to after refunds and fees. */
export interface DayToSettle {
  readonly date: string;
  /** Received less refunded less fees. */
  readonly netFen: number;
}

/** Longer than a holiday with its weekends no channel keeps money. */
const MOST_DAYS = 10;

/**
 * Which days a settlement pays out: one day, or several in a row as after a weekend, whose nets add up to it exactly.
 * The oldest that fit are meant: channels pay in order.
 * @param days not settled yet, oldest first
 * @param before the day of the settlement; a channel pays out after the day has ended
 */
export function daysOfSettlement(
  amountFen: number,
  days: readonly DayToSettle[],
  before: string,
): readonly DayToSettle[] | undefined {
  const past = days.filter(({ date }) => date < before);
  for (let from = 0; from < past.length; from += 1) {
    let sum = 0;
    for (let count = 1; count <= MOST_DAYS && from + count <= past.length; count += 1) {
      sum += past[from + count - 1]?.netFen ?? 0;
      if (sum === amountFen) return past.slice(from, from + count);
    }
  }
  return undefined;
}
