import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { cardTransactionId } from './bank-card.ts';
import { orderIdOf } from './channel-orders.ts';
import type { LearntFromStatement, StatementLine } from './learn-from-statement.ts';
import { learnAndTell } from './learnt.ts';
import { findOrder } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/**
 * The acquirer's file is the last word about a sale whose terminal could not be asked. It is believed for an order that
 * names itself, or that carries the reference; there is no channel to ask.
 * @returns LT-2109 no such order, LT-2204 order of another channel, LT-2203 amount differs (staff are told), LT-2116
 */
export async function learnFromAcquirer(
  context: PaymentsContext,
  outTradeNo: string,
  line: StatementLine,
): Promise<Result<LearntFromStatement>> {
  const orderId = orderIdOf(outTradeNo);
  const before = orderId === undefined ? undefined : await findOrder(context.storage.db, orderId);
  if (!before) return failed('LT-2109');
  if (before.method !== 'bank-card') return failed('LT-2204', 'order is not of a bank card');
  const transactionId = await transactionIdOf(context, before.order_id, line);
  const outcome = ok({ state: 'paid', transactionId, amountFen: fen(line.amountFen), paidAt: line.paidAt } as const);
  const told = await learnAndTell(context, before.order_id, { channel: 'pos', outcome, from: 'query' });
  return told.result.ok ? ok({ order: told.result.value, bookedNow: told.bookedNow }) : told.result;
}

/** By the reference the terminal told, so that it is the same whoever tells it; else by what the file has. */
async function transactionIdOf({ storage }: PaymentsContext, orderId: string, line: StatementLine): Promise<string> {
  const told = await storage.db
    .selectFrom('bank_card_payment')
    .select(['reference', 'paid_at'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return told ? cardTransactionId(told.reference, told.paid_at) : cardTransactionId(line.transactionId, line.paidAt);
}
