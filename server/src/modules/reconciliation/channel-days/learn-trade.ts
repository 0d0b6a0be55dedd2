import { learnFromAcquirer } from '../../payments/learn-from-acquirer.ts';
import { learnFromStatement } from '../../payments/learn-from-statement.ts';
import type { PaymentsContext } from '../../payments/payments-context.ts';
import { refundsContext } from '../../refunds/refunds-context.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

/** Reconciliation on top of the payments module, which alone may ask a channel about a trade and book it. */
export function reconciliationContext(payments: PaymentsContext): ReconciliationContext {
  const { storage, clock, newId, logger } = payments;
  const { refundRules } = refundsContext(payments);
  return { storage, clock, newId, logger, refundRules, learn: learnTrade(payments) };
}

/** Trades of a file that our books lack, handed to the payments module; cash and cards of others it cannot ask about. */
function learnTrade(payments: PaymentsContext): ReconciliationContext['learn'] {
  return async ({ channel, outTradeNo, amountFen, transactionId, at }) => {
    if (channel !== 'wechat-pay' && channel !== 'alipay' && channel !== 'pos') return;
    const line = { amountFen, transactionId, paidAt: at };
    const learnt =
      channel === 'pos'
        ? await learnFromAcquirer(payments, outTradeNo, line)
        : await learnFromStatement(payments, channel, outTradeNo, line);
    if (learnt.ok) return;
    payments.logger.warn({ outTradeNo, code: learnt.error.code }, 'a trade of a channel file could not be booked');
  };
}
