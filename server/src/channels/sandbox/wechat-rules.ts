import { businessTime, type Clock } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import { z } from 'zod';
import type { PlainAnswer } from './answering.ts';
import type { CallBehaviour } from './misbehaviour.ts';
import type { Notifier } from './notifier.ts';
import { isOpen, tryPayerCode, type OrderBook, type SandboxOrder, type SandboxRefund } from './order-book.ts';
import { type GivenRefund, orderOfRefund, takeRefund } from './refund-book.ts';

/** How the WeChat Pay platform decides, told apart from how it talks. */

const OrderBase = z.object({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  amount: z.object({ total: z.number().int().positive(), currency: z.literal('CNY').default('CNY') }),
});
const NativeSchema = OrderBase.extend({
  notify_url: z.url().max(255),
  time_expire: z.iso.datetime({ offset: true }).optional(),
});
const CodepaySchema = OrderBase.extend({
  payer: z.object({ auth_code: z.string() }),
  scene_info: z.object({ store_info: z.object({}).loose() }).loose(),
});
const CloseSchema = z.object({ mchid: z.string() });
const ReverseSchema = z.object({ appid: z.string(), mchid: z.string() });

const RefundSchema = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
  reason: z.string().max(80).optional(),
  notify_url: z.url().max(256).optional(),
  amount: z.object({
    refund: z.number().int().positive(),
    total: z.number().int().positive(),
    currency: z.literal('CNY'),
  }),
});

export interface WechatRules {
  native(content: unknown): PlainAnswer;
  codepay(content: unknown, behaviour: CallBehaviour | undefined): PlainAnswer;
  query(outTradeNo: string, mchid: string | undefined): PlainAnswer;
  close(outTradeNo: string, content: unknown): PlainAnswer;
  reverse(outTradeNo: string, content: unknown): PlainAnswer;
  refund(content: unknown, behaviour: CallBehaviour | undefined): PlainAnswer;
  queryRefund(outRefundNo: string, behaviour: CallBehaviour | undefined): PlainAnswer;
}

export interface Merchant {
  readonly appId: string;
  readonly mchId: string;
}

export const errors = {
  system: error(500, 'SYSTEM_ERROR', '系统异常，请稍后重试'),
  signature: error(401, 'SIGN_ERROR', '签名错误，请检查签名参数和方法是否都符合签名算法要求'),
  notFound: error(404, 'RESOURCE_NOT_EXISTS', '请求的资源不存在'),
};

export function createWechatRules(parts: {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly newTransactionId: () => string;
  readonly merchant: Merchant;
}): WechatRules {
  const { book, clock, merchant } = parts;
  const isOurs = (content: { readonly appid?: string; readonly mchid: string }) =>
    content.mchid === merchant.mchId && (content.appid ?? merchant.appId) === merchant.appId;

  /** The platform accepts first; how it ended is for the query and the notification to tell. */
  const acceptedRefund = (verdict: GivenRefund, behaviour: CallBehaviour | undefined): PlainAnswer => {
    const { kind, order, refund } = verdict;
    if (kind === 'repeated') return { status: 200, content: refundOf(order, refund, behaviour) };
    if (refund.state !== 'processing') parts.notifier.announce(order, refund);
    const accepted = { ...refund, state: 'processing' as const, finishedAt: undefined };
    return { status: 200, content: refundOf(order, accepted, behaviour) };
  };

  return {
    native: (content) => {
      const request = NativeSchema.safeParse(content);
      if (!request.success) return parameterError(request.error);
      if (!isOurs(request.data)) return error(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配');
      const { data } = request;
      const fingerprint = JSON.stringify(['native', data.description, data.amount, data.notify_url]);
      const existing = book.order(data.out_trade_no);
      if (existing) return repeatedOrder(existing, fingerprint);

      const transactionId = parts.newTransactionId();
      const order: SandboxOrder = {
        ...newOrder(data, fingerprint, transactionId, clock.now()),
        kind: 'qr',
        notifyUrl: data.notify_url,
        qrContent: `weixin://wxpay/bizpayurl?pr=${transactionId.slice(-9)}zz`,
        ...(data.time_expire === undefined ? {} : { expiresAt: Date.parse(data.time_expire) }),
      };
      book.save(order);
      return { status: 200, content: { code_url: order.qrContent } };
    },

    codepay: (content, behaviour) => {
      const request = CodepaySchema.safeParse(content);
      if (!request.success) return parameterError(request.error);
      if (!isOurs(request.data)) return error(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配');
      const { data } = request;
      const fingerprint = JSON.stringify(['codepay', data.description, data.amount, data.payer.auth_code]);
      const existing = book.order(data.out_trade_no);
      if (existing) return repeatedCharge(existing, fingerprint, merchant);

      const code = book.payerCode(data.payer.auth_code);
      const result = forcedResult(behaviour) ?? tryPayerCode(code, fen(data.amount.total), clock.now());
      if (result === 'code-invalid') return error(400, 'AUTH_CODE_INVALID', '收银员扫描的不是微信支付的条码，或已过期');
      if (result === 'balance') return error(403, 'NOT_ENOUGH', '用户账号余额不足');
      if (code) book.savePayerCode({ ...code, usedBy: data.out_trade_no });
      const order: SandboxOrder = {
        ...newOrder(data, fingerprint, parts.newTransactionId(), clock.now()),
        kind: 'payer-code',
        payerCode: data.payer.auth_code,
        ...(result === 'paid' ? { state: 'paid', paidAt: clock.now() } : { state: 'user-paying' }),
      };
      book.save(order);
      return result === 'paid' ? { status: 200, content: transactionOf(order, merchant) } : userPaying;
    },

    query: (outTradeNo, mchid) => {
      if (mchid !== merchant.mchId) return error(400, 'PARAM_ERROR', '商户号不匹配');
      const order = book.order(outTradeNo);
      return order ? { status: 200, content: transactionOf(order, merchant) } : unknownOrder;
    },

    close: (outTradeNo, content) => {
      const request = CloseSchema.safeParse(content);
      if (!request.success || !isOurs(request.data)) return error(400, 'PARAM_ERROR', '商户号不匹配');
      const order = book.order(outTradeNo);
      if (!order) return unknownOrder;
      if (order.state === 'paid') return error(400, 'ORDER_PAID', '该订单已支付');
      if (!isOpen(order)) return error(400, 'ORDER_CLOSED', '该订单已关闭');
      book.save({ ...order, state: 'closed' });
      return { status: 204, content: undefined };
    },

    reverse: (outTradeNo, content) => {
      const request = ReverseSchema.safeParse(content);
      if (!request.success || !isOurs(request.data)) return error(400, 'PARAM_ERROR', '商户号不匹配');
      const order = book.order(outTradeNo);
      if (!order) return unknownOrder;
      if (order.state === 'paid')
        book.save({ ...order, state: 'refunded', refundedFen: order.amountFen, reversedAt: clock.now() });
      if (isOpen(order)) book.save({ ...order, state: 'closed' });
      return { status: 200, content: { ...ids(merchant), out_trade_no: outTradeNo } };
    },

    refund: (content, behaviour) => {
      const request = RefundSchema.safeParse(content);
      if (!request.success) return parameterError(request.error);
      const { data } = request;
      const order = book.order(data.out_trade_no);
      if (!order) return error(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
      if (data.amount.total !== order.amountFen) return error(400, 'INVALID_REQUEST', '订单金额与原订单不一致');
      const verdict = takeRefund(
        book,
        order,
        {
          outRefundNo: data.out_refund_no,
          amountFen: fen(data.amount.refund),
          reason: data.reason ?? '',
          notifyUrl: data.notify_url,
        },
        { refundId: `50${parts.newTransactionId().slice(2)}`, now: clock.now(), behaviour },
      );
      switch (verdict.kind) {
        case 'discordant':
          return error(400, 'INVALID_REQUEST', '同一退款单号的退款金额不一致');
        case 'too-much':
          return error(400, 'INVALID_REQUEST', '退款金额超过可退金额');
        case 'not-paid':
          return error(400, 'INVALID_REQUEST', '订单未支付');
        case 'balance':
          return error(403, 'NOT_ENOUGH', '基本账户余额不足');
        default:
          return acceptedRefund(verdict, behaviour);
      }
    },

    queryRefund: (outRefundNo, behaviour) => {
      const order = orderOfRefund(book, outRefundNo);
      const refund = order?.refunds.find((one) => one.outRefundNo === outRefundNo);
      if (!order || !refund) return error(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
      return { status: 200, content: refundOf(order, refund, behaviour) };
    },
  };
}

const REFUND_STATES = { processing: 'PROCESSING', succeeded: 'SUCCESS', failed: 'ABNORMAL' } as const;

/** A refund as its application and query show it. */
function refundOf(order: SandboxOrder, refund: SandboxRefund, behaviour: CallBehaviour | undefined) {
  const amountFen = behaviour?.kind === 'wrong-refund-amount' ? behaviour.amountFen : refund.amountFen;
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: zoned(refund.requestedAt),
    ...(refund.finishedAt === undefined ? {} : { success_time: zoned(refund.finishedAt) }),
    status: REFUND_STATES[refund.state],
    funds_account: 'AVAILABLE',
    amount: {
      total: order.amountFen,
      refund: amountFen,
      payer_total: order.amountFen,
      payer_refund: amountFen,
      settlement_refund: amountFen,
      settlement_total: order.amountFen,
      discount_refund: 0,
      currency: 'CNY',
    },
  };
}

/** A refund as its notification tells it. */
export function notifiedRefundOf(order: SandboxOrder, refund: SandboxRefund, mchid: string): Record<string, unknown> {
  return {
    mchid,
    out_trade_no: order.outTradeNo,
    transaction_id: order.transactionId,
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundId,
    refund_status: REFUND_STATES[refund.state],
    ...(refund.finishedAt === undefined ? {} : { success_time: zoned(refund.finishedAt) }),
    user_received_account: '支付用户零钱',
    amount: {
      total: order.amountFen,
      refund: refund.amountFen,
      payer_total: order.amountFen,
      payer_refund: refund.amountFen,
    },
  };
}

function zoned(at: number): string {
  return `${businessTime(at).replace(' ', 'T')}+08:00`;
}

/** A transaction as query, codepay and notifications show it. */
export function transactionOf(order: SandboxOrder, merchant: Merchant): Record<string, unknown> {
  const paid =
    order.paidAt === undefined
      ? {}
      : {
          transaction_id: order.transactionId,
          success_time: zoned(order.paidAt),
          bank_type: 'OTHERS',
          payer: { openid: 'oSandboxPayer' },
        };
  return {
    ...ids(merchant),
    out_trade_no: order.outTradeNo,
    trade_type: order.kind === 'qr' ? 'NATIVE' : 'MICROPAY',
    trade_state: tradeState(order),
    trade_state_desc: tradeState(order),
    amount: { total: order.amountFen, payer_total: order.amountFen, currency: 'CNY', payer_currency: 'CNY' },
    ...paid,
  };
}

function tradeState(order: SandboxOrder): string {
  if (order.state === 'paid' && order.refundedFen > 0) return 'REFUND';
  const closed = order.kind === 'qr' ? 'CLOSED' : 'REVOKED';
  const states = {
    waiting: 'NOTPAY',
    scanned: 'NOTPAY',
    'user-paying': 'USERPAYING',
    paid: 'SUCCESS',
    closed,
    refused: 'PAYERROR',
    refunded: order.kind === 'qr' ? 'REFUND' : 'REVOKED',
  } as const;
  return states[order.state];
}

function newOrder(data: z.output<typeof OrderBase>, fingerprint: string, transactionId: string, now: number) {
  return {
    outTradeNo: data.out_trade_no,
    state: 'waiting' as const,
    amountFen: fen(data.amount.total),
    description: data.description,
    fingerprint,
    transactionId,
    createdAt: now,
    refundedFen: fen(0),
    refunds: [],
  };
}

function repeatedOrder(existing: SandboxOrder, fingerprint: string): PlainAnswer {
  if (existing.fingerprint !== fingerprint) return error(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
  if (existing.state === 'paid') return error(400, 'ORDER_PAID', '该订单已支付');
  if (!isOpen(existing)) return error(400, 'ORDER_CLOSED', '该订单已关闭');
  return { status: 200, content: { code_url: existing.qrContent } };
}

function repeatedCharge(existing: SandboxOrder, fingerprint: string, merchant: Merchant): PlainAnswer {
  if (existing.fingerprint !== fingerprint) return error(400, 'INVALID_REQUEST', '201 商户订单号重复');
  if (existing.state === 'user-paying') return userPaying;
  if (existing.state === 'paid') return { status: 200, content: transactionOf(existing, merchant) };
  return error(400, 'ORDER_CLOSED', '该订单已关闭');
}

function forcedResult(behaviour: CallBehaviour | undefined) {
  if (behaviour?.kind === 'user-paying') return 'user-paying';
  if (behaviour?.kind === 'insufficient-balance') return 'balance';
  if (behaviour?.kind === 'payer-code-expired') return 'code-invalid';
  return undefined;
}

function ids(merchant: Merchant) {
  return { appid: merchant.appId, mchid: merchant.mchId };
}

function error(status: number, code: string, message: string): PlainAnswer {
  return { status, content: { code, message } };
}

const unknownOrder = error(404, 'ORDER_NOT_EXIST', '订单不存在');
const userPaying = error(400, 'USERPAYING', '需要用户输入支付密码');

function parameterError(problem: z.ZodError): PlainAnswer {
  const field = problem.issues[0]?.path.join('/') ?? '';
  return {
    status: 400,
    content: { code: 'PARAM_ERROR', message: '参数错误', detail: { location: 'body', field: `/${field}` } },
  };
}
