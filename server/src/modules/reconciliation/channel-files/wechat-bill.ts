import {
  columnName,
  createRowFields,
  placeColumns,
  type ColumnNames,
  type RowFields,
} from '../file-reading/columns.ts';
import { yuanToFen } from '../file-reading/figures.ts';
import { csvCells } from '../file-reading/csv-cells.ts';
import { problemOf, unreadableLine, type LineReader, type TextLine } from '../file-reading/text-lines.ts';
import type { FileRow } from '../statement-rows.ts';
import { createRunningTotals, ROWS, type RunningTotals } from './totals.ts';

/** What tells one WeChat bill from another; all are header, rows, totals header, totals. */
export interface WechatBillLayout<K extends string, R> {
  readonly columns: ColumnNames<K>;
  /** Columns without which it is another file. */
  readonly required: readonly K[];
  /** First name in the header of the totals; rows end there. */
  readonly totalsHeader: string;
  /** Names in the totals header, and what they are held against. */
  readonly totals: Readonly<Record<string, string>>;
  /** Adds what the totals count, and makes the row. */
  readonly toRow: (fields: RowFields<K>, totals: RunningTotals) => R;
}

/**
 * Reads a WeChat bill. Every data field starts with a back-tick, so that spreadsheet programs keep long numbers; a field
 * ends where a comma and the next back-tick stand, which lets product names hold commas.
 */
export function wechatBillReader<K extends string, R>(layout: WechatBillLayout<K, R>): LineReader<R> {
  const totals = createRunningTotals();
  let state: 'header' | 'rows' | 'totals' | 'done' | 'refused' = 'header';
  let fields: RowFields<K> | undefined;
  let width = 0;
  let totalsColumns: string[] = [];
  let lastLine = 0;

  const readHeader = (line: TextLine): FileRow<R> | undefined => {
    const cells = line.text.split(',');
    const places = placeColumns(layout.columns, cells);
    const missing = layout.required.filter((key) => places[key] < 0).map((key) => layout.columns[key][0] ?? key);
    if (missing.length > 0) {
      state = 'refused';
      return problemOf(line.number, 'LT-2703', missing.join(', '));
    }
    state = 'rows';
    fields = createRowFields(layout.columns, places);
    width = cells.length;
    return undefined;
  };

  const readRow = (line: TextLine): FileRow<R> | undefined => {
    const cells = billCells(line.text);
    if (!fields || cells.length !== width) {
      totals.skipRow();
      return problemOf(line.number, 'LT-2706', `${cells.length} ≠ ${width}`);
    }
    fields.load(cells, line.number);
    const row = layout.toRow(fields, totals);
    const fault = fields.fault();
    if (!fault) totals.add(ROWS, 1);
    else totals.skipRow();
    return fault ? { problem: fault } : { row };
  };

  const readTotals = (line: TextLine): FileRow<R> | undefined => {
    state = 'done';
    const cells = billCells(line.text);
    const printed = new Map<string, number | undefined>();
    totalsColumns.forEach((column, place) => {
      const name = layout.totals[column];
      const cell = cells[place] ?? '';
      if (name !== undefined) printed.set(name, name.endsWith(ROWS) ? countOf(cell) : yuanToFen(cell));
    });
    return totals.compare(line.number, printed);
  };

  return {
    line: (line) => {
      lastLine = line.number;
      if (state === 'refused' || line.text.trim() === '') return undefined;
      const unreadable = unreadableLine(line);
      if (unreadable) {
        if (state === 'rows') totals.skipRow();
        return unreadable;
      }
      if (state === 'header') return readHeader(line);
      if (state === 'totals') return readTotals(line);
      if (state === 'done') return problemOf(line.number, 'LT-2706', '');
      const cells = line.text.split(',', 1);
      if (columnName(cells[0] ?? '') !== layout.totalsHeader) return readRow(line);
      totalsColumns = line.text.split(',').map(columnName);
      state = 'totals';
      return undefined;
    },
    end: () => {
      if (state === 'done' || state === 'refused') return [];
      return [problemOf(lastLine, 'LT-2711', '')];
    },
  };
}

function billCells(text: string): string[] {
  if (text.startsWith('`')) return text.slice(1).split(',`');
  return csvCells(text, ',') ?? text.split(',');
}

function countOf(cell: string): number | undefined {
  const text = cell.trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
