import type { FileRow } from '../statement-rows.ts';
import { problemOf } from '../file-reading/text-lines.ts';

/** Sums of a file's rows, to be held against the totals the file itself prints. */
export interface RunningTotals {
  add(name: string, amount: number): void;
  /** A row that could not be read: sums cannot agree any more, counts can. */
  skipRow(): void;
  /**
   * @param printed totals of the file by name; undefined for one that cannot be read
   * @returns one problem that names all that differ, or undefined
   */
  compare(line: number, printed: ReadonlyMap<string, number | undefined>): FileRow<never> | undefined;
}

export const ROWS = 'rows';

export function createRunningTotals(): RunningTotals {
  const sums = new Map<string, number>();
  let skipped = 0;
  return {
    add: (name, amount) => {
      sums.set(name, (sums.get(name) ?? 0) + amount);
    },
    skipRow: () => {
      skipped += 1;
      sums.set(ROWS, (sums.get(ROWS) ?? 0) + 1);
    },
    compare: (line, printed) => {
      const differing = [...printed]
        .filter(([name]) => skipped === 0 || name === ROWS)
        .filter(([name, amount]) => amount !== (sums.get(name) ?? 0))
        .map(([name, amount]) => `${name} ${amount ?? '?'} ≠ ${sums.get(name) ?? 0}`);
      return differing.length === 0 ? undefined : problemOf(line, 'LT-2712', differing.join('; '));
    },
  };
}
