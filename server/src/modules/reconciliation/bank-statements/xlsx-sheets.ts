import { UnreadableFileError } from '../file-reading/byte-streams.ts';
import type { TableRecord } from '../file-reading/table-records.ts';
import { problemOf } from '../file-reading/text-lines.ts';
import { streamXml } from '../file-reading/xml-stream.ts';
import type { ZipEntry } from '../file-reading/zip-archive.ts';

const MAX_COLUMNS = 256;
const MAX_SHARED_CHARS = 64 * 1024 ** 2;
const MAX_CELL_CHARS = 32_767;

export function isWorkbook(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => /^xl\/workbook\.(xml|bin)$/.test(name));
}

/** Sheets of an xlsx workbook, in their order; each is streamed, only the table of shared texts is kept (64 MB at most). */
export async function openXlsxSheets(
  entries: readonly ZipEntry[],
): Promise<readonly (() => AsyncIterable<readonly TableRecord[]>)[]> {
  const shared = await readSharedTexts(entries.find(({ name }) => name === 'xl/sharedStrings.xml'));
  return entries
    .filter(({ name }) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))
    .toSorted((left, right) => sheetNumber(left) - sheetNumber(right))
    .map((entry) => () => readSheet(entry, shared));
}

function sheetNumber({ name }: ZipEntry): number {
  return Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0);
}

async function readSharedTexts(entry: ZipEntry | undefined): Promise<readonly string[]> {
  if (!entry) return [];
  const texts: string[] = [];
  let current = '';
  let isText = false;
  let isPhonetic = false;
  let size = 0;
  const handler = {
    open: (name: string) => {
      if (name === 'si') current = '';
      if (name === 'rPh') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    text: (text: string) => {
      if (!isText) return;
      current += text;
      size += text.length;
      if (size > MAX_SHARED_CHARS) throw new UnreadableFileError('LT-2705', 'workbook has too much text');
    },
    close: (name: string) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name === 'si') texts.push(current.slice(0, MAX_CELL_CHARS));
    },
  };
  for await (const _ of streamXml(entry.read(), handler, 'workbook')) continue;
  return texts;
}

async function* readSheet(entry: ZipEntry, shared: readonly string[]): AsyncGenerator<readonly TableRecord[]> {
  let records: TableRecord[] = [];
  let cells: string[] = [];
  let column = -1;
  let rowNumber = 0;
  let type = 'n';
  let value = '';
  let isValue = false;
  let hasFormula = false;
  let isTooWide = false;

  const finishCell = () => {
    if (column >= MAX_COLUMNS) isTooWide ||= value !== '';
    else if (column >= 0) {
      while (cells.length < column) cells.push('');
      cells[column] = cellText(type, value, shared);
    }
  };
  const handler = {
    open: (name: string, attributes: Readonly<Record<string, string>>) => {
      if (name === 'row') {
        const told = Number(attributes.r);
        rowNumber = Number.isSafeInteger(told) && told > 0 ? told : rowNumber + 1;
        cells = [];
        column = -1;
        hasFormula = false;
        isTooWide = false;
      } else if (name === 'c') {
        column = columnOf(attributes.r) ?? column + 1;
        type = attributes.t ?? 'n';
        value = '';
      } else if (name === 'f') hasFormula = true;
      isValue = name === 'v' || name === 't';
    },
    text: (text: string) => {
      if (isValue && value.length < MAX_CELL_CHARS) value += text;
    },
    close: (name: string) => {
      if (name === 'v' || name === 't') isValue = false;
      if (name === 'c') finishCell();
      if (name !== 'row') return;
      records.push(
        isTooWide
          ? { line: rowNumber, ...problemOf(rowNumber, 'LT-2706', `> ${MAX_COLUMNS}`) }
          : { line: rowNumber, cells, hasFormula },
      );
    },
  };
  for await (const _ of streamXml(entry.read(), handler, 'sheet')) {
    yield records;
    records = [];
  }
}

function cellText(type: string, value: string, shared: readonly string[]): string {
  if (type === 's') return shared[Number(value)] ?? '';
  return type === 'n' ? numberText(value) : value;
}

/** As the spreadsheet program shows it: to 15 digits, so that 1234.5600000000001 is 1234.56 again. */
export function numberText(value: string | number): string {
  const number = Number(value);
  return value === '' || !Number.isFinite(number) ? String(value) : String(Number(number.toPrecision(15)));
}

/** `C7` is column 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
