import { createRowFields, placeColumns, type ColumnNames, type RowFields } from '../file-reading/columns.ts';
import { csvCells, isFormula } from '../file-reading/csv-cells.ts';
import { yuanToFen } from '../file-reading/figures.ts';
import { problemOf, unreadableLine, type LineReader, type TextLine } from '../file-reading/text-lines.ts';
import type { FileRow } from '../statement-rows.ts';
import { createRunningTotals, ROWS, type RunningTotals } from './totals.ts';

/** What tells one Alipay detail file from another. */
export interface AlipayBillLayout<K extends string, R> {
  readonly columns: ColumnNames<K>;
  readonly required: readonly K[];
  /**
   * Totals behind the end mark, e.g. `#支出合计：2笔，共-1.01元`: which line, and what its amounts are held against. The
   * number of rows a line tells goes by `<count>`.
   */
  readonly totals: readonly { readonly line: RegExp; readonly count: string; readonly sum: string }[];
  readonly toRow: (fields: RowFields<K>, totals: RunningTotals) => R;
}

/** Reads a detail file: lines with `#` around one header and its rows; an end mark, then totals. */
export function alipayBillReader<K extends string, R>(layout: AlipayBillLayout<K, R>): LineReader<R> {
  const totals = createRunningTotals();
  let fields: RowFields<K> | undefined;
  let width = 0;
  let state: 'header' | 'rows' | 'ended' | 'refused' = 'header';
  let hasBrokenRows = false;
  let lastLine = 0;

  const readHash = (line: TextLine): FileRow<R> | undefined => {
    if (/列表结束/.test(line.text)) state = 'ended';
    if (state !== 'ended' || hasBrokenRows) return undefined;
    const total = layout.totals.find((candidate) => candidate.line.test(line.text));
    if (!total) return undefined;
    const [, count = ''] = /[:：]\s*(\d+)\s*笔/.exec(line.text) ?? [];
    const [, sum = ''] = /共\s*([+-]?[\d.,]+)\s*元/.exec(line.text) ?? [];
    return totals.compare(
      line.number,
      new Map([
        [total.count, count === '' ? undefined : Number(count)],
        [total.sum, yuanToFen(sum)],
      ]),
    );
  };

  const readHeader = (line: TextLine): FileRow<R> | undefined => {
    const cells = csvCells(line.text, ',') ?? [];
    const places = placeColumns(layout.columns, cells);
    const missing = layout.required.filter((key) => places[key] < 0).map((key) => layout.columns[key][0] ?? key);
    state = missing.length === 0 ? 'rows' : 'refused';
    width = cells.length;
    fields = createRowFields(layout.columns, places);
    return missing.length === 0 ? undefined : problemOf(line.number, 'LT-2703', missing.join(', '));
  };

  const readRow = (line: TextLine): FileRow<R> | undefined => {
    const cells = csvCells(line.text, ',');
    if (!fields || !cells || !isWhole(cells, width))
      return broken(problemOf(line.number, 'LT-2706', `${cells?.length ?? 0} ≠ ${width}`));
    if (cells.some(isFormula)) return broken(problemOf(line.number, 'LT-2714', ''));
    fields.load(cells, line.number);
    const row = layout.toRow(fields, totals);
    const fault = fields.fault();
    if (fault) return broken({ problem: fault });
    totals.add(ROWS, 1);
    return { row };
  };

  const broken = (problem: FileRow<R>): FileRow<R> => {
    hasBrokenRows = true;
    return problem;
  };

  return {
    line: (line) => {
      lastLine = line.number;
      if (state === 'refused' || line.text.trim() === '') return undefined;
      const unreadable = unreadableLine(line);
      if (unreadable) return broken(unreadable);
      if (line.text.startsWith('#')) return readHash(line);
      if (state === 'ended') return problemOf(line.number, 'LT-2706', '');
      return state === 'header' ? readHeader(line) : readRow(line);
    },
    end: () => {
      if (state === 'ended' || state === 'refused') return [];
      return [problemOf(lastLine, 'LT-2711', '')];
    },
  };
}

/** Rows may end in one more comma than their header. */
function isWhole(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length === width + 1 && cells[width]?.trim() === '');
}
