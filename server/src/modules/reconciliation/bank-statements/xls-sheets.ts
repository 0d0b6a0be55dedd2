import { read, type CellObject, type WorkSheet } from '@e965/xlsx';
import { UnreadableFileError } from '../file-reading/byte-streams.ts';
import type { TableRecord } from '../file-reading/table-records.ts';
import { spoolBytes } from '../../../files/spooled-bytes.ts';
import { numberText } from './xlsx-sheets.ts';

/** The format ends at 65,536 rows, so a workbook is read whole. */
const MAX_ROWS = 65_536;
const MAX_COLUMNS = 256;
const MAX_BYTES = 32 * 1024 ** 2;

export function isXls(head: Buffer): boolean {
  return head.length >= 8 && head.readBigUInt64BE(0) === 0xd0cf11e0a1b11ae1n;
}

/**
 * Sheets of a workbook of the old binary kind (xls).
 * @throws UnreadableFileError when it is damaged, encrypted or larger than the format can be
 */
export async function openXlsSheets(
  bytes: AsyncIterable<Uint8Array>,
): Promise<readonly (() => AsyncIterable<readonly TableRecord[]>)[]> {
  const spooled = await spoolBytes(bytes, MAX_BYTES);
  if (!spooled) throw new UnreadableFileError('LT-2705', 'workbook is larger than an xls file can be');
  const chunks: Uint8Array[] = [];
  for await (const chunk of spooled.read()) chunks.push(chunk);
  await spooled.close();
  const sheets = parse(Buffer.concat(chunks));
  // oxlint-disable-next-line require-await -- a stream of one piece
  return sheets.map(
    (sheet) =>
      async function* () {
        yield recordsOf(sheet);
      },
  );
}

function parse(bytes: Buffer): readonly WorkSheet[] {
  try {
    const book = read(bytes, { type: 'buffer', dense: true, sheetRows: MAX_ROWS, cellHTML: false, cellText: false });
    return book.SheetNames.flatMap((name) => book.Sheets[name] ?? []);
  } catch {
    throw new UnreadableFileError('LT-2705', 'workbook is damaged or encrypted');
  }
}

function recordsOf(sheet: WorkSheet): TableRecord[] {
  const rows = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  const records: TableRecord[] = [];
  rows.forEach((row, index) => {
    if (!row) return;
    const cells = Array.from({ length: Math.min(row.length, MAX_COLUMNS) }, (_, column) => textOf(row[column]));
    records.push({ line: index + 1, cells, hasFormula: row.some((cell) => cell?.f !== undefined) });
  });
  return records;
}

function textOf(cell: CellObject | undefined): string {
  if (cell?.v === undefined || cell.t === 'e') return '';
  return typeof cell.v === 'number' ? numberText(cell.v) : String(cell.v);
}
