import { failed, ok, type Result } from '@louting/common/result';
import { addDays } from '../billing/periods.ts';

/** What a month costs from a day on, and until when; without an end as long as nothing follows. */
export interface PriceSpan {
  readonly versionId: string;
  readonly from: string;
  readonly to: string | null;
}

/** Where a new price stands among those of its tariff. */
interface Place {
  readonly to: string | null;
  /** What it takes over from, and its last day from now on. Nothing else of it changes. */
  readonly before?: { readonly versionId: string; readonly lastDay: string };
}

/**
 * A price that somebody may have paid by keeps its days: a new one begins tomorrow at the earliest, or today where none
 * stands.
 * @param present of one tariff
 * @returns LT-2867 the day is not to come, LT-2868 a price begins on it already
 */
export function placeFor(from: string, present: readonly PriceSpan[], today: string): Result<Place> {
  const stands = present.some((span) => span.from <= today && (span.to === null || span.to >= today));
  if (from < today || (from === today && stands)) return failed('LT-2867');
  if (present.some((span) => span.from === from)) return failed('LT-2868');
  const sorted = present.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const before = sorted.findLast((span) => span.from < from);
  const after = sorted.find((span) => span.from > from);
  const place = { to: after === undefined ? null : addDays(after.from, -1) };
  if (!before || (before.to !== null && before.to < from)) return ok(place);
  return ok({ ...place, before: { versionId: before.versionId, lastDay: addDays(from, -1) } });
}

export function stateOfPrice({ from, to }: PriceSpan, today: string): 'COMING' | 'IN_FORCE' | 'OVER' {
  if (from > today) return 'COMING';
  return to !== null && to < today ? 'OVER' : 'IN_FORCE';
}
