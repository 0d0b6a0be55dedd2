import { businessDate } from '@louting/common/clock';
import type { Result } from '@louting/common/result';
import { type Kysely, sql } from 'kysely';
import { ok } from '@louting/common/result';
import type { Database } from '../../../storage/database.ts';
import { claimRun, failRun, finishRun, type RunRow } from './channel-run.store.ts';
import { type FoundDifference, recordDifferences } from '../differences/differences.store.ts';
import { type ReconciliationContext, spanOfDay } from '../reconciliation-context.ts';

/** A day on which a community's cash was counted. */
export interface CashDay {
  readonly communityId: string;
  readonly date: string;
}

/** Days up to `to` on which a bag was counted or cash was found short or over, and which nobody has compared yet. */
export async function cashDaysToCompare(db: Kysely<Database>, from: string, to: string): Promise<CashDay[]> {
  const span = { from: spanOfDay(from).from, to: spanOfDay(to).to };
  const counted = await db
    .selectFrom('cash_collection')
    .select(['community_id', 'settled_at as at'])
    .where('settled_at', '>=', span.from)
    .where('settled_at', '<', span.to)
    .unionAll(
      db
        .selectFrom('cash_difference')
        .select(['community_id', 'raised_at as at'])
        .where('raised_at', '>=', span.from)
        .where('raised_at', '<', span.to),
    )
    .execute();
  const runs = await db
    .selectFrom('channel_run')
    .select(['merchant', 'business_date'])
    .where('channel', '=', 'kiosk-cash')
    .where('business_date', '>=', from)
    .where('state', 'in', ['DONE', 'CLOSED'])
    .execute();
  const compared = new Set(runs.map((run) => `${run.merchant} ${run.business_date}`));
  const days = new Map<string, CashDay>();
  for (const { community_id: communityId, at } of counted) {
    const date = businessDate(at ?? 0);
    const key = `${communityId} ${date}`;
    if (!compared.has(key)) days.set(key, { communityId, date });
  }
  return [...days.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * What was counted on a day against what the kiosks had booked: each bag is compared by its two counts already, here its
 * shortages and surpluses come before those who reconcile (CASH_SHORT, CASH_OVER). They are explained in the cash books.
 */
export async function compareCashDay(
  context: ReconciliationContext,
  { communityId, date }: CashDay,
  begun: { readonly by: string; readonly force: boolean } = { by: 'system', force: false },
): Promise<Result<RunRow>> {
  const request = { channel: 'kiosk-cash', merchant: communityId, businessDate: date, kind: 'cash' } as const;
  const claimed = await claimRun(context, { ...request, ...begun });
  if (!claimed.ok) return claimed;
  const run = claimed.value;
  try {
    await recordDifferences(context, run, await differencesOfDay(context, communityId, date));
    return ok(await finishRun(context, run, { ...(await figuresOfDay(context, communityId, date)), file_hash: '' }));
  } catch (error) {
    await failRun(context, run, 'LT-9999');
    throw error;
  }
}

async function differencesOfDay(
  { storage }: ReconciliationContext,
  communityId: string,
  date: string,
): Promise<FoundDifference[]> {
  const day = spanOfDay(date);
  const rows = await storage.db
    .selectFrom('cash_difference as found')
    .leftJoin('cash_collection as bag', 'bag.collection_id', 'found.collection_id')
    .select(['found.difference_id', 'found.kind', 'found.amount_fen', 'found.state'])
    .select(['found.raised_at', 'bag.seal_number'])
    .where('found.community_id', '=', communityId)
    .where('found.raised_at', '>=', day.from)
    .where('found.raised_at', '<', day.to)
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    subject: `cash ${row.difference_id}`,
    communityId,
    orderId: null,
    transactionId: row.seal_number ?? '',
    outTradeNo: '',
    at: row.raised_at,
    channelFen: row.kind === 'CASH_OVER' ? row.amount_fen : null,
    localFen: row.kind === 'CASH_SHORT' ? row.amount_fen : null,
    fileLine: null,
    detail: `cash-count:${row.seal_number ?? ''}`,
    explainedBy: row.state === 'EXPLAINED' ? 'cash-books' : '',
  }));
}

async function figuresOfDay({ storage }: ReconciliationContext, communityId: string, date: string) {
  const day = spanOfDay(date);
  const bags = await storage.db
    .selectFrom('cash_collection')
    .select(['booked_fen', 'counted_fen'])
    .where('community_id', '=', communityId)
    .where('settled_at', '>=', day.from)
    .where('settled_at', '<', day.to)
    .execute();
  const agreeing = bags.filter((bag) => bag.booked_fen === bag.counted_fen);
  const booked = (of: typeof bags) => of.reduce((sum, bag) => sum + (bag.booked_fen ?? 0), 0);
  return {
    row_count: bags.length,
    problem_count: 0,
    matched_count: agreeing.length,
    matched_fen: booked(agreeing),
    compared_count: bags.length,
    compared_fen: booked(bags),
  };
}

/** Differences of cash that have been explained where the cash is are settled here too. */
export async function followCashBooks({ storage, clock }: ReconciliationContext): Promise<void> {
  const explained = await explainedCash(storage.db).execute();
  if (explained.length === 0) return;
  await storage.transact((tx) =>
    tx
      .updateTable('channel_difference')
      .set({
        state: 'AUTO_RESOLVED',
        reason: 'explained in the cash books',
        settled_at: clock.now(),
        settled_by: 'system',
      })
      .where(
        'difference_id',
        'in',
        explained.map((row) => row.difference_id),
      )
      .where('state', 'in', ['OPEN', 'ESCALATED'])
      .execute(),
  );
}

export function explainedCash(db: Kysely<Database>) {
  return db
    .selectFrom('channel_difference as open')
    .innerJoin('cash_difference as cash', (join) => join.on(sql<boolean>`open.subject = 'cash ' || cash.difference_id`))
    .select('open.difference_id')
    .where('open.channel', '=', 'kiosk-cash')
    .where('open.state', 'in', ['OPEN', 'ESCALATED'])
    .where('cash.state', '=', 'EXPLAINED')
    .limit(500);
}
