import type { FailureCode } from '@louting/common/failure-codes';
import { isZip, peek } from '../file-reading/byte-streams.ts';
import { readTime } from '../file-reading/figures.ts';
import {
  problemOf,
  readLines,
  readRows,
  unreadableLine,
  type LineReader,
  type TextLine,
} from '../file-reading/text-lines.ts';
import { readZip, type ZipEntry } from '../file-reading/zip-archive.ts';
import type { ChannelTrade, FileRow, FundMovement } from '../statement-rows.ts';

/** Widths in bytes of a ZM row; newer files split the tail. One space stands between two fields. */
const ZM_WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8,
] as const;
/** The same for ZME rows: errors and adjustments. */
const ZME_WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 2, 6, 10, 4, 12, 13, 13] as const;

/** Places of the fields we read, 0-based. */
const ZM = { code: 0, sentAt: 4, amount: 6, queryId: 9, orderId: 11, fee: 15, origQueryId: 26, terminal: 33 } as const;
const ZME = { code: 0, trace: 3, sentAt: 4, settled: 15 } as const;

/** The zip of a day, or one unpacked file of it. */
export async function* readUnionPayFile(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<FileRow<ChannelTrade | FundMovement>> {
  const { head, bytes: whole } = await peek(bytes);
  yield* isZip(head) ? readZip(whole, readEntries) : readRows(linesOf(whole), zmReader(undefined));
}

async function* readEntries(entries: readonly ZipEntry[]): AsyncGenerator<FileRow<ChannelTrade | FundMovement>> {
  let trades = 0;
  for (const entry of entries) {
    const [, day, kind] = /(?:^|\/)[A-Z]{3}(\d{6})\d*(ZME?)_[^/]*$/.exec(entry.name) ?? [];
    if (kind === 'ZME') yield* readRows(linesOf(entry.read()), zmeReader(day));
    if (kind !== 'ZM') continue;
    trades += 1;
    yield* readRows(linesOf(entry.read()), zmReader(day));
  }
  if (trades === 0) yield problemOf(0, 'LT-2703', 'INN…ZM_…');
}

/** Decoded byte by byte, so that widths in bytes are widths in characters; the fields we read are ASCII. */
function linesOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<readonly TextLine[]> {
  return readLines(bytes, 'latin1');
}

/** @param day YYMMDD of the file name */
function zmReader(day: string | undefined): LineReader<ChannelTrade> {
  return rowReader<ChannelTrade>((line) => {
    const field = fieldsOf(line.text, ZM_WIDTHS);
    if (!field) return rejected(line, 'LT-2706', '');
    const isRefund = field(ZM.code) === 'S30';
    if (!isRefund && field(ZM.code) !== 'S22') return rejected(line, 'LT-2716', 'S22/S30');
    if (!/^\d{21}$/.test(field(ZM.queryId))) return rejected(line, 'LT-2706', 'queryId');
    const amountFen = digitsOf(field(ZM.amount));
    const feeFen = signedFen(field(ZM.fee));
    if (amountFen === undefined || feeFen === undefined) return rejected(line, 'LT-2707', '');
    const at = momentOf(field(ZM.sentAt), day ?? field(ZM.queryId).slice(2, 8));
    if (at === undefined) return rejected(line, 'LT-2708', '');
    const common = {
      channel: 'unionpay' as const,
      amountFen,
      at,
      state: 'success' as const,
      line: line.number,
      ...(field(ZM.terminal) === '' ? {} : { terminal: field(ZM.terminal) }),
    };
    const fee = Math.abs(feeFen);
    return {
      row: isRefund
        ? {
            ...common,
            kind: 'refund',
            outTradeNo: '',
            transactionId: field(ZM.origQueryId),
            outRefundNo: field(ZM.orderId),
            refundId: field(ZM.queryId),
            feeFen: 0 - fee || 0,
          }
        : { ...common, kind: 'payment', outTradeNo: field(ZM.orderId), transactionId: field(ZM.queryId), feeFen: fee },
    };
  });
}

function zmeReader(day: string | undefined): LineReader<FundMovement> {
  return rowReader<FundMovement>((line) => {
    const field = fieldsOf(line.text, ZME_WIDTHS);
    if (!field) return rejected(line, 'LT-2706', 'row is shorter than its layout');
    const settled = signedFen(field(ZME.settled));
    const at = momentOf(field(ZME.sentAt), day);
    if (settled === undefined) return rejected(line, 'LT-2707', 'settlement amount is not a number');
    if (at === undefined) return rejected(line, 'LT-2708', 'time of the adjustment is not of the calendar');
    return {
      row: {
        channel: 'unionpay',
        kind: 'other',
        serial: `${field(ZME.sentAt)}${field(ZME.trace)}`,
        amountFen: settled,
        at,
        remark: `ZME ${field(ZME.code)}`,
        line: line.number,
      },
    };
  });
}

function rowReader<R>(read: (line: TextLine) => FileRow<R>): LineReader<R> {
  return {
    line: (line) => (line.text.trim() === '' ? undefined : (unreadableLine(line) ?? read(line))),
    end: () => [],
  };
}

function rejected(line: TextLine, code: FailureCode, detail: string): FileRow<never> {
  return problemOf(line.number, code, detail);
}

/** @returns reader of the trimmed field at a place; undefined for a row that ends before its last field begins */
function fieldsOf(text: string, widths: readonly number[]): ((place: number) => string) | undefined {
  const fields: string[] = [];
  let start = 0;
  for (const width of widths) {
    if (start > text.length) return undefined;
    fields.push(text.slice(start, start + width).trim());
    start += width + 1;
  }
  return (place) => fields[place] ?? '';
}

function digitsOf(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** `C` is in the merchant's favour, `D` against; twelve digits in fen. */
function signedFen(text: string): number | undefined {
  const found = /^([CD]?)(\d{1,12})$/.exec(text);
  if (!found) return undefined;
  const amount = Number(found[2]);
  return found[1] === 'D' && amount !== 0 ? -amount : amount;
}

/** The row tells month and day, the file its date; a trade of December in a file of January is of the year before. */
function momentOf(sentAt: string, day: string | undefined): number | undefined {
  if (!/^\d{10}$/.test(sentAt) || day === undefined) return undefined;
  const year = 2000 + Number(day.slice(0, 2)) - (sentAt.slice(0, 4) > day.slice(2) ? 1 : 0);
  return readTime(`${year}${sentAt.slice(0, 4)}`, sentAt.slice(4))?.at;
}
