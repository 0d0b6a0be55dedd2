import { businessDate } from '@louting/common/clock';

/** A month of the books, `YYYY-MM` in Asia/Shanghai. */
export function monthOf(at: number): string {
  return dayOf(at).slice(0, 7);
}

const QUARTER_HOUR_MS = 900_000;
let lastQuarter = -1;
let lastDay = '';

/** The business day; entries come in order of time, so the day before is mostly the day now. */
export function dayOf(at: number): string {
  const quarter = Math.floor(at / QUARTER_HOUR_MS);
  if (quarter !== lastQuarter) {
    lastDay = businessDate(at);
    lastQuarter = quarter;
  }
  return lastDay;
}

/** First moment of a month in Asia/Shanghai, which has known no summer time since 1991. */
export function startOfMonth(month: string): number {
  return Date.parse(`${month}-01T00:00:00+08:00`);
}

export function nextMonth(month: string): string {
  return shifted(month, 1);
}

export function monthBefore(month: string): string {
  return shifted(month, -1);
}

function shifted(month: string, by: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 7);
}

/** The moment that says in which month an entry counts. */
export function accountingMoment(entry: {
  readonly occurred_at: number;
  readonly accounting_at: number | null;
}): number {
  return entry.accounting_at ?? entry.occurred_at;
}

/** The last months up to now, newest first. */
export function monthsUpTo(now: number, count: number): string[] {
  const months: string[] = [];
  for (let month = monthOf(now); months.length < count; month = monthBefore(month)) months.push(month);
  return months;
}
