import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import { downloadBill } from '../bill-download.ts';
import { isTooEarly, type BillSource, type ChannelBill } from '../bill-source.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { callAlipay, type AlipayConnection } from './alipay-client.ts';
import { AnswerSchema } from './trade.ts';

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const PlaceSchema = z.object({ bill_download_url: z.url() });

/**
 * Daily bills of an Alipay merchant. The address of a file is good for 30 seconds, so it is
 * fetched at once; there is no hash, the archive's own checksums stand in for one.
 */
export function createAlipayBills(connection: AlipayConnection, dependencies: ChannelDependencies): BillSource {
  const download = async (type: 'trade' | 'signcustomer', date: string): Promise<Result<ChannelBill>> => {
    if (isTooEarly(date, dependencies.clock.now())) return failed('LT-2701', date);
    const content = { bill_type: type, bill_date: date };
    const answer = await callAlipay(METHOD, content, undefined, connection, dependencies);
    if (!answer.ok) return answer;
    const head = AnswerSchema.safeParse(answer.value);
    if (!head.success) return failed('LT-2102', 'answer without a code');
    if (head.data.code !== '10000') return billRefusal(head.data.code, head.data.sub_code ?? '');
    const place = PlaceSchema.safeParse(answer.value);
    if (!place.success) return failed('LT-2102', 'answer does not tell where the bill is');
    const url = new URL(place.data.bill_download_url);
    const gateway = new URL(connection.gatewayUrl);
    if (url.protocol !== 'https:' && url.origin !== gateway.origin)
      return failed('LT-2702', 'bill lies at no safe address');
    return downloadBill('alipay.billdownload', { url: url.href, headers: { 'user-agent': 'louting' } }, dependencies);
  };

  return {
    merchant: connection.appId,
    downloadTrades: (date) => download('trade', date),
    downloadFunds: (date) => download('signcustomer', date),
  };
}

function billRefusal(code: string, subCode: string): Result<ChannelBill> {
  const reason = `${code} ${subCode}`.trim();
  if (/bill[_-]not[_-]exist/i.test(subCode)) return ok({ kind: 'none' });
  if (/bill[_-](creating|not[_-]ready)/i.test(subCode)) return failed('LT-2701', reason);
  return failed(code === '20000' || /^(isp|aop)\./.test(subCode) ? 'LT-2102' : 'LT-2101', reason);
}
