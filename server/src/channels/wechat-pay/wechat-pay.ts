import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { businessTime } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { BillSource } from '../bill-source.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import type { ChannelOrder, ChannelOutcome, PaymentChannel, RefundOutcome } from '../payment-channel.ts';
import { createWechatBills } from './bills.ts';
import { readWechatNotification, readWechatRefundNotification } from './notification.ts';
import { refundOutcome, refundRefusal, RefundSchema } from './refund.ts';
import { codepayOutcome, outcomeOf, TransactionSchema } from './transaction.ts';
import { callWechat, type WechatAnswer, type WechatConnection } from './wechat-client.ts';

/** WeChat Pay APIv3 of one direct merchant. Keys are files of the server, never of a kiosk. */
export const WechatPayConfigSchema = z.strictObject({
  baseUrl: z.url().transform((url) => url.replace(/\/$/, '')),
  appId: z.string().min(1),
  mchId: z.string().regex(/^\d{8,10}$/),
  merchantSerial: z.string().min(1),
  privateKeyPath: z.string(),
  /** Public keys (`PUB_KEY_ID_…`) or platform certificates, all in force at once; the first is the preferred one. */
  platformKeys: z.array(z.strictObject({ serial: z.string().min(1), publicKeyPath: z.string() })).min(1),
  /** File of exactly 32 bytes, a trailing newline apart. */
  apiV3KeyPath: z.string(),
  notifyUrl: z.url(),
  /** Where refunds are told of; without it their outcome is learnt by query alone. */
  refundNotifyUrl: z.url().optional(),
  timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
});
export type WechatPayConfig = z.input<typeof WechatPayConfigSchema>;

const MAX_DESCRIPTION = 127;
/** In bytes. */
const MAX_REASON = 80;
const OUT_TRADE_NO = /^[0-9A-Za-z_\-|*]{6,32}$/;
const CODE_URL = z.object({ code_url: z.string().startsWith('weixin://') });
const ordersPath = '/v3/pay/transactions/out-trade-no';
const refundsPath = '/v3/refund/domestic/refunds';

/** @throws when the configuration is invalid or a key file cannot be read: the server must not start then. */
export function createWechatPay(
  settings: WechatPayConfig,
  dependencies: ChannelDependencies,
): PaymentChannel & BillSource {
  const config = WechatPayConfigSchema.parse(settings);
  const { appId: appid, mchId: mchid } = config;
  const connection = connect(config);
  const trust = {
    platformKeys: connection.platformKeys,
    apiV3Key: readApiV3Key(config.apiV3KeyPath),
    appId: appid,
    mchId: mchid,
  };
  const post = (name: string, target: string, content: object) =>
    callWechat(name, { method: 'POST', target, content }, connection, dependencies);

  const readTransaction = (content: unknown, outTradeNo: string): Result<ChannelOutcome> => {
    const transaction = TransactionSchema.safeParse(content);
    if (!transaction.success) return failed('LT-2102', 'transaction is malformed');
    const { data } = transaction;
    // A genuine answer to another question would verify as well.
    const isOurs = data.out_trade_no === outTradeNo && data.mchid === mchid && data.appid === appid;
    return isOurs ? outcomeOf(data) : failed('LT-2102', 'answer is about another order');
  };

  const readRefund = (content: unknown, outTradeNo: string, outRefundNo: string): Result<RefundOutcome> => {
    const refund = RefundSchema.safeParse(content);
    if (!refund.success) return failed('LT-2102', 'refund is malformed');
    const { data } = refund;
    const isOurs = data.out_trade_no === outTradeNo && data.out_refund_no === outRefundNo;
    return isOurs ? refundOutcome(data.status, data) : failed('LT-2102', 'answer is about another refund');
  };

  return {
    name: 'wechat-pay',
    ...createWechatBills(connection, dependencies),

    async createQr(order) {
      const answer = await post('native', '/v3/pay/transactions/native', {
        ...orderContent(order, appid, mchid),
        time_expire: `${businessTime(order.expiresAt).replace(' ', 'T')}+08:00`,
        notify_url: config.notifyUrl,
      });
      if (!answer.ok) return answer;
      if (answer.value.kind === 'error') return creationFailure(answer.value.code);
      const content = CODE_URL.safeParse(answer.value.content);
      return content.success ? ok({ content: content.data.code_url }) : failed('LT-2102', 'no code_url');
    },

    async chargePayerCode(order, payerCode) {
      const answer = await post('codepay', '/v3/pay/transactions/codepay', {
        ...orderContent(order, appid, mchid),
        payer: { auth_code: payerCode },
        scene_info: { device_id: order.kioskNumber, store_info: { out_id: order.kioskNumber } },
      });
      if (!answer.ok) return answer;
      return answer.value.kind === 'error'
        ? codepayOutcome(answer.value.code)
        : readTransaction(answer.value.content, order.outTradeNo);
    },

    async query(outTradeNo) {
      const target = `${ordersPath}/${pathOf(outTradeNo)}?mchid=${mchid}`;
      const answer = await callWechat('query', { method: 'GET', target }, connection, dependencies);
      if (!answer.ok) return answer;
      if (answer.value.kind === 'done') return readTransaction(answer.value.content, outTradeNo);
      // The order never arrived, or is still on its way: not knowledge of a failure.
      return isUnknownOrder(answer.value) ? ok({ state: 'pending' }) : failed('LT-2102', answer.value.code);
    },

    async close(outTradeNo) {
      const answer = await post('close', `${ordersPath}/${pathOf(outTradeNo)}/close`, { mchid });
      return answer.ok ? endOutcome(answer.value) : answer;
    },

    async reverse(outTradeNo) {
      const answer = await post('reverse', `${ordersPath}/${pathOf(outTradeNo)}/reverse`, { appid, mchid });
      return answer.ok ? endOutcome(answer.value) : answer;
    },

    async refund({ outTradeNo, outRefundNo, amountFen, totalFen, reason }) {
      pathOf(outTradeNo);
      pathOf(outRefundNo);
      const answer = await post('refund', refundsPath, {
        out_trade_no: outTradeNo,
        out_refund_no: outRefundNo,
        reason: Buffer.from(reason)
          .subarray(0, MAX_REASON)
          .toString('utf8')
          .replace(/\uFFFD+$/, ''),
        ...(config.refundNotifyUrl === undefined ? {} : { notify_url: config.refundNotifyUrl }),
        amount: { refund: amountFen, total: totalFen, currency: 'CNY' },
      });
      if (!answer.ok) return answer;
      return answer.value.kind === 'error'
        ? refundRefusal(answer.value.code)
        : readRefund(answer.value.content, outTradeNo, outRefundNo);
    },

    async queryRefund(outTradeNo, outRefundNo) {
      const target = `${refundsPath}/${pathOf(outRefundNo)}`;
      const answer = await callWechat('refund-query', { method: 'GET', target }, connection, dependencies);
      if (!answer.ok) return answer;
      if (answer.value.kind === 'done') return readRefund(answer.value.content, outTradeNo, outRefundNo);
      return answer.value.code === 'RESOURCE_NOT_EXISTS'
        ? ok({ state: 'absent' })
        : failed('LT-2102', answer.value.code);
    },

    verifyRefundNotification: (headers, rawBody) =>
      Promise.resolve(readWechatRefundNotification(headers, rawBody, trust, dependencies.clock.now())),

    verifyNotification: (headers, rawBody) =>
      Promise.resolve(readWechatNotification(headers, rawBody, trust, dependencies.clock.now())),

    notificationAnswer: (accepted) => ({
      status: accepted ? 200 : 500,
      contentType: 'application/json',
      body: JSON.stringify(accepted ? { code: 'SUCCESS' } : { code: 'FAIL', message: 'not booked, send again' }),
    }),
  };
}

function orderContent(order: ChannelOrder, appid: string, mchid: string) {
  pathOf(order.outTradeNo);
  return {
    appid,
    mchid,
    description: order.description.slice(0, MAX_DESCRIPTION),
    out_trade_no: order.outTradeNo,
    attach: order.kioskNumber,
    amount: { total: order.amountFen, currency: 'CNY' },
  };
}

/** @throws RangeError: an id the channel cannot carry is a programming error of whoever made it. */
function pathOf(outTradeNo: string): string {
  if (!OUT_TRADE_NO.test(outTradeNo)) throw new RangeError(`not an out_trade_no: ${outTradeNo}`);
  return encodeURIComponent(outTradeNo);
}

function creationFailure(code: string): Result<never> {
  if (code === 'OUT_TRADE_NO_USED') return failed('LT-2108', code);
  if (['ORDERPAID', 'ORDER_PAID', 'ORDER_CLOSED', 'ORDERCLOSED'].includes(code)) return failed('LT-2110', code);
  if (['SYSTEM_ERROR', 'BANK_ERROR', 'FREQUENCY_LIMITED'].includes(code)) return failed('LT-2102', code);
  return failed('LT-2101', code);
}

/** Close and reverse: an order the platform does not know has nothing to end. */
function endOutcome(answer: WechatAnswer): Result<undefined> {
  if (answer.kind === 'done' || isUnknownOrder(answer)) return ok();
  if (answer.code === 'ORDER_CLOSED' || answer.code === 'ORDERCLOSED') return ok();
  if (answer.code === 'ORDERPAID' || answer.code === 'ORDER_PAID') return failed('LT-2110', answer.code);
  return failed('LT-2102', answer.code);
}

function isUnknownOrder(answer: WechatAnswer): boolean {
  return answer.kind === 'error' && ['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS'].includes(answer.code);
}

function connect(config: z.output<typeof WechatPayConfigSchema>): WechatConnection {
  const platformKeys = config.platformKeys.map(
    ({ serial, publicKeyPath }) => [serial, createPublicKey(readFileSync(publicKeyPath))] as const,
  );
  return {
    baseUrl: config.baseUrl,
    timeoutMs: config.timeoutMs,
    merchant: {
      mchId: config.mchId,
      serial: config.merchantSerial,
      privateKey: createPrivateKey(readFileSync(config.privateKeyPath)),
    },
    platformKeys: new Map(platformKeys),
  };
}

function readApiV3Key(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8').trimEnd());
  if (key.length !== 32) throw new Error('the APIv3 key file must hold exactly 32 bytes');
  return key;
}
