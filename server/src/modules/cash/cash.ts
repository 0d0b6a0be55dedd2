/** Rules of the cash that kiosks took: sessions, counts and their differences. */

export type DifferenceKind = 'CASH_SHORT' | 'CASH_OVER';
export type DoubtOutcome = 'found' | 'not-stacked';

/**
 * How a difference leaves 1901: kept as income (6301) or written off as loss (6711), the missing money turned up
 * (1001.office), short and over of one bag cancel each other, a note in doubt was in the box, or a note was booked after
 * the count of the bag it lay in, or change after the count of the hoppers it came from.
 */
export type DifferenceWay = 'income' | 'loss' | 'recovered' | 'offset' | 'note-credited' | 'late-note' | 'late-change';

const WAYS: Readonly<Record<DifferenceKind, readonly DifferenceWay[]>> = {
  CASH_SHORT: ['loss', 'recovered', 'offset', 'late-change'],
  CASH_OVER: ['income', 'offset', 'note-credited', 'late-note'],
};

export function wayFits(kind: DifferenceKind, way: DifferenceWay): boolean {
  return WAYS[kind].includes(way);
}

/** Notes of one value; `denominationFen` in fen. */
export interface NoteCount {
  readonly denominationFen: number;
  readonly count: number;
}

/** In fen. */
export function totalOf(notes: readonly NoteCount[]): number {
  return notes.reduce((sum, note) => sum + note.denominationFen * note.count, 0);
}

/** One row a value, largest first, without empty rows: two counts that say the same look the same. */
export function tidyCount(notes: readonly NoteCount[]): NoteCount[] {
  const counts = new Map<number, number>();
  for (const { denominationFen, count } of notes) {
    counts.set(denominationFen, (counts.get(denominationFen) ?? 0) + count);
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => b - a)
    .map(([denominationFen, count]) => ({ denominationFen, count }));
}

export function sameCount(a: readonly NoteCount[], b: readonly NoteCount[]): boolean {
  return JSON.stringify(tidyCount(a)) === JSON.stringify(tidyCount(b));
}

/** Two people count a bag without seeing each other's figures; when these differ, a third person's figures stand. */
export function countThatStands(counts: readonly (readonly NoteCount[])[]): readonly NoteCount[] | undefined {
  const [first, second, third] = counts;
  if (!first || !second) return undefined;
  return sameCount(first, second) ? first : third;
}

/** A note whose place nobody could tell when it was taken: the box is what decides. */
export interface DoubtfulNote {
  readonly noteId: string;
  /** Undefined when the device did not know it. */
  readonly denominationFen: number | undefined;
  /** Whose payment it was meant for; undefined for an orphan. */
  readonly roomId: string | undefined;
}

/** Number of notes of a value by the books and in the bag. */
export interface ComparedNotes {
  readonly denominationFen: number;
  readonly booked: number;
  readonly counted: number;
  /** Notes in doubt that are the surplus. */
  readonly found: number;
}

export interface Comparison {
  readonly rows: readonly ComparedNotes[];
  readonly found: readonly DoubtfulNote[];
  readonly notStacked: readonly DoubtfulNote[];
  /** The bag holds some of them and cannot tell which: staff decide. */
  readonly undecided: readonly DoubtfulNote[];
  /** Of the values with too few notes, in fen. */
  readonly shortFen: number;
  /** Of the values with too many notes, less those found, in fen. */
  readonly overFen: number;
}

/**
 * Compares a bag with the books, value by value. Short and over are not netted: they have different causes.
 * Notes in doubt of a value are all found when the surplus holds them all, none when there is no surplus, and else left
 * to staff: an owner's money is never given to another by guessing.
 */
export function compareWithBooks(
  booked: readonly NoteCount[],
  counted: readonly NoteCount[],
  doubtful: readonly DoubtfulNote[],
): Comparison {
  const bookedOf = new Map(tidyCount(booked).map((note) => [note.denominationFen, note.count]));
  const countedOf = new Map(tidyCount(counted).map((note) => [note.denominationFen, note.count]));
  const values = [...new Set([...bookedOf.keys(), ...countedOf.keys()])].sort((a, b) => b - a);
  const doubtOf = Map.groupBy(doubtful, (note) => note.denominationFen);
  const found: DoubtfulNote[] = [];
  const notStacked: DoubtfulNote[] = [];
  const undecided: DoubtfulNote[] = [];
  let [shortFen, overFen] = [0, 0];

  for (const [value, notes] of doubtOf) {
    if (value === undefined) continue;
    const surplus = (countedOf.get(value) ?? 0) - (bookedOf.get(value) ?? 0);
    if (surplus <= 0) notStacked.push(...notes);
    else if (surplus >= notes.length) found.push(...notes);
    else undecided.push(...notes);
  }
  const rows = values.map((denominationFen): ComparedNotes => {
    const [inBooks, inBag] = [bookedOf.get(denominationFen) ?? 0, countedOf.get(denominationFen) ?? 0];
    const explained = found.filter((note) => note.denominationFen === denominationFen).length;
    const surplus = inBag - inBooks - explained;
    if (surplus < 0) shortFen -= surplus * denominationFen;
    else overFen += surplus * denominationFen;
    return { denominationFen, booked: inBooks, counted: inBag, found: explained };
  });
  // Without a value there is nothing to compare; without a surplus there is nothing they could be.
  (overFen > 0 ? undecided : notStacked).push(...(doubtOf.get(undefined) ?? []));
  return { rows, found, notStacked, undecided, shortFen, overFen };
}

/** A box that staff did not configure; common cassettes hold 500 to 1,000 notes. */
export const USUAL_CAPACITY = 500;
const COLLECT_SOON_PERCENT = 80;

/** How full a box is, from 0 to 100 and above when it holds more than it should. */
export function fillOf(notes: number, capacity: number): { readonly percent: number; readonly collectSoon: boolean } {
  const percent = Math.floor((notes * 100) / capacity);
  return { percent, collectSoon: percent >= COLLECT_SOON_PERCENT };
}

/**
 * Whether a pull can have been then. The sessions of a kiosk follow each other, and a pull is entered after it was done.
 * @param before when the session began; 0 for the first
 */
export function pullIsPossible(pulledAt: number, before: number, now: number): boolean {
  return pulledAt > before && pulledAt <= now;
}
