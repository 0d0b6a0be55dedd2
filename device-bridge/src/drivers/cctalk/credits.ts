import type { BufferedCredit, CreditEvent } from './commands.ts';

/** What the counter says about the events since `last`; oldest first. */
export type NewCredits =
  | { readonly credits: 'none' }
  | { readonly credits: 'events'; readonly events: readonly CreditEvent[]; readonly lost: number }
  /** The device started anew: what it had not told is gone; these happened since. */
  | { readonly credits: 'reset'; readonly events: readonly CreditEvent[] };

const HIGHEST = 255;

/** How many events lie between two readings of the counter, which goes from 255 to 1 and is 0 only after a reset. */
export function eventsBetween(last: number, now: number): number {
  return now >= last ? now - last : now - last + HIGHEST;
}

/**
 * The events that were not seen before. Pure. @param last the counter at the last reading; undefined when nothing is
 * known of the device yet, so that what it tells now belongs to nobody.
 */
export function newCredits(last: number | undefined, { counter, events }: BufferedCredit): NewCredits {
  if (last === undefined || counter === last) return { credits: 'none' };
  if (counter === 0) return { credits: 'reset', events: [] };
  // A buffer that is not full yet has all that happened since the device started; a counter that wrapped has a full one.
  if (counter < last && counter < events.length && events.slice(counter).every(isNothing)) {
    return { credits: 'reset', events: events.slice(0, counter).toReversed() };
  }
  const fresh = eventsBetween(last, counter);
  const told = events.slice(0, Math.min(fresh, events.length)).toReversed();
  return { credits: 'events', events: told, lost: fresh - told.length };
}

function isNothing({ coin, pathOrError }: CreditEvent): boolean {
  return coin === 0 && pathOrError === 0;
}
