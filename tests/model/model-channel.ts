import { type Fen, fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type {
  ChannelNotification,
  ChannelOrder,
  ChannelOutcome,
  PaymentChannel,
} from '../../server/src/channels/payment-channel.ts';
import { createModelRefunds, type ModelRefunds } from './model-refunds.ts';

/** What really happened to one trade; our books learn of it through a bad line. */
export interface Trade {
  readonly order: ChannelOrder;
  readonly kind: 'qr' | 'payer-code';
  state: 'pending' | 'paid' | 'closed' | 'refused' | 'reversed';
  transactionId: string;
  paidAt: number;
}

/** How the line to the channel behaves for the next calls; each count goes down with use. */
export interface LineFaults {
  /** Nothing reaches the channel. */
  loseRequests: number;
  /** It happens, but nobody hears of it. */
  loseAnswers: number;
  /** A query tells what was true before the payer paid. */
  staleQueries: number;
  /** Runs once in the middle of the next call, before the channel acts: the world does not stand still meanwhile. */
  meanwhile: (() => Promise<void>) | undefined;
}

export interface ModelChannel extends PaymentChannel {
  readonly trades: ReadonlyMap<string, Trade>;
  readonly refunds: ModelRefunds;
  readonly faults: LineFaults;
  /** Notifications on their way, oldest first. */
  readonly outbox: ChannelNotification[];
  /** The payer confirms on the phone; with `late` even a trade that was closed in that very second. */
  pay(outTradeNo: string, late: boolean): boolean;
  /** What the payer's bank does with the next payer code. */
  nextCharge: 'paid' | 'pending' | 'refused';
}

const GENUINE = 'genuine';

/** The header that stands for a signature: everything else about verification is tested with real keys elsewhere. */
export function signatureOf(genuine: boolean): Record<string, string> {
  return { 'x-signature': genuine ? GENUINE : 'forged' };
}

/** A payment channel whose truth is known, behind a line that loses, delays, repeats and lies. */
export function createModelChannel(name: PaymentChannel['name'], now: () => number): ModelChannel {
  const trades = new Map<string, Trade>();
  const refunds = createModelRefunds(name, now);
  const outbox: ChannelNotification[] = [];
  const faults: LineFaults = { loseRequests: 0, loseAnswers: 0, staleQueries: 0, meanwhile: undefined };
  let notified = 0;
  let nextCharge: ModelChannel['nextCharge'] = 'paid';

  function markPaid(trade: Trade): void {
    trade.state = 'paid';
    trade.transactionId = `${name}-${trade.order.outTradeNo}`;
    trade.paidAt = now();
    notified += 1;
    outbox.push({
      notificationId: `${name}-${notified}`,
      outTradeNo: trade.order.outTradeNo,
      outcome: paidOutcome(trade, trade.order.amountFen),
    });
  }

  async function call<T>(act: () => Result<T>): Promise<Result<T>> {
    const { meanwhile } = faults;
    faults.meanwhile = undefined;
    await meanwhile?.();
    if (faults.loseRequests > 0) {
      faults.loseRequests -= 1;
      return failed('LT-2102', 'request lost');
    }
    const answer = act();
    if (faults.loseAnswers > 0) {
      faults.loseAnswers -= 1;
      return failed('LT-2102', 'answer lost');
    }
    return answer;
  }

  function told(trade: Trade | undefined): ChannelOutcome {
    if (!trade) return { state: 'pending' };
    if (trade.state === 'paid' && faults.staleQueries > 0) {
      faults.staleQueries -= 1;
      return { state: 'pending' };
    }
    if (trade.state === 'paid') return paidOutcome(trade, trade.order.amountFen);
    if (trade.state === 'refused') return { state: 'refused', failure: { code: 'LT-2107' } };
    return { state: trade.state === 'pending' ? 'pending' : 'closed' };
  }

  return {
    name,
    trades,
    refunds,
    faults,
    outbox,
    get nextCharge() {
      return nextCharge;
    },
    set nextCharge(outcome) {
      nextCharge = outcome;
    },
    pay: (outTradeNo, late) => {
      const trade = trades.get(outTradeNo);
      const payable = trade?.state === 'pending' || (late && trade?.state === 'closed' && trade.kind === 'qr');
      if (trade && payable) markPaid(trade);
      return payable;
    },
    createQr: (order) =>
      call(() => {
        if (!trades.has(order.outTradeNo)) trades.set(order.outTradeNo, newTrade(order, 'qr'));
        return ok({ content: `model://${order.outTradeNo}` });
      }),
    chargePayerCode: (order) =>
      call(() => {
        const trade = trades.get(order.outTradeNo) ?? newTrade(order, 'payer-code');
        trades.set(order.outTradeNo, trade);
        if (nextCharge === 'paid' && trade.state === 'pending') markPaid(trade);
        if (nextCharge === 'refused' && trade.state === 'pending') trade.state = 'refused';
        return ok(told(trade));
      }),
    query: (outTradeNo) => call(() => ok(told(trades.get(outTradeNo)))),
    close: (outTradeNo) =>
      call(() => {
        const trade = trades.get(outTradeNo);
        if (trade?.state === 'paid') return failed('LT-2101', 'already paid');
        if (trade) trade.state = 'closed';
        return ok(undefined);
      }),
    reverse: (outTradeNo) =>
      call(() => {
        const trade = trades.get(outTradeNo);
        if (trade?.state === 'paid') trade.state = 'reversed';
        if (trade?.state === 'pending') trade.state = 'closed';
        return ok(undefined);
      }),
    refund: (request) =>
      call(() => {
        const trade = trades.get(request.outTradeNo);
        const paidFen = trade?.state === 'paid' ? trade.order.amountFen : 0;
        return refunds.ask(request, paidFen - refunds.takenOf(request.outTradeNo));
      }),
    queryRefund: (_outTradeNo, outRefundNo) => call(() => ok(refunds.told(outRefundNo))),
    verifyNotification: async (headers, rawBody) =>
      headers['x-signature'] === GENUINE ? ok(JSON.parse(rawBody.toString())) : failed('LT-2201'),
    notificationAnswer: (accepted) => ({
      status: accepted ? 200 : 500,
      contentType: 'text/plain',
      body: accepted ? 'success' : 'fail',
    }),
  };
}

function newTrade(order: ChannelOrder, kind: Trade['kind']): Trade {
  return { order, kind, state: 'pending', transactionId: '', paidAt: 0 };
}

export function paidOutcome(trade: Trade, amountFen: Fen): Extract<ChannelOutcome, { state: 'paid' }> {
  return { state: 'paid', transactionId: trade.transactionId, amountFen: fen(amountFen), paidAt: trade.paidAt };
}
