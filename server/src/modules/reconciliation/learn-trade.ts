import { orderIdOf } from '../payments/channel-orders.ts';
import { learn } from '../payments/learnt.ts';
import type { PaymentsContext } from '../payments/payments-context.ts';
import type { ReconciliationContext } from './reconciliation-context.ts';

/**
 * A file is not believed by itself: the channel is asked about the trade, and what it answers is booked once by the
 * payments module, as a notification that comes a day late.
 */
export function learnTrade(payments: PaymentsContext): ReconciliationContext['learn'] {
  return async (trade) => {
    const channel = trade.channel === 'wechat-pay' || trade.channel === 'alipay' ? trade.channel : undefined;
    const client = channel && payments.channels[channel];
    const orderId = orderIdOf(trade.outTradeNo);
    if (!channel || !client || orderId === undefined) return;
    const outcome = await client.query(trade.outTradeNo);
    const learnt = await learn(payments, orderId, { channel, outcome, from: 'query' });
    if (learnt.ok) return;
    payments.logger.warn({ orderId, code: learnt.error.code }, 'a trade of a channel file could not be booked');
  };
}
