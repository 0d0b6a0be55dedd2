import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { pieces } from '../channel-files/reading-in-tests.ts';
import type { BankLine, FileRow, RowProblem } from '../statement-rows.ts';
import { readBankStatement } from './bank-statement.ts';

/** A sample of `samples/`, written by hand after the layout of the bank. */
export function statementSample(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'samples', name));
}

export type Cell = string | number | { readonly formula: string; readonly value: number };

/** `=5` as a workbook holds it: two bytes of length, then a whole number. */
const PARSED_FORMULA = [3, 0, 0x1e, 5, 0];

/** A workbook of the old binary kind. */
export function asXls(rows: readonly (readonly Cell[])[]): Buffer {
  const sheet = utils.aoa_to_sheet(
    rows.map((row) =>
      row.map((cell) =>
        typeof cell === 'object' ? { t: 'n', v: cell.value, f: cell.formula, bf: PARSED_FORMULA } : cell,
      ),
    ),
  );
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '流水');
  return write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
}

/** A workbook put together by hand: the table of shared texts stands behind the sheet, a cover sheet before it. */
export function asXlsx(rows: readonly (readonly Cell[])[]): Buffer {
  const shared: string[] = [];
  const cellXml = (cell: Cell, column: number, row: number) => {
    const reference = `${String.fromCharCode(65 + column)}${row}`;
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === 'object') return `<c r="${reference}"><f>${cell.formula}</f><v>${cell.value}</v></c>`;
    if (cell === '') return '';
    if (column % 2 === 0) return `<c r="${reference}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
    return `<c r="${reference}" t="s"><v>${shared.push(cell) - 1}</v></c>`;
  };
  const rowXml = rows
    .map(
      (row, index) =>
        `<row r="${index + 1}">${row.map((cell, column) => cellXml(cell, column, index + 1)).join('')}</row>`,
    )
    .join('');
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const texts = shared.map((text) => `<si><t>${escapeXml(text)}</t></si>`).join('');
  return Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'xl/workbook.xml': strToU8(`<workbook ${main}/>`),
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet ${main}><sheetData><row r="1"><c r="A1" t="str"><v>说明</v></c></row></sheetData></worksheet>`,
      ),
      'xl/worksheets/sheet2.xml': strToU8(`<worksheet ${main}><sheetData>${rowXml}</sheetData></worksheet>`),
      'xl/sharedStrings.xml': strToU8(`<sst ${main}>${texts}</sst>`),
    }),
  );
}

export async function readStatement(
  fileName: string,
  bytes: Uint8Array,
  size?: number,
): Promise<{ lines: BankLine[]; problems: RowProblem[] }> {
  const all: FileRow<BankLine>[] = [];
  for await (const row of readBankStatement(fileName, pieces(bytes, size))) all.push(row);
  return {
    lines: all.flatMap((row) => ('row' in row ? [row.row] : [])),
    problems: all.flatMap((row) => ('problem' in row ? [row.problem] : [])),
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
