import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { RunRow } from './channel-run.store.ts';
import type { FoundDifference } from '../differences/differences.store.ts';
import { dayAfter, type ReconciliationContext, spanOfDay } from '../reconciliation-context.ts';

/** Within five minutes of midnight a trade may stand in either day's file. */
const CUT_MS = 5 * 60_000;
const PAGE = 500;
/** Rows of the file that one query looks at: on SQLite everybody else waits for it. */
const WINDOW = 2_000;

/**
 * Both sides of a day's trades, compared as sets by the database; what does not agree comes page by page.
 * Read outside of a transaction: the file's rows no longer change, and a payment that is booked meanwhile is found by
 * the next run.
 */
export async function* compareTrades(context: ReconciliationContext, run: RunRow): AsyncGenerator<FoundDifference[]> {
  for await (const window of windowsOf(context, run)) {
    for (const query of [paymentsOfFile, refundsOfFile, feesOfFile]) {
      const { rows } = await query(run, window).execute(context.storage.db);
      if (rows.length > 0) yield rows;
    }
  }
  yield* missingInFile(context, run);
  yield* pages(context, (after) => refundsMissingInFile(run, after));
}

/** Lines of the file above `after` and not above `upTo`. */
export interface Window {
  readonly after: number;
  readonly upTo: number;
}

/** The file's rows piece by piece, with a turn for others in between. */
export async function* windowsOf(context: ReconciliationContext, run: RunRow): AsyncGenerator<Window> {
  const { last } = await context.storage.db
    .selectFrom('channel_trade')
    .select((eb) => eb.fn.max<number | null>('line').as('last'))
    .where('run_id', '=', run.run_id)
    .executeTakeFirstOrThrow();
  for (let after = 0; after < (last ?? 0); after += WINDOW) {
    yield { after, upTo: after + WINDOW };
    await nextTurn();
  }
}

/** A row of the books: a difference, and where the next page begins. */
type KeyedRow = FoundDifference & { readonly key: string };

async function* pages(
  context: ReconciliationContext,
  query: (after: string) => RawBuilder<KeyedRow>,
): AsyncGenerator<FoundDifference[]> {
  let after = '';
  for (;;) {
    const { rows } = await query(after).execute(context.storage.db);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.key;
    await nextTurn();
  }
}

const secondOfOrder = sql<boolean>`exists (select 1 from channel_trade e where e.run_id = t.run_id
  and e.order_id = t.order_id and e.kind = 'payment' and e.state = 'success' and e.line < t.line)`;

function rowsIn(run: RunRow, { after, upTo }: Window): RawBuilder<boolean> {
  return sql<boolean>`t.run_id = ${run.run_id} and t.line > ${after} and t.line <= ${upTo}`;
}

/** Columns in the order of `FoundDifference`. */
function paymentsOfFile(run: RunRow, window: Window): RawBuilder<FoundDifference> {
  const day = spanOfDay(run.business_date);
  return sql<FoundDifference>`
    select case
        when ${secondOfOrder} then 'DUPLICATE'
        when t.state <> 'success' then 'STATUS_MISMATCH'
        when p.order_id is null then 'LOCAL_MISSING'
        when p.received_fen <> t.amount_fen then 'AMOUNT_MISMATCH'
        else 'LATE' end as kind,
      case
        when ${secondOfOrder}
        then 'duplicate ' || t.transaction_id || ' ' || t.line
        else t.out_trade_no || ' ' || t.transaction_id end as subject,
      o.community_id as "communityId", o.order_id as "orderId", t.transaction_id as "transactionId",
      t.out_trade_no as "outTradeNo", t.at as at,
      t.amount_fen as "channelFen", p.received_fen as "localFen", t.line as "fileLine",
      case
        when t.state <> 'success' then 'channel-state:' || t.state
        when p.order_id is null and o.order_id is null then 'no-order'
        when p.order_id is null then 'order-state:' || o.state
        when p.received_fen <> t.amount_fen then 'amounts-differ'
        else 'neighbour-day' end as detail,
      case
        when ${secondOfOrder} then ''
        when p.order_id is null and t.state = 'success' and t.amount_fen = (
          select coalesce(sum(b.amount_fen), 0) from channel_trade b
          where b.run_id = t.run_id and b.kind = 'refund' and b.transaction_id = t.transaction_id) then 'taken-back'
        when p.received_fen = t.amount_fen and t.state = 'success' and p.paid_at >= ${day.from - CUT_MS}
          and p.paid_at < ${day.to + CUT_MS} then 'late'
        else '' end as "explainedBy"
    from channel_trade t
    left join payment_order o on o.order_id = t.order_id and o.channel = ${run.channel}
    left join payment p on p.order_id = o.order_id
    where ${rowsIn(run, window)} and t.kind = 'payment'
      and ((t.state = 'success' and (p.order_id is null or p.received_fen <> t.amount_fen
          or p.paid_at < ${day.from} or p.paid_at >= ${day.to}
          or ${secondOfOrder}))
        or (t.state = 'failed' and p.order_id is not null))
    order by t.line`;
}

function refundsOfFile(run: RunRow, window: Window): RawBuilder<FoundDifference> {
  return sql<FoundDifference>`
    select 'REFUND_MISMATCH' as kind,
      'refund ' || t.out_refund_no || ' ' || t.transaction_id as subject,
      o.community_id as "communityId", o.order_id as "orderId", t.transaction_id as "transactionId",
      t.out_trade_no as "outTradeNo", t.at as at,
      t.amount_fen as "channelFen", r.amount_fen as "localFen", t.line as "fileLine",
      case
        when r.refund_id is null then 'no-refund'
        when r.amount_fen <> t.amount_fen then 'amounts-differ'
        when t.state = 'failed' then 'refund-failed-there'
        else 'refund-state:' || r.state end as detail,
      case when r.refund_id is null and p.order_id is null and exists (
        select 1 from channel_trade b where b.run_id = t.run_id and b.kind = 'payment'
          and b.transaction_id = t.transaction_id) then 'taken-back' else '' end as "explainedBy"
    from channel_trade t
    left join payment_order o on o.order_id = t.order_id and o.channel = ${run.channel}
    left join payment p on p.order_id = o.order_id
    left join refund r on r.refund_id = t.refund_id
    where ${rowsIn(run, window)} and t.kind = 'refund' and t.state <> 'processing'
      and (r.refund_id is null or r.amount_fen <> t.amount_fen
        or (t.state = 'success' and r.paid_entry_id is null) or (t.state = 'failed' and r.paid_entry_id is not null))
    order by t.line`;
}

/** What a contract says that the channel keeps, against what it kept; without a contract on file nothing is asked. */
function feesOfFile(run: RunRow, window: Window): RawBuilder<FoundDifference> {
  return sql<FoundDifference>`
    select 'FEE_MISMATCH' as kind, 'fee ' || t.transaction_id as subject,
      o.community_id as "communityId", o.order_id as "orderId", t.transaction_id as "transactionId",
      t.out_trade_no as "outTradeNo", t.at as at,
      t.fee_fen as "channelFen", (t.amount_fen * f.rate_millionths + 500000) / 1000000 as "localFen",
      t.line as "fileLine", 'fee-rule:' || f.name as detail, '' as "explainedBy"
    from channel_trade t
    join channel_fee_rule f on f.channel = ${run.channel} and f.from_date = (
      select max(b.from_date) from channel_fee_rule b
      where b.channel = ${run.channel} and b.from_date <= ${run.business_date})
    left join payment_order o on o.order_id = t.order_id and o.channel = ${run.channel}
    where ${rowsIn(run, window)} and t.kind = 'payment' and t.state = 'success'
      and abs(t.fee_fen - (t.amount_fen * f.rate_millionths + 500000) / 1000000) > f.tolerance_fen
    order by t.line`;
}

/** A channel's clock may run before ours: a payment is booked after it was paid, less this. */
const CLOCKS_APART_MS = 3_600_000;
const BOOKED_WITHIN_MS = 15 * 60_000;

/**
 * Payments of the day that no file has, by when they were booked, which is what payments are found by: those of its last
 * minutes wait for the file of the day after; those of the last minutes of the day before are asked for now.
 */
async function* missingInFile({ storage, clock }: ReconciliationContext, run: RunRow) {
  const now = clock.now();
  const begin = spanOfDay(run.business_date).from - CLOCKS_APART_MS;
  for (let from = begin; from <= now; from += BOOKED_WITHIN_MS) {
    const { rows } = await missingOfBooked(run, from, from + BOOKED_WITHIN_MS).execute(storage.db);
    if (rows.length > 0) yield rows;
    await nextTurn();
  }
}

/** SQLite reads a cross join from the left, and so goes by the index of bookings. */
function missingOfBooked(run: RunRow, from: number, to: number): RawBuilder<FoundDifference> {
  const day = spanOfDay(run.business_date);
  return sql<FoundDifference>`
    select 'CHANNEL_MISSING' as kind, 'order ' || p.order_id as subject,
      o.community_id as "communityId", o.order_id as "orderId",
      coalesce(o.channel_transaction_id, '') as "transactionId", '' as "outTradeNo", p.paid_at as at,
      null as "channelFen", p.received_fen as "localFen", null as "fileLine",
      'no-trade-there' as detail, '' as "explainedBy"
    from payment p cross join payment_order o
    where p.booked_at >= ${from} and p.booked_at < ${to} and o.order_id = p.order_id and o.channel = ${run.channel}
      and p.paid_at >= ${day.from - CUT_MS} and p.paid_at < ${day.to - CUT_MS}
      and not exists (
        select 1 from channel_trade t join channel_run r on r.run_id = t.run_id
        where t.order_id = p.order_id and t.kind = 'payment' and t.state = 'success' and r.channel = ${run.channel}
          and r.business_date between ${dayAfter(run.business_date, -1)} and ${dayAfter(run.business_date)})
      and (p.paid_at >= ${day.from} or exists (
        select 1 from channel_run b where b.channel = ${run.channel} and b.kind = 'trade'
          and b.business_date = ${dayAfter(run.business_date, -1)} and b.state in ('DONE', 'CLOSED')))
    order by p.order_id`;
}

function refundsMissingInFile(run: RunRow, after: string): RawBuilder<KeyedRow> {
  const day = spanOfDay(run.business_date);
  return sql<KeyedRow>`
    select r.refund_id as key, 'REFUND_MISMATCH' as kind, 'local refund ' || r.refund_id as subject,
      o.community_id as "communityId", o.order_id as "orderId",
      coalesce(o.channel_transaction_id, '') as "transactionId", '' as "outTradeNo", r.paid_at as at,
      null as "channelFen", r.amount_fen as "localFen", null as "fileLine",
      'no-refund-there' as detail, '' as "explainedBy"
    from refund r join payment_order o on o.order_id = r.order_id
    where o.channel = ${run.channel} and r.route = 'original' and r.paid_entry_id is not null
      and r.paid_at >= ${day.from - CUT_MS} and r.paid_at < ${day.to - CUT_MS} and r.refund_id > ${after}
      and not exists (
        select 1 from channel_trade t join channel_run n on n.run_id = t.run_id
        where t.refund_id = r.refund_id and t.kind = 'refund' and t.state = 'success' and n.channel = ${run.channel}
          and n.business_date between ${dayAfter(run.business_date, -1)} and ${dayAfter(run.business_date)})
    order by r.refund_id limit ${PAGE}`;
}
