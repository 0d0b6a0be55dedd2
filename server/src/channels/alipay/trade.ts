import { fen, formatYuan, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { ChannelOutcome } from '../payment-channel.ts';

/** The gateway writes money as yuan with up to two decimals; here it is integer fen before anything looks at it. */
export const YuanSchema = z
  .string()
  .regex(/^\d{1,11}(\.\d{1,2})?$/)
  .transform(yuanToFen);

function yuanToFen(yuan: string): Fen {
  const [whole = '0', decimals = ''] = yuan.split('.');
  return fen(BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0')));
}

export function fenToYuan(amount: Fen): string {
  return formatYuan(amount);
}

/** `YYYY-MM-DD HH:mm:ss` of Asia/Shanghai, which knows no summer time. */
export const GatewayTimeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text) => Date.parse(`${text.replace(' ', 'T')}+08:00`));

/** Members that every answer about a trade carries. */
export const AnswerSchema = z.object({ code: z.string(), sub_code: z.string().optional() });

export const PaidSchema = z.object({
  out_trade_no: z.string(),
  trade_no: z.string().min(1),
  total_amount: YuanSchema,
  gmt_payment: GatewayTimeSchema.optional(),
  send_pay_date: GatewayTimeSchema.optional(),
});

export function paidOutcome(paid: z.output<typeof PaidSchema>): Result<ChannelOutcome> {
  const paidAt = paid.gmt_payment ?? paid.send_pay_date;
  if (paidAt === undefined) return failed('LT-2102', 'payment without its time');
  return ok({ state: 'paid', transactionId: paid.trade_no, amountFen: paid.total_amount, paidAt });
}

/**
 * @param content members of a query answer or a notification, `trade_status` among them
 * @returns LT-2102 for a status that is not known, or a success without number, amount or time
 */
export function outcomeOfStatus(status: string, content: unknown): Result<ChannelOutcome> {
  switch (status) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED': {
      const paid = PaidSchema.safeParse(content);
      return paid.success ? paidOutcome(paid.data) : failed('LT-2102', 'success without number or amount');
    }
    case 'WAIT_BUYER_PAY':
      return ok({ state: 'pending' });
    case 'TRADE_CLOSED':
      return ok({ state: 'closed' });
    default:
      return failed('LT-2102', `unknown trade_status ${status}`);
  }
}

const REFUSALS_OF_PAY: Readonly<Record<string, ChannelOutcome>> = {
  'ACQ.BUYER_BALANCE_NOT_ENOUGH': { state: 'refused', failure: { code: 'LT-2107' } },
  'ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH': { state: 'refused', failure: { code: 'LT-2107' } },
  'ACQ.PAYMENT_AUTH_CODE_INVALID': { state: 'refused', failure: { code: 'LT-2106' } },
  'ACQ.SOUNDWAVE_PARSER_FAIL': { state: 'refused', failure: { code: 'LT-2106' } },
  'ACQ.TRADE_HAS_CLOSE': { state: 'closed' },
};

/** Business failures that leave it open whether money moved; everything else with code 40004 is a plain refusal. */
const UNKNOWN_OF_PAY = new Set([
  'ACQ.SYSTEM_ERROR',
  'ACQ.TRADE_HAS_SUCCESS',
  'ACQ.CONTEXT_INCONSISTENT',
  'aop.ACQ.SYSTEM_ERROR',
  'isp.unknow-error',
]);

/** Meaning of a `alipay.trade.pay` answer that is not a success: 10003 waits, 20000 is unknown, 4xxxx is a refusal. */
export function unpaidOutcomeOfPay({
  code,
  subCode,
}: {
  readonly code: string;
  readonly subCode: string;
}): Result<ChannelOutcome> {
  if (code === '10003') return ok({ state: 'pending' });
  const known = Object.hasOwn(REFUSALS_OF_PAY, subCode) ? REFUSALS_OF_PAY[subCode] : undefined;
  if (code === '40004' && known) return ok(known);
  const isDefinite = /^400\d\d$/.test(code) && subCode !== '' && !UNKNOWN_OF_PAY.has(subCode);
  return isDefinite
    ? ok({ state: 'refused', failure: { code: 'LT-2101', detail: subCode } })
    : failed('LT-2102', `${code} ${subCode}`.trim());
}
