import { businessTime, type Clock } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { z } from 'zod';
import { fenToYuan, GatewayTimeSchema, YuanSchema } from '../alipay/trade.ts';
import type { CallBehaviour } from './misbehaviour.ts';
import type { Notifier } from './notifier.ts';
import { isOpen, tryPayerCode, type OrderBook, type SandboxOrder } from './order-book.ts';
import { takeRefund } from './refund-book.ts';

/** How the Alipay gateway decides, told apart from how it talks. */

export type AlipayAnswer = Readonly<Record<string, unknown>> & { readonly code: string };

const PrecreateSchema = z.object({
  out_trade_no: z.string().regex(/^[0-9A-Za-z_]{1,64}$/),
  total_amount: YuanSchema,
  subject: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^/=&]*$/),
  time_expire: GatewayTimeSchema.optional(),
});
const PaySchema = PrecreateSchema.extend({ scene: z.literal('bar_code'), auth_code: z.string() });
const TradeSchema = z.object({ out_trade_no: z.string() });
const RefundSchema = TradeSchema.extend({
  out_request_no: z.string().min(1).max(64),
  refund_amount: YuanSchema,
  refund_reason: z.string().max(256).optional(),
});
const RefundQuerySchema = TradeSchema.extend({ out_request_no: z.string().min(1).max(64) });

export interface AlipayRules {
  /** @param method without `alipay.trade.` @returns undefined for a method the sandbox does not know */
  perform(
    method: string,
    content: unknown,
    notifyUrl: string | undefined,
    behaviour: CallBehaviour | undefined,
  ): AlipayAnswer | undefined;
}

export const alipayErrors = {
  system: failure('ACQ.SYSTEM_ERROR', '系统错误'),
  unknown: { code: '20000', msg: 'Service Currently Unavailable', sub_code: 'isp.unknow-error', sub_msg: '系统繁忙' },
  signature: invalid('isv.invalid-signature', '验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配'),
  appId: invalid('isv.invalid-app-id', '无效的AppID参数'),
  timestamp: invalid('isv.invalid-timestamp', '非法的时间戳参数'),
  method: invalid('isv.invalid-method', '不存在的方法名'),
};

export function createAlipayRules(parts: {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly newTradeNo: () => string;
}): AlipayRules {
  const { book, clock } = parts;
  type Create = (content: unknown, notifyUrl: string | undefined, behaviour: CallBehaviour | undefined) => AlipayAnswer;

  const precreate: Create = (content, notifyUrl) => {
    const request = PrecreateSchema.safeParse(content);
    if (!request.success) return parameterError(request.error);
    const { data } = request;
    const fingerprint = JSON.stringify(['precreate', data.subject, data.total_amount]);
    const existing = book.order(data.out_trade_no);
    const order = existing ?? {
      ...newOrder(data, fingerprint, parts.newTradeNo(), clock.now(), notifyUrl),
      kind: 'qr' as const,
      state: 'waiting' as const,
    };
    const conflict = conflictWith(order, fingerprint);
    if (conflict) return conflict;
    const qrContent = order.qrContent ?? `https://qr.alipay.com/bax${order.transactionId.slice(-12)}`;
    if (!existing) book.save({ ...order, qrContent });
    return success({ out_trade_no: order.outTradeNo, qr_code: qrContent });
  };

  const pay: Create = (content, notifyUrl, behaviour) => {
    const request = PaySchema.safeParse(content);
    if (!request.success) return parameterError(request.error);
    const { data } = request;
    const fingerprint = JSON.stringify(['pay', data.subject, data.total_amount, data.auth_code]);
    const existing = book.order(data.out_trade_no);
    if (existing) return conflictWith(existing, fingerprint) ?? waitsForPayer(existing);

    const code = book.payerCode(data.auth_code);
    const result = forcedResult(behaviour) ?? tryPayerCode(code, data.total_amount, clock.now());
    if (result === 'code-invalid') return failure('ACQ.PAYMENT_AUTH_CODE_INVALID', '支付失败，获取顾客账户信息失败');
    if (result === 'balance') return failure('ACQ.BUYER_BALANCE_NOT_ENOUGH', '买家余额不足');
    if (code) book.savePayerCode({ ...code, usedBy: data.out_trade_no });
    const now = clock.now();
    const order: SandboxOrder = {
      ...newOrder(data, fingerprint, parts.newTradeNo(), now, notifyUrl),
      kind: 'payer-code',
      payerCode: data.auth_code,
      scannedAt: now,
      ...(result === 'paid' ? { state: 'paid', paidAt: now } : { state: 'user-paying' }),
    };
    book.save(order);
    if (result !== 'paid') return waitsForPayer(order);
    parts.notifier.announce(order);
    return success({ ...tradeOf(order), gmt_payment: businessTime(now), receipt_amount: formatYuan(order.amountFen) });
  };

  const onTrade = (act: (outTradeNo: string, order: SandboxOrder | undefined) => AlipayAnswer): Create => {
    return (content) => {
      const request = TradeSchema.safeParse(content);
      if (!request.success) return parameterError(request.error);
      return act(request.data.out_trade_no, book.order(request.data.out_trade_no));
    };
  };

  const query = onTrade((_outTradeNo, order) => {
    if (!order || !tradeExists(order)) return notExisting;
    const paidAt = order.paidAt === undefined ? {} : { send_pay_date: businessTime(order.paidAt) };
    return success({ ...tradeOf(order), trade_status: tradeStatus(order), ...paidAt });
  });

  const close = onTrade((_outTradeNo, order) => {
    if (!order || !tradeExists(order)) return notExisting;
    if (!isOpen(order)) return failure('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
    book.save({ ...order, state: 'closed' });
    return success({ out_trade_no: order.outTradeNo, trade_no: order.transactionId });
  });

  const cancel = onTrade((outTradeNo, order) => {
    const done = { out_trade_no: outTradeNo, retry_flag: 'N' };
    if (!order) return success(done);
    if (order.state === 'paid') {
      book.save({ ...order, state: 'refunded', refundedFen: order.amountFen, reversedAt: clock.now() });
      return success({ ...done, trade_no: order.transactionId, action: 'refund' });
    }
    if (isOpen(order)) book.save({ ...order, state: 'closed' });
    return success({ ...done, action: 'close' });
  });

  const refund: Create = (content, _notifyUrl, behaviour) => {
    const request = RefundSchema.safeParse(content);
    if (!request.success) return parameterError(request.error);
    const { data } = request;
    const order = book.order(data.out_trade_no);
    if (!order || !tradeExists(order)) return notExisting;
    const wish = {
      outRefundNo: data.out_request_no,
      amountFen: data.refund_amount,
      reason: data.refund_reason ?? '',
    };
    const ids = { refundId: order.transactionId, now: clock.now(), behaviour };
    const verdict = takeRefund(book, order, wish, ids);
    switch (verdict.kind) {
      case 'discordant':
        return failure('ACQ.DISCORDANT_REPEAT_REQUEST', '不一致的请求');
      case 'too-much':
        return failure('ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效');
      case 'not-paid':
        return failure('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
      case 'balance':
        return failure('ACQ.SELLER_BALANCE_NOT_ENOUGH', '卖家余额不足');
      default: {
        const moved = verdict.kind === 'made' && verdict.refund.state === 'succeeded';
        // The gateway tells of the trade anew, at the address of its creation; refunds have none of their own.
        if (moved) parts.notifier.announce(verdict.order);
        const amountFen = behaviour?.kind === 'wrong-refund-amount' ? behaviour.amountFen : verdict.order.refundedFen;
        const refundFee = formatYuan(fen(amountFen));
        return success({ ...tradeOf(order), fund_change: moved ? 'Y' : 'N', refund_fee: refundFee });
      }
    }
  };

  const refundQuery: Create = (content, _notifyUrl, behaviour) => {
    const request = RefundQuerySchema.safeParse(content);
    if (!request.success) return parameterError(request.error);
    const { data } = request;
    const order = book.order(data.out_trade_no);
    if (!order || !tradeExists(order)) return notExisting;
    const known = order.refunds.find((one) => one.outRefundNo === data.out_request_no);
    if (!known) return success({});
    const amountFen = behaviour?.kind === 'wrong-refund-amount' ? behaviour.amountFen : known.amountFen;
    const states = { processing: 'REFUND_PROCESSING', succeeded: 'REFUND_SUCCESS', failed: 'REFUND_FAIL' } as const;
    return success({
      trade_no: order.transactionId,
      out_trade_no: order.outTradeNo,
      out_request_no: known.outRefundNo,
      total_amount: fenToYuan(order.amountFen),
      refund_amount: formatYuan(fen(amountFen)),
      refund_status: states[known.state],
      ...(known.finishedAt === undefined ? {} : { gmt_refund_pay: businessTime(known.finishedAt) }),
    });
  };

  const methods: Readonly<Record<string, Create>> = {
    precreate,
    pay,
    query,
    close,
    cancel,
    refund,
    'fastpay.refund.query': refundQuery,
  };
  return {
    perform: (method, content, notifyUrl, behaviour) =>
      Object.hasOwn(methods, method) ? methods[method]?.(content, notifyUrl, behaviour) : undefined,
  };
}

/** Trade members as answers and notifications show them. */
export function tradeOf(order: SandboxOrder) {
  return {
    out_trade_no: order.outTradeNo,
    trade_no: order.transactionId,
    buyer_logon_id: '138****0000',
    total_amount: fenToYuan(order.amountFen),
  };
}

export function tradeStatus(order: SandboxOrder): string {
  if (order.state === 'paid') return 'TRADE_SUCCESS';
  return isOpen(order) ? 'WAIT_BUYER_PAY' : 'TRADE_CLOSED';
}

function tradeExists(order: SandboxOrder): boolean {
  return order.scannedAt !== undefined;
}

function newOrder(
  data: z.output<typeof PrecreateSchema>,
  fingerprint: string,
  transactionId: string,
  now: number,
  notifyUrl: string | undefined,
): Omit<SandboxOrder, 'kind' | 'state'> {
  return {
    outTradeNo: data.out_trade_no,
    amountFen: data.total_amount,
    description: data.subject,
    fingerprint,
    transactionId,
    createdAt: now,
    refundedFen: fen(0),
    refunds: [],
    notifyUrl,
    expiresAt: data.time_expire,
  };
}

function conflictWith(order: SandboxOrder, fingerprint: string): AlipayAnswer | undefined {
  if (order.fingerprint !== fingerprint) return failure('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改');
  if (order.state === 'paid') return failure('ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
  return isOpen(order) ? undefined : failure('ACQ.TRADE_HAS_CLOSE', '交易已经关闭');
}

function waitsForPayer(order: SandboxOrder): AlipayAnswer {
  return { code: '10003', msg: 'order success pay inprocess', ...tradeOf(order) };
}

function forcedResult(behaviour: CallBehaviour | undefined) {
  if (behaviour?.kind === 'user-paying') return 'user-paying';
  if (behaviour?.kind === 'insufficient-balance') return 'balance';
  if (behaviour?.kind === 'payer-code-expired') return 'code-invalid';
  return undefined;
}

function success(content: Readonly<Record<string, unknown>>): AlipayAnswer {
  return { code: '10000', msg: 'Success', ...content };
}

function failure(subCode: string, subMessage: string): AlipayAnswer {
  return { code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: subMessage };
}

function invalid(subCode: string, subMessage: string): AlipayAnswer {
  return { code: '40002', msg: 'Invalid Arguments', sub_code: subCode, sub_msg: subMessage };
}

function parameterError(problem: z.ZodError): AlipayAnswer {
  return failure('ACQ.INVALID_PARAMETER', `参数无效：${problem.issues[0]?.path.join('.') ?? ''}`);
}

const notExisting = failure('ACQ.TRADE_NOT_EXIST', '交易不存在');
