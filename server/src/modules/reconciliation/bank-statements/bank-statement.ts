import { failed, ok, type Result } from '@louting/common/result';
import { endingInProblem, isZip, peek } from '../file-reading/byte-streams.ts';
import { createCsvRecords } from '../file-reading/csv-records.ts';
import { csvTable, readTable, type TableRecord } from '../file-reading/table-records.ts';
import { detectEncoding } from '../file-reading/text-encoding.ts';
import { problemOf, readLines } from '../file-reading/text-lines.ts';
import { readZip, type ZipEntry } from '../file-reading/zip-archive.ts';
import type { BankLine, FileRow, PrintedStatement } from '../statement-rows.ts';
import { describeProfiles, profileOfHeader } from './bank-profiles.ts';
import { readCamt053 } from './camt053.ts';
import { readMt940 } from './mt940.ts';
import { tableStatementReader } from './table-statement.ts';
import { isXls, openXlsSheets } from './xls-sheets.ts';
import { isWorkbook, openXlsxSheets } from './xlsx-sheets.ts';

export type OnStatement = (printed: PrintedStatement) => void;

type Sheet = () => AsyncIterable<readonly TableRecord[]>;

/**
 * Lines of a bank's account statement, in whatever form the bank exports it: the tables of six banks as CSV, xls or xlsx,
 * MT940, camt.053. The form is told by content. What cannot be read is told as a problem in its place; nothing about
 * the content is thrown. A file no layout fits is one problem at line 0 (LT-2704) that names what was looked for.
 * @param fileName a hint where several banks would fit
 * @param bytes as they were uploaded; errors of this stream are passed on
 * @param onStatement told of balances that a statement prints beside its lines
 */
export function readBankStatement(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
  onStatement: OnStatement = () => undefined,
): AsyncIterable<FileRow<BankLine>> {
  return endingInProblem(readByForm(fileName, bytes, onStatement));
}

/**
 * The same for the person who imports a file and has to be told at once when no layout fits.
 * @returns LT-2704 naming what was looked for, before any line is given
 */
export async function openBankStatement(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<AsyncIterable<FileRow<BankLine>>>> {
  const rows = readBankStatement(fileName, bytes)[Symbol.asyncIterator]();
  const first = await rows.next();
  if (!first.done && 'problem' in first.value && first.value.problem.code === 'LT-2704')
    return failed('LT-2704', first.value.problem.detail);
  return ok(continued(first, rows));
}

async function* continued<T>(first: IteratorResult<T, unknown>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* readByForm(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
  onStatement: OnStatement,
): AsyncGenerator<FileRow<BankLine>> {
  const { head, bytes: whole } = await peek(bytes);
  if (head.length === 0) {
    yield problemOf(0, 'LT-2711', '');
    return;
  }
  if (isZip(head)) {
    yield* readZip(whole, (entries) => readWorkbook(fileName, entries));
    return;
  }
  if (isXls(head)) {
    yield* readSheets(fileName, await openXlsSheets(whole), 'sheet');
    return;
  }
  const encoding = detectEncoding(head);
  const start = new TextDecoder(encoding).decode(head);
  if (/^\s*<(\?xml|Document|[a-z0-9]+:Document)/.test(start)) {
    yield* start.includes('camt.053') ? readCamt053(whole, onStatement) : [undetectable(fileName)];
    return;
  }
  const lines = readLines(whole, encoding);
  if (/(^|\n|\{4:\s*)\s*:20:/.test(start) && /\n:(25|28C?|60F):/.test(start)) yield* readMt940(lines, onStatement);
  else yield* readSheets(fileName, [() => csvTable(lines, delimiterOf(start, fileName))], 'text');
}

async function* readWorkbook(fileName: string, entries: readonly ZipEntry[]): AsyncGenerator<FileRow<BankLine>> {
  if (isWorkbook(entries)) yield* readSheets(fileName, await openXlsxSheets(entries), 'sheet');
  else yield undetectable(fileName);
}

/** The first sheet that holds a header we know; covers and notes before it are passed over. */
async function* readSheets(
  fileName: string,
  sheets: readonly Sheet[],
  form: 'text' | 'sheet',
): AsyncGenerator<FileRow<BankLine>> {
  for (const sheet of sheets) {
    const reader = tableStatementReader(fileName, form);
    yield* readTable(sheet(), reader);
    if (reader.bank() !== undefined) return;
  }
  yield undetectable(fileName);
}

function undetectable(fileName: string): FileRow<BankLine> {
  return problemOf(0, 'LT-2704', `${fileName.slice(0, 80)} ∉ MT940, camt.053, ${describeProfiles()}`);
}

/** The one by which a line of the start falls into a header we know. */
function delimiterOf(start: string, fileName: string): string {
  const lines = start.split(/\r?\n/, 100).map((text, index) => ({ number: index + 1, text, isTooLong: false }));
  const fits = (delimiter: string) =>
    lines.some((line) =>
      createCsvRecords(delimiter)
        .take(line)
        .some((record) => 'cells' in record && profileOfHeader(record.cells, fileName) !== undefined),
    );
  return [',', '\t', ';', '|'].find(fits) ?? ',';
}
