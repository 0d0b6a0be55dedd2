import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { RefundOutcome } from '../payment-channel.ts';

const AmountSchema = z.object({
  total: z.number().int().positive(),
  refund: z.number().int().positive(),
  currency: z.literal('CNY').optional(),
});

/** A refund as the application and the query answer it. They do not name the merchant: the number is ours alone. */
export const RefundSchema = z.object({
  refund_id: z.string().min(1),
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  status: z.string(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: AmountSchema,
});

/** A refund as its notification tells it. */
export const NotifiedRefundSchema = RefundSchema.omit({ status: true }).extend({
  mchid: z.string(),
  refund_status: z.string(),
});

type Refund = Pick<z.infer<typeof RefundSchema>, 'refund_id' | 'success_time' | 'amount'>;

/** @returns LT-2102 for a status that is not known, or a success without its time */
export function refundOutcome(status: string, refund: Refund): Result<RefundOutcome> {
  switch (status) {
    case 'SUCCESS':
      return refund.success_time === undefined
        ? failed('LT-2102', 'refund succeeded without its time')
        : ok({
            state: 'succeeded',
            refundId: refund.refund_id,
            amountFen: fen(refund.amount.refund),
            refundedAt: Date.parse(refund.success_time),
          });
    case 'PROCESSING':
      return ok({ state: 'processing' });
    // ABNORMAL: the payer's account does not take it, and the money lies with the merchant again.
    case 'CLOSED':
    case 'ABNORMAL':
      return ok({ state: 'failed', failure: { code: 'LT-2511', detail: status } });
    default:
      return failed('LT-2102', `unknown refund status ${status}`);
  }
}

/** Error codes of the application that are knowledge; all others leave the outcome unknown. */
const REFUSALS: ReadonlySet<string> = new Set([
  'NOT_ENOUGH',
  'USER_ACCOUNT_ABNORMAL',
  'INVALID_REQUEST',
  'PARAM_ERROR',
  'NO_AUTH',
  'MCH_NOT_EXISTS',
  'RESOURCE_NOT_EXISTS',
]);

export function refundRefusal(code: string): Result<RefundOutcome> {
  return REFUSALS.has(code)
    ? ok({ state: 'failed', failure: { code: 'LT-2511', detail: code } })
    : failed('LT-2102', code);
}
