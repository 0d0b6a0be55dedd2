import type { FailureCode } from '@louting/common/failure-codes';
import type { RowProblem } from '../statement-rows.ts';
import { readTime, yuanToFen, type FileTime } from './figures.ts';

/** Names a column goes by, the usual one first. Exports rename and reorder columns, so they are found by name. */
export type ColumnNames<K extends string> = Readonly<Record<K, readonly string[]>>;

/** `交易金额（元）`, ` 交易金额(元)\t` and `交易金额` are one name. */
export function columnName(cell: string): string {
  return cell
    .normalize('NFKC')
    .replaceAll(/[\s"'`\uFEFF]|\([+-]?元\)/g, '')
    .toLowerCase();
}

/** Place of each column; -1 for one the header does not have. */
export function placeColumns<K extends string>(
  names: ColumnNames<K>,
  header: readonly string[],
): Readonly<Record<K, number>> {
  const present = header.map(columnName);
  const places = Object.entries<readonly string[]>(names).map(([key, aliases]) => {
    const found = aliases.map((alias) => present.indexOf(columnName(alias))).find((place) => place >= 0);
    return [key, found ?? -1] as const;
  });
  return Object.fromEntries(places) as Record<K, number>;
}

/**
 * Reads the cells of one row after another. The first fault of a row is kept and the reading goes on with harmless values,
 * so that a layout reads like a list of its columns; `fault` must be asked before the row is believed.
 */
export interface RowFields<K extends string> {
  load(cells: readonly string[], line: number): void;
  readonly line: number;
  has(key: K): boolean;
  /** Trimmed; empty when the file has no such column. */
  text(key: K): string;
  /** Fen, signed as printed; empty is a fault. */
  fen(key: K): number;
  fenOrZero(key: K): number;
  time(date: K, time?: K): FileTime;
  /** Milliseconds since the epoch; a day without a time of day is a fault. */
  moment(date: K, time?: K): number;
  reject(code: FailureCode, detail: string): void;
  fault(): RowProblem | undefined;
}

export function createRowFields<K extends string>(
  names: ColumnNames<K>,
  places: Readonly<Record<K, number>>,
): RowFields<K> {
  let cells: readonly string[] = [];
  let line = 0;
  let fault: RowProblem | undefined;
  const label = (key: K) => names[key][0] ?? key;
  const text = (key: K) => cells[places[key]]?.trim() ?? '';
  const reject = (code: FailureCode, detail: string) => {
    fault ??= { line, code, detail };
  };
  const fen = (key: K) => {
    const amount = yuanToFen(text(key));
    if (amount === undefined) reject('LT-2707', label(key));
    return amount ?? 0;
  };
  const time = (date: K, timeOfDay?: K): FileTime => {
    const found = readTime(text(date), timeOfDay === undefined ? '' : text(timeOfDay));
    if (!found) reject('LT-2708', label(date));
    return found ?? { date: '1970-01-01' };
  };

  return {
    load: (loaded, number) => {
      cells = loaded;
      line = number;
      fault = undefined;
    },
    get line() {
      return line;
    },
    has: (key) => places[key] >= 0,
    text,
    fen,
    fenOrZero: (key) => (text(key) === '' ? 0 : fen(key)),
    time,
    moment: (date, timeOfDay) => {
      const { at } = time(date, timeOfDay);
      if (at === undefined) reject('LT-2708', label(date));
      return at ?? 0;
    },
    reject,
    fault: () => fault,
  };
}
