import { createRowFields, placeColumns, type ColumnNames, type RowFields } from '../file-reading/columns.ts';
import { formulaProblem, isBlank, type CellRecord, type TableReader } from '../file-reading/table-records.ts';
import { problemOf } from '../file-reading/text-lines.ts';
import type { BankLine, FileRow } from '../statement-rows.ts';
import { createBalanceChain } from './balance-chain.ts';
import type { BankProfile } from './bank-profile.ts';
import { profileOfHeader } from './bank-profiles.ts';
import { createFingerprinting } from './fingerprint.ts';
import { columnsOf, lineOf, type StatementColumn } from './table-line.ts';

const MAX_PREAMBLE_ROWS = 60;
/** Rows that sum up or carry over. */
const SUMMARY =
  /^((人民币|本页|本月|本期|收入|支出|借方|贷方)?(合计|总计|小计|累计|汇总)|承前页|过次页|期初余额|期末余额|总(收入|支出)|以下无)/;
const ACCOUNT = /(?:账号|卡号|账户|帐号)[^\d*]{0,12}([\d*][\d* ]{4,40}[\d*])/;

interface Layout {
  readonly profile: BankProfile;
  readonly fields: RowFields<StatementColumn>;
  readonly datePlace: number;
  readonly width: number;
}

/** A reader of one table; `bank` is known once its header was found. */
export interface TableStatementReader extends TableReader<BankLine> {
  bank(): string | undefined;
}

/**
 * Reads a statement that is a table, after the profile its header row belongs to. The header may come again on every page,
 * and another account's section may follow.
 * @param form a sheet leaves cells out at the end of a row; in text a short row is a row cut off
 */
export function tableStatementReader(fileName: string, form: 'text' | 'sheet'): TableStatementReader {
  const chain = createBalanceChain();
  const fingerprint = createFingerprinting();
  let layout: Layout | undefined;
  let context = fileName;
  let account = '';
  let preambleRows = 0;

  const readHeader = ({ cells }: CellRecord): boolean => {
    const profile = profileOfHeader(cells, context);
    if (!profile) return false;
    const columns: ColumnNames<StatementColumn> = columnsOf(profile);
    const places = placeColumns(columns, cells);
    layout = { profile, fields: createRowFields(columns, places), datePlace: places.date, width: cells.length };
    return true;
  };

  const readPreamble = (record: CellRecord): boolean => {
    const text = record.cells.join(' ').slice(0, 1_000);
    const found = ACCOUNT.exec(text)?.[1]?.replaceAll(' ', '');
    if (found !== undefined) account = found;
    context = `${context} ${text}`.slice(0, 4_000);
    return found !== undefined;
  };

  const readRow = (record: CellRecord, { profile, fields, width }: Layout): readonly FileRow<BankLine>[] => {
    const problem = formulaProblem(record) ?? widthProblem(record, width, form);
    if (problem) return [problem];
    fields.load(record.cells, record.line);
    const content = lineOf(profile, fields, account);
    const fault = fields.fault();
    if (fault) return [{ problem: fault }];
    const row = { row: { ...content, fingerprint: fingerprint(content) } };
    const broken = chain.next(content);
    return broken ? [row, broken] : [row];
  };

  const read = (record: CellRecord): readonly FileRow<BankLine>[] => {
    if (isBlank(record)) return [];
    if (!layout) {
      preambleRows += 1;
      if (preambleRows <= MAX_PREAMBLE_ROWS && !readHeader(record)) readPreamble(record);
      return [];
    }
    if (!/^\s*[\d"]/.test(record.cells[layout.datePlace] ?? '')) {
      const first = record.cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
      if (first.startsWith('#') || SUMMARY.test(first) || readHeader(record) || readPreamble(record)) return [];
    }
    return readRow(record, layout);
  };

  return {
    bank: () => layout?.profile.bank,
    record: (record) => {
      const rows = 'problem' in record ? (layout ? [{ problem: record.problem }] : []) : read(record);
      if (rows[0] && 'problem' in rows[0]) chain.interrupt();
      return rows;
    },
    end: () => [],
  };
}

function widthProblem({ cells, line }: CellRecord, width: number, form: 'text' | 'sheet'): FileRow<never> | undefined {
  const isShort = form === 'text' && cells.length < width;
  const isLong = cells.slice(width).some((cell) => cell.trim() !== '');
  if (!isShort && !isLong) return undefined;
  return problemOf(line, 'LT-2706', `${cells.length} ≠ ${width}`);
}
