import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { outTradeNoOf } from '../../payments/channel-orders.ts';
import { holdRun, type RunRow } from './channel-run.store.ts';
import { dayAfter, type ReconciliationContext } from '../reconciliation-context.ts';

/** Few at once: more than this is a wrong file, and asking the channel about all of it would hurt it. */
const MOST_ASKED = 200;
/** What a channel did not confirm for so long it will not. */
const ASKED_FOR_DAYS = 30;

/**
 * Trades that succeeded at the channel and are not on our books: the channel is asked, and what it confirms is booked
 * by the payments module like a late notification.
 */
export async function bookMissing(context: ReconciliationContext, run: RunRow): Promise<void> {
  const missing = await missingTrades(context.storage.db).where('d.run_id', '=', run.run_id).execute();
  for (const trade of missing) await askAbout(context, trade, (tx, now) => holdRun(tx, run, now));
}

/**
 * The same for what earlier days have left open, because the channel was silent when it was asked. What was booked
 * meanwhile by another way settles itself too.
 * @param today business date
 */
export async function askAgain(context: ReconciliationContext, today: string, signal: AbortSignal): Promise<void> {
  const missing = await missingTrades(context.storage.db)
    .innerJoin('channel_run as r', 'r.run_id', 'd.run_id')
    .where('r.state', '=', 'DONE')
    .where('d.business_date', '>=', dayAfter(today, -ASKED_FOR_DAYS))
    .execute();
  for (const trade of missing) {
    if (signal.aborted) return;
    await askAbout(context, trade, () => Promise.resolve());
  }
}

function missingTrades(db: Kysely<Database>) {
  return db
    .selectFrom('channel_difference as d')
    .innerJoin('channel_trade as t', (join) =>
      join.onRef('t.run_id', '=', 'd.run_id').onRef('t.line', '=', 'd.file_line'),
    )
    .select(['d.difference_id', 'd.channel', 'd.order_id', 'd.channel_fen'])
    .select(['t.out_trade_no', 't.transaction_id', 't.at', 't.amount_fen'])
    .where('d.kind', '=', 'LOCAL_MISSING')
    .where('d.state', 'in', ['OPEN', 'ESCALATED'])
    .where('d.order_id', 'is not', null)
    .orderBy('d.found_at', 'desc')
    .orderBy('t.line')
    .limit(MOST_ASKED);
}

type MissingTrade = Awaited<ReturnType<ReturnType<typeof missingTrades>['execute']>>[number];

async function askAbout(
  context: ReconciliationContext,
  trade: MissingTrade,
  hold: (tx: Transaction<Database>, now: number) => Promise<void>,
): Promise<void> {
  await context.learn({
    channel: trade.channel,
    outTradeNo: trade.order_id === null ? trade.out_trade_no : outTradeNoOf(trade.order_id),
    transactionId: trade.transaction_id,
    amountFen: trade.amount_fen,
    at: trade.at,
  });
  const now = context.clock.now();
  await context.storage.transact(async (tx) => {
    await hold(tx, now);
    const booked = await tx
      .selectFrom('payment')
      .select('received_fen')
      .where('order_id', '=', trade.order_id ?? '')
      .executeTakeFirst();
    if (booked?.received_fen !== trade.channel_fen) return;
    await tx
      .updateTable('channel_difference')
      .set({
        state: 'AUTO_RESOLVED',
        local_fen: booked.received_fen,
        reason: 'booked after the channel was asked',
        settled_at: now,
        settled_by: 'system',
      })
      .where('difference_id', '=', trade.difference_id)
      .where('state', 'in', ['OPEN', 'ESCALATED'])
      .execute();
  });
}
