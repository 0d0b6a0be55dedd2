import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { businessTime } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { BillSource } from '../bill-source.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import type { ChannelOrder, ChannelOutcome, PaymentChannel } from '../payment-channel.ts';
import { callAlipay, type AlipayConnection } from './alipay-client.ts';
import { createAlipayBills } from './bills.ts';
import { readAlipayNotification } from './notification.ts';
import { outcomeOfRefund, outcomeOfRefundQuery } from './refund.ts';
import { AnswerSchema, fenToYuan, outcomeOfStatus, PaidSchema, paidOutcome, unpaidOutcomeOfPay } from './trade.ts';

/** Alipay in-person payment (当面付) of one merchant, public-key mode. Keys are files of the server, never of a kiosk. */
export const AlipayConfigSchema = z.strictObject({
  gatewayUrl: z.url(),
  appId: z.string().min(1),
  sellerId: z.string().regex(/^2088\d{12}$/),
  /** PKCS#8 or PKCS#1 PEM. */
  privateKeyPath: z.string(),
  /** PEM, all in force at once. */
  alipayPublicKeyPaths: z.array(z.string()).min(1),
  notifyUrl: z.url(),
  timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
});
export type AlipayConfig = z.input<typeof AlipayConfigSchema>;

const OUT_TRADE_NO = /^[0-9A-Za-z_]{1,64}$/;
const CREATED = z.object({ out_trade_no: z.string(), qr_code: z.string().min(1) });
const STATUS = z.object({ out_trade_no: z.string(), trade_status: z.string() });
const CANCELLED = z.object({ out_trade_no: z.string(), retry_flag: z.enum(['Y', 'N']) });

/** @throws when the configuration is invalid or a key file cannot be read: the server must not start then. */
export function createAlipay(settings: AlipayConfig, dependencies: ChannelDependencies): PaymentChannel & BillSource {
  const config = AlipayConfigSchema.parse(settings);
  const connection: AlipayConnection = {
    gatewayUrl: config.gatewayUrl,
    appId: config.appId,
    privateKey: createPrivateKey(readFileSync(config.privateKeyPath)),
    alipayPublicKeys: config.alipayPublicKeyPaths.map((path) => createPublicKey(readFileSync(path))),
    timeoutMs: config.timeoutMs,
  };
  const { alipayPublicKeys } = connection;

  const call = async (method: string, content: object, notifyUrl?: string): Promise<Result<TradeAnswer>> => {
    const answer = await callAlipay(method, content, notifyUrl, connection, dependencies);
    if (!answer.ok) return answer;
    const head = AnswerSchema.safeParse(answer.value);
    return head.success
      ? ok({ ...head.data, subCode: head.data.sub_code ?? '', content: answer.value })
      : failed('LT-2102', 'answer without a code');
  };

  const cancel = async (outTradeNo: string): Promise<Result<undefined>> => {
    const answer = await call('alipay.trade.cancel', { out_trade_no: checked(outTradeNo) });
    if (!answer.ok) return answer;
    const cancelled = CANCELLED.safeParse(answer.value.content);
    const isDone = answer.value.code === '10000' && cancelled.success && cancelled.data.out_trade_no === outTradeNo;
    if (isDone && cancelled.data.retry_flag === 'N') return ok();
    return failed('LT-2102', isDone ? 'cancel must be repeated' : describe(answer.value));
  };

  return {
    name: 'alipay',
    ...createAlipayBills(connection, dependencies),

    async createQr(order) {
      const answer = await call('alipay.trade.precreate', orderContent(order), config.notifyUrl);
      if (!answer.ok) return answer;
      if (answer.value.code !== '10000') return creationFailure(answer.value);
      const created = CREATED.safeParse(answer.value.content);
      const isOurs = created.success && created.data.out_trade_no === order.outTradeNo;
      return isOurs ? ok({ content: created.data.qr_code }) : failed('LT-2102', 'answer is about another order');
    },

    async chargePayerCode(order, payerCode) {
      const content = { ...orderContent(order), scene: 'bar_code', auth_code: payerCode };
      const answer = await call('alipay.trade.pay', content, config.notifyUrl);
      if (!answer.ok) return answer;
      if (answer.value.code !== '10000') return unpaidOutcomeOfPay(answer.value);
      const paid = PaidSchema.safeParse(answer.value.content);
      const isOurs = paid.success && paid.data.out_trade_no === order.outTradeNo;
      return isOurs ? paidOutcome(paid.data) : failed('LT-2102', 'answer is about another order');
    },

    async query(outTradeNo): Promise<Result<ChannelOutcome>> {
      const answer = await call('alipay.trade.query', { out_trade_no: checked(outTradeNo) });
      if (!answer.ok) return answer;
      // A precreated trade comes into being only when somebody scans it.
      if (answer.value.subCode === 'ACQ.TRADE_NOT_EXIST') return ok({ state: 'pending' });
      const status = STATUS.safeParse(answer.value.content);
      if (answer.value.code !== '10000' || !status.success) return failed('LT-2102', describe(answer.value));
      return status.data.out_trade_no === outTradeNo
        ? outcomeOfStatus(status.data.trade_status, answer.value.content)
        : failed('LT-2102', 'answer is about another order');
    },

    /**
     * `close` first, because it never refunds: a payment that won the race stays a payment. A code nobody scanned has no
     * trade to close; only `cancel` makes it worthless.
     */
    async close(outTradeNo) {
      const answer = await call('alipay.trade.close', { out_trade_no: checked(outTradeNo) });
      if (!answer.ok) return answer;
      if (answer.value.code === '10000') return ok();
      if (answer.value.subCode === 'ACQ.TRADE_NOT_EXIST') return cancel(outTradeNo);
      const isFinal = ['ACQ.TRADE_STATUS_ERROR', 'ACQ.REASON_TRADE_STATUS_INVALID'].includes(answer.value.subCode);
      return failed(isFinal ? 'LT-2110' : 'LT-2102', describe(answer.value));
    },

    reverse: cancel,

    async refund(request) {
      const answer = await call('alipay.trade.refund', {
        out_trade_no: checked(request.outTradeNo),
        out_request_no: checked(request.outRefundNo),
        refund_amount: fenToYuan(request.amountFen),
        refund_reason: request.reason.slice(0, 256),
      });
      return answer.ok ? outcomeOfRefund(answer.value, request, dependencies.clock.now()) : answer;
    },

    async queryRefund(outTradeNo, outRefundNo) {
      const answer = await call('alipay.trade.fastpay.refund.query', {
        out_trade_no: checked(outTradeNo),
        out_request_no: checked(outRefundNo),
        query_options: ['gmt_refund_pay'],
      });
      return answer.ok ? outcomeOfRefundQuery(answer.value, outTradeNo, outRefundNo, dependencies.clock.now()) : answer;
    },

    verifyNotification: (_headers, rawBody) =>
      Promise.resolve(
        readAlipayNotification(
          rawBody,
          { alipayPublicKeys, appId: config.appId, sellerId: config.sellerId },
          dependencies.clock.now(),
        ),
      ),

    notificationAnswer: (accepted) => ({
      status: accepted ? 200 : 500,
      contentType: 'text/plain',
      body: accepted ? 'success' : 'failure',
    }),
  };
}

interface TradeAnswer {
  readonly code: string;
  readonly subCode: string;
  readonly content: unknown;
}

function orderContent(order: ChannelOrder) {
  return {
    out_trade_no: checked(order.outTradeNo),
    total_amount: fenToYuan(order.amountFen),
    // The gateway refuses these characters in a subject.
    subject: order.description.replaceAll(/[/=&]/g, ' ').slice(0, 256),
    product_code: 'FACE_TO_FACE_PAYMENT',
    terminal_id: order.kioskNumber,
    time_expire: businessTime(order.expiresAt),
  };
}

/** @throws RangeError: an id the channel cannot carry is a programming error of whoever made it. */
function checked(outTradeNo: string): string {
  if (!OUT_TRADE_NO.test(outTradeNo)) throw new RangeError(`not an out_trade_no: ${outTradeNo}`);
  return outTradeNo;
}

function creationFailure(answer: TradeAnswer): Result<never> {
  if (answer.subCode === 'ACQ.CONTEXT_INCONSISTENT') return failed('LT-2108', answer.subCode);
  if (['ACQ.TRADE_HAS_SUCCESS', 'ACQ.TRADE_HAS_CLOSE'].includes(answer.subCode))
    return failed('LT-2110', answer.subCode);
  if (answer.code === '20000' || answer.subCode === 'ACQ.SYSTEM_ERROR') return failed('LT-2102', describe(answer));
  return failed('LT-2101', describe(answer));
}

function describe({ code, subCode }: TradeAnswer): string {
  return `${code} ${subCode}`.trim();
}
