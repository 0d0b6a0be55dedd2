import { endingInProblem, gunzip, isGzip, peek } from '../file-reading/byte-streams.ts';
import { csvTable, readTable } from '../file-reading/table-records.ts';
import { detectEncoding } from '../file-reading/text-encoding.ts';
import { problemOf, readLines, readRows } from '../file-reading/text-lines.ts';
import type { ChannelTrade, FileRow, FundMovement } from '../statement-rows.ts';
import { readAlipayArchive } from './alipay-archive.ts';
import { alipayBillReader } from './alipay-bill.ts';
import { alipayFundBill } from './alipay-fund-bill.ts';
import { alipayTradeBill } from './alipay-trade-bill.ts';
import { posFileReader } from './pos-file.ts';
import { readUnionPayFile } from './unionpay-file.ts';
import { wechatBillReader } from './wechat-bill.ts';
import { wechatFundBill } from './wechat-fund-bill.ts';
import { wechatTradeBill } from './wechat-trade-bill.ts';

export type ChannelFileKind = 'wechat-trade' | 'wechat-fund' | 'alipay-trade' | 'alipay-fund' | 'unionpay' | 'pos';

/**
 * Rows of a channel's daily file, one by one, in the memory of one piece of it. What cannot be read is told as a problem
 * in its place, and the rows around it are still read; nothing about the content is thrown. The file's own totals and end
 * marker are held against what was read: a difference is a last problem (LT-2711, LT-2712).
 * @param bytes as they were downloaded or uploaded, compressed or not; errors of this stream are passed on
 */
export function readChannelFile(
  kind: ChannelFileKind,
  bytes: AsyncIterable<Uint8Array>,
): AsyncIterable<FileRow<ChannelTrade | FundMovement>> {
  return endingInProblem(readByKind(kind, bytes));
}

async function* readByKind(
  kind: ChannelFileKind,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<FileRow<ChannelTrade | FundMovement>> {
  const { head, bytes: whole } = await peek(bytes);
  if (head.length === 0) yield problemOf(0, 'LT-2711', '');
  else yield* READERS[kind](isGzip(head) ? gunzip(whole) : whole);
}

const READERS: Readonly<
  Record<ChannelFileKind, (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<FileRow<ChannelTrade | FundMovement>>>
> = {
  'wechat-trade': (bytes) => readRows(readLines(bytes, 'utf-8'), wechatBillReader(wechatTradeBill)),
  'wechat-fund': (bytes) => readRows(readLines(bytes, 'utf-8'), wechatBillReader(wechatFundBill)),
  'alipay-trade': (bytes) => readAlipayArchive(bytes, () => alipayBillReader(alipayTradeBill)),
  'alipay-fund': (bytes) => readAlipayArchive(bytes, () => alipayBillReader(alipayFundBill)),
  unionpay: readUnionPayFile,
  pos: readPosFile,
};

async function* readPosFile(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FileRow<ChannelTrade>> {
  const { head, bytes: whole } = await peek(bytes);
  yield* readTable(csvTable(readLines(whole, detectEncoding(head)), ','), posFileReader());
}
