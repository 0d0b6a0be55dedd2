/** Business dates as `YYYY-MM-DD` text: they compare as strings and know no time zone. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** @param month `YYYY-MM` */
export function addMonths(month: string, months: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}

/** The months from `month` on. */
export function periodOf(month: string, months = 1): Period {
  return { from: `${month}-01`, to: addDays(`${addMonths(month, months)}-01`, -1) };
}

/**
 * What an item of this cycle charges in the run of a month: natural quarters, half-years and years.
 * Prices per month are billed in advance, usage is billed when its period is over.
 * @returns undefined when the item is not due in this month.
 */
export function cyclePeriod(month: string, cycleMonths: number, metered: boolean): Period | undefined {
  const index = Number(month.slice(5)) - 1;
  if (index % cycleMonths !== 0) return undefined;
  return periodOf(metered ? addMonths(month, -cycleMonths) : month, cycleMonths);
}

export function covers(range: { from_date: string; to_date: string | null }, date: string): boolean {
  return range.from_date <= date && (range.to_date === null || range.to_date >= date);
}

/** True for a day of the calendar: `2026-02-30` is none. */
export function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}
