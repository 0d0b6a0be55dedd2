import { endingInProblem, gunzip, isGzip, peek } from '../file-reading/byte-streams.ts';
import { readLines, readRows } from '../file-reading/text-lines.ts';
import type { ChannelTrade, FileRow, FundMovement } from '../statement-rows.ts';
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
  const plain = isGzip(head) ? gunzip(whole) : whole;
  switch (kind) {
    case 'wechat-trade':
      return yield* readRows(readLines(plain, 'utf-8'), wechatBillReader(wechatTradeBill));
    case 'wechat-fund':
      return yield* readRows(readLines(plain, 'utf-8'), wechatBillReader(wechatFundBill));
    default:
      throw new Error(`not read yet: ${kind}`);
  }
}
