import { readTime, yuanToFen } from '../file-reading/figures.ts';
import { differing, problemOf, unreadableLine, type TextLine } from '../file-reading/text-lines.ts';
import type { BankLine, FileRow, PrintedStatement } from '../statement-rows.ts';
import { bankOfBic } from './bank-codes.ts';
import { createFingerprinting, type BankLineContent, type Fingerprinting } from './fingerprint.ts';

/** One `:61:` on its way: its `:86:` follows. */
interface Entry {
  readonly line: number;
  readonly text: string;
  details: string;
}

/** A statement between `:20:` and `:62F:`. */
interface Statement {
  account: string;
  /** As printed, for the chain of statements. */
  openingFen: number | undefined;
  /** Undefined until `:60F:`, and from a line on that could not be read. */
  balanceFen: number | undefined;
  isYuan: boolean;
  isOpen: boolean;
}

const MAX_DETAIL_CHARS = 4_000;
/** A text that fills its field goes on in the next one without a space. */
const FIELD_CHARS = 27;

/**
 * SWIFT MT940: `:60F:` opening balance, `:61:` lines with their `:86:`, `:62F:` closing balance. Opening and lines must give
 * the closing balance (LT-2712); a statement that does not close is cut off (LT-2711).
 */
export async function* readMt940(
  batches: AsyncIterable<readonly TextLine[]>,
  onStatement: (printed: PrintedStatement) => void = () => undefined,
): AsyncGenerator<FileRow<BankLine>> {
  const reader = createMt940Reader(createFingerprinting(), onStatement);
  for await (const lines of batches) {
    for (const line of lines) yield* reader.line(line);
  }
  yield* reader.end();
}

function createMt940Reader(fingerprint: Fingerprinting, onStatement: (printed: PrintedStatement) => void) {
  let bank = 'MT940';
  let statement: Statement = {
    account: '',
    openingFen: undefined,
    balanceFen: undefined,
    isYuan: true,
    isOpen: false,
  };
  let entry: Entry | undefined;
  let tag = '';
  let lastLine = 0;

  const finishEntry = (): FileRow<BankLine>[] => {
    if (!entry) return [];
    const row = entryRow(entry, bank, statement);
    entry = undefined;
    if ('problem' in row) {
      statement.balanceFen = undefined;
      return [row];
    }
    return [{ row: { ...row.row, fingerprint: fingerprint(row.row) } }];
  };

  const openStatement = (line: number, text: string): FileRow<BankLine>[] => {
    const balance = balanceOf(text);
    const isYuan = balance?.currency === 'CNY';
    statement = { ...statement, openingFen: balance?.fen, balanceFen: balance?.fen, isYuan, isOpen: true };
    if (!balance) return [problemOf(line, 'LT-2707', ':60F:')];
    return statement.isYuan ? [] : [problemOf(line, 'LT-2715', ':60F:')];
  };

  const closeStatement = (line: number, text: string): FileRow<BankLine>[] => {
    const balance = balanceOf(text);
    const { account, openingFen, balanceFen, isYuan } = statement;
    statement = { ...statement, balanceFen: undefined, isOpen: false };
    if (!isYuan) return [];
    if (!balance) return [problemOf(line, 'LT-2707', ':62F:')];
    if (openingFen !== undefined) {
      onStatement({ account, openingFen, closingFen: balance.fen, ...(balance.date && { toDate: balance.date }) });
    }
    if (balanceFen === undefined || balance.fen === balanceFen) return [];
    return [problemOf(line, 'LT-2712', `:62F: ${differing(balance.fen, balanceFen)}`)];
  };

  const readTag = (line: TextLine, content: string): FileRow<BankLine>[] => {
    if (tag === '86' && entry) {
      entry.details = content;
      return [];
    }
    const finished = finishEntry();
    switch (tag) {
      case '25':
        statement.account = content.trim().replace(/^[A-Z]{6}[A-Z0-9]{2,5}\//, '');
        return finished;
      case '60F':
        return [...finished, ...openStatement(line.number, content)];
      case '61':
        entry = { line: line.number, text: content, details: '' };
        return finished;
      case '62F':
        return [...finished, ...closeStatement(line.number, content)];
      default:
        return finished;
    }
  };

  return {
    line: (line: TextLine): readonly FileRow<BankLine>[] => {
      lastLine = line.number;
      const unreadable = unreadableLine(line);
      if (unreadable) {
        statement.balanceFen = undefined;
        return [...finishEntry(), unreadable];
      }
      bank = bankOf(line.text) ?? bank;
      const found = /^:(\d{2}[A-Z]?):(.*)$/.exec(line.text.replace(/^.*\{4:/, ''));
      if (found) {
        tag = found[1] ?? '';
        return readTag(line, found[2] ?? '');
      }
      const isContinued = entry !== undefined && (tag === '86' || tag === '61') && !/^-\}?/.test(line.text);
      if (isContinued && entry && entry.details.length < MAX_DETAIL_CHARS) entry.details += `\n${line.text}`;
      return [];
    },
    end: (): readonly FileRow<BankLine>[] => {
      const rows = finishEntry();
      return statement.isOpen ? [...rows, problemOf(lastLine, 'LT-2711', ':62F:')] : rows;
    },
  };
}

function bankOf(text: string): string | undefined {
  // Input from a bank names the sender in the application header, or the bank's own terminal in the basic one.
  const bic = /\{2:O\d{10}([A-Z]{6}[A-Z0-9]{2})/.exec(text) ?? /\{1:F01([A-Z]{6}[A-Z0-9]{2})/.exec(text);
  return bic?.[1] === undefined ? undefined : bankOfBic(bic[1]);
}

function balanceOf(
  text: string,
): { readonly fen: number; readonly currency: string; readonly date: string | undefined } | undefined {
  const found = /^([CD])(\d{6})([A-Z]{3})([\d,]{1,16})\s*$/.exec(text);
  const fen = found && commaAmount(found[4] ?? '');
  if (!found || fen === undefined || fen === null) return undefined;
  const date = readTime(`20${found[2]}`)?.date;
  return { fen: found[1] === 'D' ? 0 - fen || 0 : fen, currency: found[3] ?? '', date };
}

function commaAmount(text: string): number | undefined {
  return /^\d+,\d*$/.test(text) ? yuanToFen(text.replace(/,$/, '').replace(',', '.')) : undefined;
}

function entryRow(
  { line, text, details }: Entry,
  bank: string,
  statement: Statement,
): { readonly row: BankLineContent } | ReturnType<typeof problemOf> {
  if (!statement.isYuan) return problemOf(line, 'LT-2715', ':60F:');
  const found = /^(\d{6})(\d{4})?(R?)([CD])([A-Z])?([\d,]{1,16})([NFS][A-Z0-9]{3})(.*)$/.exec(text);
  if (!found) return problemOf(line, 'LT-2706', ':61:');
  const [, valueDay = '', entryDay, reversal = '', mark, , amountText = '', , references = ''] = found;
  const date = readTime(bookingDay(valueDay, entryDay))?.date;
  if (date === undefined) return problemOf(line, 'LT-2708', ':61:');
  const amount = commaAmount(amountText);
  if (amount === undefined) return problemOf(line, 'LT-2707', ':61:');
  const isIncome = (mark === 'C') === (reversal === '');
  const amountFen = isIncome ? amount : 0 - amount || 0;
  if (statement.balanceFen !== undefined) statement.balanceFen += amountFen;
  const [ours = '', theirs = ''] = references.split('//', 2).map((part) => part.trim());
  return {
    row: {
      bank,
      account: statement.account,
      date,
      amountFen,
      ...(statement.balanceFen === undefined ? {} : { balanceAfterFen: statement.balanceFen }),
      ...detailsOf(details, ours === 'NONREF' ? '' : ours),
      serial: theirs === '' && ours !== 'NONREF' ? ours : theirs,
      line,
    },
  };
}

/** The booking day has no year of its own; around New Year it can lie in another than the value day. */
function bookingDay(valueDay: string, entryDay: string | undefined): string {
  const year = 2000 + Number(valueDay.slice(0, 2));
  if (entryDay === undefined) return `${year}${valueDay.slice(2)}`;
  const months = Number(entryDay.slice(0, 2)) - Number(valueDay.slice(2, 4));
  return `${year + (months > 6 ? -1 : months < -6 ? 1 : 0)}${entryDay}`;
}

/** `:86:` is free text, `?20…?32…` fields, or `/CODE/text` pairs. */
function detailsOf(details: string, reference: string) {
  const text = details.replaceAll('\n', details.includes('?') ? '' : ' ').trim();
  const coded = text.startsWith('/')
    ? Array.from(text.matchAll(/\/([A-Z]{4})\/([^/]*)/g), (part) => [part[1], part[2]] as const)
    : Array.from(text.matchAll(/\?(\d{2})([^?]*)/g), (part) => [part[1], part[2]] as const);
  const join = (...codes: string[]) =>
    coded
      .flatMap(([code = '', value = '']) => (codes.includes(code) ? [value] : []))
      .reduce((joined, part) => joined + (joined.length % FIELD_CHARS === 0 ? '' : ' ') + part.trim(), '')
      .trim();
  const purpose = join('20', '21', '22', '23', '24', '25', '26', '27', '28', '29', 'REMI');
  const remark = coded.length === 0 ? text : purpose;
  return {
    counterpartyName: join('32', '33', 'NAME'),
    counterpartyAccount: join('31', 'ACCT'),
    remark: reference === '' || remark.includes(reference) ? remark : `${remark} ${reference}`.trim(),
  };
}
