import { fen, type Fen } from '@louting/common/money';
import type { CallBehaviour } from './misbehaviour.ts';
import type { OrderBook, SandboxOrder, SandboxRefund } from './order-book.ts';

/** What both platforms do with a wish for a refund, told apart from how they say it. */

export interface RefundWish {
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly notifyUrl?: string | undefined;
}

export interface GivenRefund {
  readonly kind: 'made' | 'repeated';
  readonly order: SandboxOrder;
  readonly refund: SandboxRefund;
}

export type RefundVerdict =
  | GivenRefund
  /** The same number with another amount. */
  | { readonly kind: 'discordant' }
  /** More than was paid, all refunds together. */
  | { readonly kind: 'too-much' }
  | { readonly kind: 'not-paid' }
  /** The merchant's balance does not suffice. */
  | { readonly kind: 'balance' };

/** Money goes back once per refund number, and never more than was paid. */
export function takeRefund(
  book: OrderBook,
  order: SandboxOrder,
  wish: RefundWish,
  { refundId, now, behaviour }: { refundId: string; now: number; behaviour: CallBehaviour | undefined },
): RefundVerdict {
  const known = order.refunds.find((refund) => refund.outRefundNo === wish.outRefundNo);
  if (known) {
    return known.amountFen === wish.amountFen ? { kind: 'repeated', order, refund: known } : { kind: 'discordant' };
  }
  if (order.state !== 'paid' && order.state !== 'refunded') return { kind: 'not-paid' };
  if (wish.amountFen > order.amountFen - takenBack(order)) return { kind: 'too-much' };
  if (behaviour?.kind === 'insufficient-balance') return { kind: 'balance' };
  const state =
    behaviour?.kind === 'refund-pending' ? 'processing' : behaviour?.kind === 'refund-fails' ? 'failed' : 'succeeded';
  const refund: SandboxRefund = {
    ...wish,
    refundId,
    state,
    requestedAt: now,
    ...(state === 'processing' ? {} : { finishedAt: now }),
  };
  const changed = withRefunds(order, [...order.refunds, refund]);
  book.save(changed);
  return { kind: 'made', order: changed, refund };
}

/** Ends a refund that is in hand. @returns undefined when there is none of that number in hand */
export function settleRefund(
  book: OrderBook,
  outRefundNo: string,
  outcome: 'succeeded' | 'failed',
  now: number,
): { readonly order: SandboxOrder; readonly refund: SandboxRefund } | undefined {
  const order = orderOfRefund(book, outRefundNo);
  const before = order?.refunds.find((refund) => refund.outRefundNo === outRefundNo);
  if (!order || before?.state !== 'processing') return undefined;
  const refund: SandboxRefund = { ...before, state: outcome, finishedAt: now };
  const changed = withRefunds(
    order,
    order.refunds.map((one) => (one === before ? refund : one)),
  );
  book.save(changed);
  return { order: changed, refund };
}

export function orderOfRefund(book: OrderBook, outRefundNo: string): SandboxOrder | undefined {
  return book.orders().find((order) => order.refunds.some((refund) => refund.outRefundNo === outRefundNo));
}

/** A reversal has no refund of its own, but takes everything back. */
function takenBack(order: SandboxOrder): number {
  const live = order.refunds.filter((refund) => refund.state !== 'failed');
  return Math.max(
    order.refundedFen,
    live.reduce((sum, refund) => sum + refund.amountFen, 0),
  );
}

function withRefunds(order: SandboxOrder, refunds: SandboxRefund[]): SandboxOrder {
  const done = refunds.filter((refund) => refund.state === 'succeeded');
  const refundedFen = fen(done.reduce((sum, refund) => sum + refund.amountFen, 0));
  return { ...order, refunds, refundedFen, state: refundedFen === order.amountFen ? 'refunded' : 'paid' };
}
