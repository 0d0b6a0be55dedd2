import { learnFromStatement } from '../payments/learn-from-statement.ts';
import type { PaymentsContext } from '../payments/payments-context.ts';
import type { ReconciliationContext } from './reconciliation-context.ts';

/** Trades of a file that our books lack, handed to the payments module; cash and cards of others it cannot ask about. */
export function learnTrade(payments: PaymentsContext): ReconciliationContext['learn'] {
  return async ({ channel, outTradeNo, amountFen, transactionId, at }) => {
    if (channel !== 'wechat-pay' && channel !== 'alipay') return;
    const learnt = await learnFromStatement(payments, channel, outTradeNo, { amountFen, transactionId, paidAt: at });
    if (learnt.ok) return;
    payments.logger.warn({ outTradeNo, code: learnt.error.code }, 'a trade of a channel file could not be booked');
  };
}
