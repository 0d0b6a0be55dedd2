import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { DayReport } from '../../contract/day-close-api.ts';
import type { Database } from '../../storage/database.ts';
import { DAY_MS, startOfBusinessDay } from '../admin-views/search.ts';
import { bagsToCount, creditedNotes, doubtfulNotes, runningSession } from './cash-sessions.store.ts';
import { totalOf } from './cash.ts';
import { cutOff, missingIn, type NumberRange } from './day-close.ts';
import { type KioskOfCommunity, kiosksOf, numbersOf, openRange } from './day-series.store.ts';
import { cashAtOffice } from './deposits.store.ts';
import { terminalDays } from './terminal-totals/terminal-totals.store.ts';
import { hopperDay, waitingForCount } from './hoppers/hopper-days.store.ts';

const LATE_SHOWN = 50;

export interface ReportWithRanges {
  readonly report: DayReport;
  readonly ranges: ReadonlyMap<string, NumberRange>;
}

/** What a close of that day holds when it is prepared now. */
export async function dayReport(
  db: Kysely<Database>,
  communityId: string,
  date: string,
  now: number,
): Promise<ReportWithRanges> {
  const community = await db
    .selectFrom('community')
    .select(['name_zh', 'name_en', 'company_name'])
    .where('community_id', '=', communityId)
    .executeTakeFirstOrThrow();
  const kiosks = await kiosksOf(db, communityId);
  const ranges = new Map<string, NumberRange>();
  const series: DayReport['series'] = [];
  const takings: DayReport['takings'] = [];
  const lateReceipts: DayReport['lateReceipts'] = [];
  const hoppers: DayReport['hoppers'] = [];
  for (const kiosk of kiosks) {
    const range = await openRange(db, kiosk, cutOff(date, now));
    hoppers.push(...(await hopperDay(db, kiosk, range, { date, now })));
    if (!range) continue;
    ranges.set(kiosk.kioskId, range);
    const own = await takingsOf(db, kiosk, range, date);
    takings.push(...own);
    const count = own.reduce((sum, row) => sum + row.count, 0);
    const place = { kioskId: kiosk.kioskId, kioskNumber: kiosk.number };
    series.push({ ...place, ...numbersOf(kiosk, range), count, missing: missingIn(range, count) });
    lateReceipts.push(...(await lateReceiptsOf(db, kiosk, range, date)));
  }
  const sum = (rows: typeof takings, of: (row: (typeof takings)[number]) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const { cash, doubtful, bags } = await cashNow(db, communityId, kiosks);
  const report: DayReport = {
    communityId,
    communityName: { 'zh-CN': community.name_zh, en: community.name_en },
    companyName: community.company_name,
    businessDate: date,
    preparedAt: now,
    series,
    takings,
    totals: {
      count: sum(takings, (row) => row.count),
      sumFen: fen(sum(takings, (row) => row.sumFen)),
      cashFen: fen(
        sum(
          takings.filter((row) => row.method === 'cash'),
          (row) => row.sumFen,
        ),
      ),
      lateCount: sum(takings, (row) => row.lateCount),
      lateFen: fen(sum(takings, (row) => row.lateFen)),
    },
    lateReceipts: lateReceipts.slice(0, LATE_SHOWN),
    collections: await countedOn(db, communityId, date),
    hoppers,
    terminals: await terminalDays(db, communityId, date),
    cash,
    open: {
      exceptions: await openExceptions(db, communityId),
      differences: await openDifferences(db, communityId),
      doubtfulNotes: doubtful,
      bagsToCount: bags,
      hoppersToCount: await waitingForCount(db, communityId),
    },
  };
  return { report, ranges };
}

function receiptsIn(db: Kysely<Database>, kiosk: KioskOfCommunity, range: NumberRange) {
  const { first, last } = numbersOf(kiosk, range);
  return db
    .selectFrom('receipt')
    .innerJoin('payment_order', 'payment_order.order_id', 'receipt.order_id')
    .innerJoin('payment', 'payment.order_id', 'receipt.order_id')
    .where('receipt.kiosk_id', '=', kiosk.kioskId)
    .where('receipt.receipt_number', '>=', first)
    .where('receipt.receipt_number', '<=', last);
}

async function takingsOf(
  db: Kysely<Database>,
  kiosk: KioskOfCommunity,
  range: NumberRange,
  date: string,
): Promise<DayReport['takings']> {
  const midnight = startOfBusinessDay(date);
  const rows = await receiptsIn(db, kiosk, range)
    .groupBy('payment_order.method')
    .orderBy('payment_order.method')
    .select((eb) => [
      'payment_order.method',
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number>('payment.received_fen').as('sum_fen'),
      sql<number>`sum(case when payment.paid_at < ${midnight} then 1 else 0 end)`.as('late_count'),
      sql<number>`sum(case when payment.paid_at < ${midnight} then payment.received_fen else 0 end)`.as('late_fen'),
    ])
    .execute();
  return rows.map((row) => ({
    kioskId: kiosk.kioskId,
    kioskNumber: kiosk.number,
    method: row.method,
    count: row.count,
    sumFen: fen(row.sum_fen),
    lateCount: row.late_count,
    lateFen: fen(row.late_fen),
  }));
}

async function lateReceiptsOf(
  db: Kysely<Database>,
  kiosk: KioskOfCommunity,
  range: NumberRange,
  date: string,
): Promise<DayReport['lateReceipts']> {
  const rows = await receiptsIn(db, kiosk, range)
    .select(['receipt.receipt_number', 'payment.paid_at', 'payment.received_fen'])
    .where('payment.paid_at', '<', startOfBusinessDay(date))
    .orderBy('receipt.receipt_number')
    .limit(LATE_SHOWN)
    .execute();
  return rows.map((row) => ({
    receiptNumber: row.receipt_number,
    paidAt: row.paid_at,
    sumFen: fen(row.received_fen),
  }));
}

async function countedOn(db: Kysely<Database>, communityId: string, date: string): Promise<DayReport['collections']> {
  const midnight = startOfBusinessDay(date);
  const rows = await db
    .selectFrom('cash_collection')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'cash_collection.kiosk_id')
    .select(['collection_id', 'number', 'session_number', 'seal_number', 'booked_fen', 'counted_fen'])
    .where('cash_collection.community_id', '=', communityId)
    .where('settled_at', '>=', midnight)
    .where('settled_at', '<', midnight + DAY_MS)
    .orderBy('settled_at')
    .execute();
  return rows.map((row) => ({
    collectionId: row.collection_id,
    kioskNumber: row.number,
    sessionNumber: row.session_number,
    sealNumber: row.seal_number,
    bookedFen: fen(row.booked_fen ?? 0),
    countedFen: fen(row.counted_fen ?? 0),
  }));
}

async function cashNow(db: Kysely<Database>, communityId: string, kiosks: readonly KioskOfCommunity[]) {
  let [inBoxes, doubtful] = [0, 0];
  for (const { kioskId } of kiosks) {
    const session = await runningSession(db, kioskId);
    inBoxes += totalOf(await creditedNotes(db, session));
    // Since the first pull: what earlier counts left to staff is open too.
    doubtful += (await doubtfulNotes(db, { ...session, from: 0 })).length;
  }
  const bags = await bagsToCount(
    db,
    kiosks.map((kiosk) => kiosk.kioskId),
  );
  const cash = {
    inBoxesFen: fen(inBoxes),
    inBagsFen: fen(bags.reduce((sum, bag) => sum + bag.bookedFen, 0)),
    atOfficeFen: fen(await cashAtOffice(db, [communityId])),
  };
  return { cash, doubtful, bags: bags.length };
}

async function openExceptions(db: Kysely<Database>, communityId: string): Promise<DayReport['open']['exceptions']> {
  const rows = await db
    .selectFrom('payment_exception as found')
    .leftJoin('payment_order as order', 'order.order_id', 'found.order_id')
    .leftJoin('kiosk', 'kiosk.kiosk_id', 'found.kiosk_id')
    .where('found.resolved_at', 'is', null)
    .where((eb) => eb.or([eb('order.community_id', '=', communityId), eb('kiosk.community_id', '=', communityId)]))
    .groupBy('found.code')
    .orderBy('found.code')
    .select((eb) => [
      'found.code',
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number>('found.amount_fen').as('sum_fen'),
    ])
    .execute();
  return rows.map((row) => ({ code: row.code, count: row.count, sumFen: fen(row.sum_fen) }));
}

async function openDifferences(db: Kysely<Database>, communityId: string): Promise<DayReport['open']['differences']> {
  const { count, sum_fen: sumFen } = await db
    .selectFrom('cash_difference')
    .where('community_id', '=', communityId)
    .where('state', '=', 'OPEN')
    .select((eb) => [eb.fn.countAll<number>().as('count'), sql<number>`coalesce(sum(amount_fen), 0)`.as('sum_fen')])
    .executeTakeFirstOrThrow();
  return { count, sumFen: fen(sumFen) };
}
