import { type Fen, fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type {
  ChannelOrder,
  ChannelOutcome,
  PaymentChannel,
  RefundOutcome,
  RefundRequest,
} from '../../channels/payment-channel.ts';

interface Trade {
  readonly order: ChannelOrder;
  outcome: ChannelOutcome;
}

/** A payment channel in memory whose payer, network and clock a test scripts. */
export interface TestChannel extends PaymentChannel {
  readonly calls: string[];
  readonly trades: Map<string, Trade>;
  /** By refund number. */
  readonly refunds: Map<string, { readonly request: RefundRequest; outcome: RefundOutcome }>;
  /** What the next refund that is asked for comes to; by default it succeeds. */
  nextRefund(outcome: RefundOutcome): void;
  /** The payer pays, by the number of the only trade or the one given. */
  pay(outTradeNo?: string, amountFen?: Fen): void;
  /** The next calls are lost: they happen, but nobody hears the answer. */
  loseAnswers(count: number): void;
  /** What the next charge comes to at once. */
  nextCharge(outcome: ChannelOutcome): void;
  /** Body and headers of the genuine notification of a trade. */
  notification(
    outTradeNo?: string,
    changes?: { amountFen?: number; id?: string },
  ): { headers: Record<string, string>; payload: string };
}

const GENUINE = 'genuine';

export function createTestChannel(name: PaymentChannel['name'], now: () => number): TestChannel {
  const trades = new Map<string, Trade>();
  const calls: string[] = [];
  const refunds: TestChannel['refunds'] = new Map();
  let refundOutcome: RefundOutcome | undefined;
  let lost = 0;
  let charge: ChannelOutcome = { state: 'pending' };
  const paid = (order: ChannelOrder, amountFen = order.amountFen): ChannelOutcome => ({
    state: 'paid',
    transactionId: `${name}-${order.outTradeNo}`,
    amountFen,
    paidAt: now(),
  });
  const only = () => [...trades.keys()][0] ?? '';
  const answer = <T>(value: T): Result<T> => {
    if (lost === 0) return ok(value);
    lost -= 1;
    return failed('LT-2102');
  };
  return {
    name,
    calls,
    trades,
    refunds,
    nextRefund: (outcome) => {
      refundOutcome = outcome;
    },
    pay: (outTradeNo = only(), amountFen) => {
      const trade = trades.get(outTradeNo);
      if (trade) trade.outcome = paid(trade.order, amountFen);
    },
    loseAnswers: (count) => {
      lost = count;
    },
    nextCharge: (outcome) => {
      charge = outcome;
    },
    createQr: async (order) => {
      calls.push('create-qr');
      trades.set(order.outTradeNo, { order, outcome: { state: 'pending' } });
      return answer({ content: `test://${order.outTradeNo}` });
    },
    chargePayerCode: async (order) => {
      calls.push('charge');
      const outcome = charge.state === 'paid' ? paid(order) : charge;
      trades.set(order.outTradeNo, { order, outcome });
      return answer(outcome);
    },
    query: async (outTradeNo) => {
      calls.push('query');
      return answer<ChannelOutcome>(trades.get(outTradeNo)?.outcome ?? { state: 'pending' });
    },
    close: async (outTradeNo) => {
      calls.push('close');
      const trade = trades.get(outTradeNo);
      if (trade?.outcome.state === 'paid') return failed('LT-2101', 'already paid');
      if (trade) trade.outcome = { state: 'closed' };
      return answer(undefined);
    },
    reverse: async (outTradeNo) => {
      calls.push('reverse');
      const trade = trades.get(outTradeNo);
      if (trade) trade.outcome = { state: 'closed' };
      return answer(undefined);
    },
    refund: async (request) => {
      calls.push('refund');
      const { outRefundNo, amountFen } = request;
      const succeeded = {
        state: 'succeeded',
        refundId: `${name}-${outRefundNo}`,
        amountFen,
        refundedAt: now(),
      } as const;
      const outcome = refunds.get(outRefundNo)?.outcome ?? refundOutcome ?? succeeded;
      // A refusal leaves nothing behind.
      if (outcome.state !== 'failed') refunds.set(outRefundNo, { request, outcome });
      refundOutcome = undefined;
      return answer(outcome);
    },
    queryRefund: async (_outTradeNo, outRefundNo) => {
      calls.push('refund-query');
      return answer<RefundOutcome>(refunds.get(outRefundNo)?.outcome ?? { state: 'absent' });
    },
    verifyRefundNotification: async (headers, rawBody) => {
      if (headers['x-signature'] !== GENUINE) return failed('LT-2201');
      return ok(JSON.parse(rawBody.toString()));
    },
    notification: (outTradeNo = only(), changes = {}) => {
      const trade = trades.get(outTradeNo);
      const outcome = trade ? paid(trade.order, fen(changes.amountFen ?? trade.order.amountFen)) : undefined;
      const payload = JSON.stringify({ notificationId: changes.id ?? 'n-1', outTradeNo, outcome });
      return { headers: { 'content-type': 'application/json', 'x-signature': GENUINE }, payload };
    },
    verifyNotification: async (headers, rawBody) => {
      if (headers['x-signature'] !== GENUINE) return failed('LT-2201');
      return ok(JSON.parse(rawBody.toString()));
    },
    notificationAnswer: (accepted) => ({
      status: accepted ? 200 : 500,
      contentType: 'text/plain',
      body: accepted ? 'success' : 'fail',
    }),
  };
}
