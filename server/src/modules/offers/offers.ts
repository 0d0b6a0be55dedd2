import type { Period } from '../billing/periods.ts';

const DAY_MS = 86_400_000;

export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** The months that follow what is paid, without a gap: the 31st is the last day of a shorter month. */
export function renewal(paidUntil: string, months: number): Period {
  const from = dayAfter(paidUntil);
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const next = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)));
  return { from, to: new Date(next.getTime() - DAY_MS).toISOString().slice(0, 10) };
}

export function isOffered(
  offer: { readonly from: string; readonly to: string | null; readonly withdrawn: boolean },
  today: string,
): boolean {
  return !offer.withdrawn && offer.from <= today && (offer.to === null || offer.to >= today);
}

/** Names an offer in a session, and says of which kind it is. */
export type OfferKey = `offer:${string}` | `lease:${string}`;
