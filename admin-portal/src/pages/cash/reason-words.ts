import type { TFunction } from 'i18next';

/** Reasons the server writes down by itself, with the number of the session in them. */
const BY_THE_SYSTEM = [
  [/^count of session (\d+)$/, 'cash.reason.count'],
  [/^note was booked after the count of session (\d+)$/, 'cash.reason.late'],
  [/^change was booked after count (\d+) of the hoppers$/, 'cash.reason.lateChange'],
] as const;

/** What a person wrote as it stands; what the server wrote in the portal's language. */
export function reasonWords(reason: string, t: TFunction): string {
  for (const [pattern, key] of BY_THE_SYSTEM) {
    const number = pattern.exec(reason)?.[1];
    if (number !== undefined) return t(key, { number });
  }
  return reason;
}
