import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { RefundOutcome, RefundRequest } from '../payment-channel.ts';
import { GatewayTimeSchema, YuanSchema } from './trade.ts';

/** `refund_fee` is all that was ever given back of the trade, this refund included. */
const RefundedSchema = z.object({
  out_trade_no: z.string(),
  trade_no: z.string().min(1),
  fund_change: z.string().optional(),
  refund_fee: YuanSchema,
});

const QueriedSchema = z.object({
  out_trade_no: z.string(),
  out_request_no: z.string(),
  trade_no: z.string().min(1),
  refund_amount: YuanSchema,
  refund_status: z.string(),
  gmt_refund_pay: GatewayTimeSchema.optional(),
});

interface RefundAnswer {
  readonly code: string;
  readonly subCode: string;
  readonly content: unknown;
}

/** Business failures that are knowledge; all others leave the outcome unknown. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ACQ.SELLER_BALANCE_NOT_ENOUGH',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR',
  'ACQ.REASON_TRADE_BEEN_FREEZEN',
  'ACQ.REASON_TRADE_STATUS_INVALID',
  'ACQ.TRADE_NOT_EXIST',
  'ACQ.TRADE_HAS_FINISHED',
  'ACQ.TRADE_HAS_CLOSE',
  'ACQ.TRADE_STATUS_ERROR',
  'ACQ.TRADE_NOT_ALLOW_REFUND',
  'ACQ.REFUND_FEE_ERROR',
  'ACQ.BUYER_NOT_EXIST',
  'ACQ.INVALID_PARAMETER',
]);

/**
 * Meaning of an `alipay.trade.refund` answer. It does not repeat the refund number, so only the trade can be checked.
 * `fund_change` Y: money moved now. N: it did not in this call, which is as true of a repeated request as of a lost one.
 */
export function outcomeOfRefund(answer: RefundAnswer, request: RefundRequest, now: number): Result<RefundOutcome> {
  if (answer.code !== '10000') {
    return answer.code === '40004' && REFUSALS.has(answer.subCode)
      ? ok({ state: 'failed', failure: { code: 'LT-2511', detail: answer.subCode } })
      : failed('LT-2102', `${answer.code} ${answer.subCode}`.trim());
  }
  const refunded = RefundedSchema.safeParse(answer.content);
  if (!refunded.success) return failed('LT-2102', 'refund is malformed');
  const { data } = refunded;
  if (data.out_trade_no !== request.outTradeNo) return failed('LT-2102', 'answer is about another trade');
  if (data.fund_change !== 'Y') return ok({ state: 'processing' });
  // More than the payer ever paid cannot be this refund alone: the amount then contradicts, whoever reads it.
  const amountFen = data.refund_fee > request.totalFen ? data.refund_fee : request.amountFen;
  if (data.refund_fee < request.amountFen) return failed('LT-2102', 'less refunded than asked for');
  return ok({ state: 'succeeded', refundId: data.trade_no, amountFen, refundedAt: now });
}

/** Meaning of an `alipay.trade.fastpay.refund.query` answer: without a status there is no such refund. */
export function outcomeOfRefundQuery(
  answer: RefundAnswer,
  outTradeNo: string,
  outRequestNo: string,
  now: number,
): Result<RefundOutcome> {
  if (answer.code === '40004' && answer.subCode === 'ACQ.TRADE_NOT_EXIST') return ok({ state: 'absent' });
  if (answer.code !== '10000') return failed('LT-2102', `${answer.code} ${answer.subCode}`.trim());
  const found = z.object({ refund_status: z.string().optional() }).safeParse(answer.content);
  if (!found.success) return failed('LT-2102', 'refund is malformed');
  const status = found.data.refund_status ?? '';
  if (status === '') return ok({ state: 'absent' });
  const queried = QueriedSchema.safeParse(answer.content);
  if (!queried.success) return failed('LT-2102', 'refund is malformed');
  const { data } = queried;
  if (data.out_trade_no !== outTradeNo || data.out_request_no !== outRequestNo) {
    return failed('LT-2102', 'answer is about another refund');
  }
  switch (status) {
    case 'REFUND_SUCCESS':
      return ok({
        state: 'succeeded',
        refundId: data.trade_no,
        amountFen: data.refund_amount,
        refundedAt: data.gmt_refund_pay ?? now,
      });
    case 'REFUND_PROCESSING':
      return ok({ state: 'processing' });
    case 'REFUND_FAIL':
      return ok({ state: 'failed', failure: { code: 'LT-2511', detail: status } });
    default:
      return failed('LT-2102', `unknown refund_status ${status}`);
  }
}
