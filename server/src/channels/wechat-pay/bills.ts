import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import { downloadBill } from '../bill-download.ts';
import { isTooEarly, type BillSource, type ChannelBill } from '../bill-source.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { authorize } from './signing.ts';
import { callWechat, type WechatConnection } from './wechat-client.ts';

const DownloadSchema = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url(),
});

/** Daily bills of a WeChat merchant: a signed answer tells where the file is and its hash. */
export function createWechatBills(connection: WechatConnection, dependencies: ChannelDependencies): BillSource {
  const { clock, newNonce } = dependencies;

  const download = async (name: string, target: string, date: string): Promise<Result<ChannelBill>> => {
    if (isTooEarly(date, clock.now())) return failed('LT-2701', date);
    const answer = await callWechat(name, { method: 'GET', target }, connection, dependencies);
    if (!answer.ok) return answer;
    if (answer.value.kind === 'error') return billRefusal(answer.value.code);
    const place = DownloadSchema.safeParse(answer.value.content);
    if (!place.success) return failed('LT-2102', 'answer does not tell where the bill is');
    const url = new URL(place.data.download_url);
    // The download carries our signature: it goes to the platform and to nobody else.
    if (url.origin !== new URL(connection.baseUrl).origin) return failed('LT-2702', 'bill lies at another origin');
    const authorization = authorize(
      {
        method: 'GET',
        target: url.pathname + url.search,
        timestampSeconds: Math.floor(clock.now() / 1000),
        nonce: newNonce(),
        body: '',
      },
      connection.merchant,
    );
    const headers = { authorization, accept: '*/*', 'user-agent': 'louting' };
    return downloadBill(
      'wechat-pay.billdownload',
      { url: url.href, headers, sha1: place.data.hash_value },
      dependencies,
    );
  };

  return {
    merchant: connection.merchant.mchId,
    downloadTrades: (date) => download('tradebill', `/v3/bill/tradebill?bill_date=${date}&bill_type=ALL`, date),
    downloadFunds: (date) =>
      download('fundflowbill', `/v3/bill/fundflowbill?bill_date=${date}&account_type=BASIC`, date),
  };
}

function billRefusal(code: string): Result<ChannelBill> {
  if (code === 'NO_STATEMENT_EXIST') return ok({ kind: 'none' });
  if (code === 'STATEMENT_CREATING') return failed('LT-2701', code);
  if (['SYSTEM_ERROR', 'FREQUENCY_LIMITED'].includes(code)) return failed('LT-2102', code);
  return failed('LT-2101', code);
}
