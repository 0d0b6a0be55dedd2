import { ok, type Result } from '@louting/common/result';
import type { RefundOutcome, RefundRequest } from '../../server/src/channels/payment-channel.ts';

/** What really happened to a refund at the channel, and what it says when it is asked. */
export interface RefundAtChannel {
  readonly request: RefundRequest;
  state: 'processing' | 'succeeded' | 'failed';
  /** It had failed, and went through after all: only then may it have been given up by anybody. */
  hadFailed: boolean;
  readonly at: number;
}

/** How the next refund that is asked for goes; `says-failed`: it is done, and refused in words. */
export type NextRefund = 'succeeded' | 'processing' | 'refused' | 'says-failed';

export interface ModelRefunds {
  /** By refund number: a channel gives money back once per number, and never more than was paid. */
  readonly known: ReadonlyMap<string, RefundAtChannel>;
  next: NextRefund;
  /** A refund it worked on comes to an end; one that had failed can still go through, days later. */
  moveOn(outRefundNo: string, to: 'succeeded' | 'failed'): void;
  /** @param leftFen of the trade, before this refund; 0 when it was not paid */
  ask(request: RefundRequest, leftFen: number): Result<RefundOutcome>;
  told(outRefundNo: string): RefundOutcome;
  /** What went back, or may still, for a trade: less can be asked for. */
  takenOf(outTradeNo: string): number;
}

const REFUSED: RefundOutcome = { state: 'failed', failure: { code: 'LT-2511' } };

export function createModelRefunds(name: string, now: () => number): ModelRefunds {
  const known = new Map<string, RefundAtChannel>();
  let next: NextRefund = 'succeeded';

  function told(outRefundNo: string): RefundOutcome {
    const refund = known.get(outRefundNo);
    if (!refund) return { state: 'absent' };
    if (refund.state === 'processing') return { state: 'processing' };
    if (refund.state === 'failed') return REFUSED;
    const { amountFen } = refund.request;
    return { state: 'succeeded', refundId: `${name}-${outRefundNo}`, amountFen, refundedAt: refund.at };
  }

  return {
    known,
    get next() {
      return next;
    },
    set next(outcome) {
      next = outcome;
    },
    moveOn: (outRefundNo, to) => {
      const refund = known.get(outRefundNo);
      if (!refund || refund.state === 'succeeded') return;
      refund.hadFailed ||= to === 'failed';
      refund.state = to;
    },
    ask: (request, leftFen) => {
      if (known.has(request.outRefundNo)) return ok(told(request.outRefundNo));
      const how = next;
      next = 'succeeded';
      if (how === 'refused' || request.amountFen > leftFen) return ok(REFUSED);
      const state = how === 'processing' ? how : 'succeeded';
      known.set(request.outRefundNo, { request, state, hadFailed: false, at: now() });
      return ok(how === 'says-failed' ? REFUSED : told(request.outRefundNo));
    },
    told,
    takenOf: (outTradeNo) =>
      [...known.values()]
        .filter(({ request }) => request.outTradeNo === outTradeNo)
        .reduce((sum, { request }) => sum + request.amountFen, 0),
  };
}
