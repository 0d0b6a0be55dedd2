import { failed, ok, type Result } from '@louting/common/result';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import { orderIdOf, outTradeNoOf } from './channel-orders.ts';
import { learnAndTell } from './learnt.ts';
import { findOrder, type OrderRow } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/** A line of a channel's statement that says money came in. */
export interface StatementLine {
  readonly amountFen: number;
  readonly transactionId: string;
  readonly paidAt: number;
}

export interface LearntFromStatement {
  readonly order: OrderRow;
  /** It was this call that booked it. */
  readonly bookedNow: boolean;
}

/**
 * A payment that the channel's statement knows and the books do not (LOCAL_MISSING). A file is not
 * believed by itself: the channel is asked, and what it says is booked once, like a notification that came a day late.
 * Calls the channel: not inside a transaction.
 * @returns LT-2109 no such order, LT-2102 the channel does not answer (ask again later), LT-2116 channel or books say
 * something else than the statement, LT-2203 amount differs from the order (staff are told), LT-2204 order of another
 * channel, LT-2111 channel is not configured
 */
export async function learnFromStatement(
  context: PaymentsContext,
  name: PaymentChannel['name'],
  outTradeNo: string,
  line: StatementLine,
): Promise<Result<LearntFromStatement>> {
  const orderId = orderIdOf(outTradeNo);
  const before = orderId === undefined ? undefined : await findOrder(context.storage.db, orderId);
  if (!before) return failed('LT-2109');
  if (before.channel !== name) return failed('LT-2204', `order is not of ${name}`);
  if (before.state === 'SUCCEEDED') return agreeing(before, line, false);
  const channel = context.channels[name];
  if (!channel) return failed('LT-2111', 'channel is off');
  context.failPoints.hit('channel.query.before');
  const outcome = await channel.query(outTradeNoOf(before.order_id));
  context.failPoints.hit('channel.query.after');
  const told = await learnAndTell(context, before.order_id, { channel: name, outcome, from: 'query' });
  const learnt = told.result;
  if (!learnt.ok) return learnt;
  if (!outcome.ok) return outcome;
  if (learnt.value.state !== 'SUCCEEDED') return failed('LT-2116', `the channel says ${outcome.value.state}`);
  return agreeing(learnt.value, line, told.bookedNow);
}

function agreeing(order: OrderRow, line: StatementLine, bookedNow: boolean): Result<LearntFromStatement> {
  const agrees = order.channel_transaction_id === line.transactionId && order.amount_fen === line.amountFen;
  return agrees ? ok({ order, bookedNow }) : failed('LT-2116', 'booked with another transaction or amount');
}
