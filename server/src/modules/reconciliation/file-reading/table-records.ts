import type { FileRow, RowProblem } from '../statement-rows.ts';
import { createCsvRecords } from './csv-records.ts';
import { isFormula } from './csv-cells.ts';
import { problemOf, type TextLine } from './text-lines.ts';

/** One record of a table: its cells, or why there are none. */
export type TableRecord = CellRecord | { readonly line: number; readonly problem: RowProblem };

export interface CellRecord {
  /** 1-based line of a text file, or row of a sheet. */
  readonly line: number;
  readonly cells: readonly string[];
  /** A sheet says of a cell that it is calculated; in text only the cell itself can tell. */
  readonly hasFormula?: boolean;
}

/** Turns records into rows: what a layout has to know, told apart from where its records come from. */
export interface TableReader<R> {
  /** @returns nothing for records that are no rows: headers, preambles, totals that agree */
  record(record: TableRecord): readonly FileRow<R>[];
  end(): readonly FileRow<R>[];
}

export async function* readTable<R>(
  batches: AsyncIterable<readonly TableRecord[]>,
  reader: TableReader<R>,
): AsyncGenerator<FileRow<R>> {
  for await (const records of batches) {
    for (const record of records) yield* reader.record(record);
  }
  yield* reader.end();
}

export async function* csvTable(
  batches: AsyncIterable<readonly TextLine[]>,
  delimiter: string,
): AsyncGenerator<readonly TableRecord[]> {
  const records = createCsvRecords(delimiter);
  for await (const lines of batches) yield lines.flatMap((line) => records.take(line));
  yield records.end();
}

export function isBlank(record: CellRecord): boolean {
  return record.cells.every((cell) => cell.trim() === '');
}

/** @returns the problem of a record that calculates, or undefined */
export function formulaProblem(record: CellRecord): FileRow<never> | undefined {
  const isCalculated = record.hasFormula === true || record.cells.some(isFormula);
  return isCalculated ? problemOf(record.line, 'LT-2714', '') : undefined;
}
