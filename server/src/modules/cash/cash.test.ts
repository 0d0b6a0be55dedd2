import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareWithBooks,
  countThatStands,
  type DoubtfulNote,
  fillOf,
  type NoteCount,
  sameCount,
  tidyCount,
  totalOf,
  wayFits,
} from './cash.ts';

const VALUES = [100, 500, 1_000, 2_000, 5_000, 10_000] as const;
const someNotes = fc.array(
  fc.record({ denominationFen: fc.constantFrom(...VALUES), count: fc.integer({ min: 0, max: 6 }) }),
  { maxLength: 8 },
);
const someDoubt = fc
  .array(
    fc.record({ denominationFen: fc.constantFrom(undefined, ...VALUES), roomId: fc.constantFrom(undefined, 'a', 'b') }),
    { maxLength: 6 },
  )
  .map((notes): DoubtfulNote[] => notes.map((note, index) => ({ ...note, noteId: String(index) })));

const count = (...notes: [number, number][]): NoteCount[] =>
  notes.map(([denominationFen, number]) => ({ denominationFen, count: number }));

describe('rules of counted cash', () => {
  it('counted - booked = notes found + over - short, whatever lies in the bag', () => {
    fc.assert(
      fc.property(someNotes, someNotes, someDoubt, (booked, counted, doubtful) => {
        const { found, notStacked, undecided, shortFen, overFen, rows } = compareWithBooks(booked, counted, doubtful);
        const foundFen = found.reduce((sum, note) => sum + (note.denominationFen ?? 0), 0);
        expect(totalOf(counted) - totalOf(booked)).toBe(foundFen + overFen - shortFen);
        expect(Math.min(shortFen, overFen)).toBeGreaterThanOrEqual(0);
        const ids = [...found, ...notStacked, ...undecided].map((note) => note.noteId);
        expect(ids.toSorted((a, b) => a.localeCompare(b))).toEqual(doubtful.map((note) => note.noteId));
        expect(rows.reduce((sum, row) => sum + row.found, 0)).toBe(found.length);
      }),
    );
  });

  it('never more notes are found than the bag holds too much', () => {
    fc.assert(
      fc.property(someNotes, someNotes, someDoubt, (booked, counted, doubtful) => {
        for (const row of compareWithBooks(booked, counted, doubtful).rows) {
          expect(row.found).toBeLessThanOrEqual(Math.max(0, row.counted - row.booked));
        }
      }),
    );
  });

  it('the order and the split of the rows do not matter to a count', () => {
    expect(sameCount(count([100, 2], [1_000, 1]), count([1_000, 1], [100, 1], [100, 1], [500, 0]))).toBe(true);
    expect(sameCount(count([100, 2]), count([100, 1]))).toBe(false);
    expect(tidyCount(count([100, 2], [10_000, 0], [500, 1]))).toEqual(count([500, 1], [100, 2]));
  });

  it('two that agree stand; else the third, whatever it says', () => {
    const [one, two, three] = [count([100, 1]), count([100, 2]), count([100, 3])];
    expect(countThatStands([one])).toBeUndefined();
    expect(countThatStands([one, one])).toEqual(one);
    expect(countThatStands([one, two])).toBeUndefined();
    expect(countThatStands([one, two, three])).toEqual(three);
  });

  it('of two notes in doubt and one too many, nobody is guessed; a note without value waits for staff', () => {
    const note = (noteId: string, denominationFen: number | undefined) => ({ noteId, denominationFen, roomId: 'a' });
    const two = [note('1', 5_000), note('2', 5_000)];
    expect(compareWithBooks([], count([5_000, 1]), two)).toMatchObject({ undecided: two, overFen: 5_000, found: [] });
    expect(compareWithBooks([], count([5_000, 2]), two)).toMatchObject({ found: two, overFen: 0 });
    expect(compareWithBooks([], [], two)).toMatchObject({ notStacked: two });
    const odd = [note('3', undefined)];
    expect(compareWithBooks([], count([100, 1]), odd)).toMatchObject({ undecided: odd, overFen: 100 });
    expect(compareWithBooks([], [], odd)).toMatchObject({ notStacked: odd });
  });

  it('a surplus is never a loss, nor a shortage income', () => {
    expect([wayFits('CASH_OVER', 'loss'), wayFits('CASH_OVER', 'recovered'), wayFits('CASH_SHORT', 'income')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('a box is due from four fifths on', () => {
    expect(fillOf(399, 500)).toEqual({ percent: 79, collectSoon: false });
    expect(fillOf(400, 500)).toEqual({ percent: 80, collectSoon: true });
  });
});
