import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { ChannelOutcome } from '../payment-channel.ts';

/** A transaction as query, codepay and notifications tell it; amounts in integer fen. */
export const TransactionSchema = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().min(1).optional(),
  trade_state: z.string(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ total: z.number().int().positive(), currency: z.literal('CNY').optional() }).optional(),
});
export type Transaction = z.infer<typeof TransactionSchema>;

export const ErrorBodySchema = z.object({ code: z.string(), message: z.string().optional() });

/** @returns LT-2102 for a state that is not known, or a success without id, amount or time. */
export function outcomeOf(transaction: Transaction): Result<ChannelOutcome> {
  switch (transaction.trade_state) {
    case 'SUCCESS':
      return paidOutcome(transaction);
    case 'NOTPAY':
    case 'USERPAYING':
    case 'ACCEPT':
      return ok({ state: 'pending' });
    // REFUND: the money went back to the payer (a reversed payment, or a refund by staff of a booked one).
    case 'CLOSED':
    case 'REVOKED':
    case 'REFUND':
      return ok({ state: 'closed' });
    case 'PAYERROR':
      return ok({ state: 'refused', failure: { code: 'LT-2101', detail: 'PAYERROR' } });
    default:
      return failed('LT-2102', `unknown trade_state ${transaction.trade_state}`);
  }
}

function paidOutcome({ transaction_id, amount, success_time }: Transaction): Result<ChannelOutcome> {
  if (!transaction_id || !amount || !success_time) return failed('LT-2102', 'success without id, amount or time');
  return ok({
    state: 'paid',
    transactionId: transaction_id,
    amountFen: fen(amount.total),
    paidAt: Date.parse(success_time),
  });
}

/** Error codes of codepay that are knowledge; spellings of the older and the newer manual. All others leave the outcome unknown. */
const CODEPAY_OUTCOMES: Readonly<Record<string, ChannelOutcome>> = {
  USERPAYING: { state: 'pending' },
  USER_PAYING: { state: 'pending' },
  NOTENOUGH: { state: 'refused', failure: { code: 'LT-2107' } },
  NOT_ENOUGH: { state: 'refused', failure: { code: 'LT-2107' } },
  AUTHCODEEXPIRE: { state: 'refused', failure: { code: 'LT-2106', detail: 'expired' } },
  AUTH_CODE_EXPIRE: { state: 'refused', failure: { code: 'LT-2106', detail: 'expired' } },
  AUTH_CODE_ERROR: { state: 'refused', failure: { code: 'LT-2106', detail: 'refused' } },
  AUTH_CODE_INVALID: { state: 'refused', failure: { code: 'LT-2106', detail: 'refused' } },
  PARAM_ERROR: { state: 'refused', failure: { code: 'LT-2101', detail: 'PARAM_ERROR' } },
  APPID_MCHID_NOT_MATCH: { state: 'refused', failure: { code: 'LT-2101', detail: 'APPID_MCHID_NOT_MATCH' } },
  NO_AUTH: { state: 'refused', failure: { code: 'LT-2101', detail: 'NO_AUTH' } },
  RULE_LIMIT: { state: 'refused', failure: { code: 'LT-2101', detail: 'RULE_LIMIT' } },
  ACCOUNT_ERROR: { state: 'refused', failure: { code: 'LT-2101', detail: 'ACCOUNT_ERROR' } },
  ORDER_CLOSED: { state: 'closed' },
  ORDERCLOSED: { state: 'closed' },
};

export function codepayOutcome(code: string): Result<ChannelOutcome> {
  const outcome = Object.hasOwn(CODEPAY_OUTCOMES, code) ? CODEPAY_OUTCOMES[code] : undefined;
  return outcome ? ok(outcome) : failed('LT-2102', code);
}
