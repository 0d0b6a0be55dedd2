import type { TFunction } from 'i18next';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `for 3 days`, `for 12 minutes`: the largest whole unit is enough to decide where to go first. */
export function durationWords(milliseconds: number, t: TFunction): string {
  if (milliseconds < MINUTE_MS) return t('duration.justNow');
  if (milliseconds < HOUR_MS) return t('duration.minutes', { count: Math.floor(milliseconds / MINUTE_MS) });
  if (milliseconds < DAY_MS) return t('duration.hours', { count: Math.floor(milliseconds / HOUR_MS) });
  return t('duration.days', { count: Math.floor(milliseconds / DAY_MS) });
}
