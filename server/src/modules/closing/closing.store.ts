import type { Clock } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Period } from '../../contract/ledger-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';
import { startOfMonth } from '../ledger/accounting-month.ts';
import { openTail } from '../ledger/chain/sealing.store.ts';
import { accountsOffBalance, endOfMonth, trialBalance, type TrialBalanceRow } from '../ledger/trial-balance.ts';
import { type ClosingFacts, mayClose, mayReopen, openFrom } from './closing.ts';

export interface PeriodOf {
  readonly communityId: string;
  readonly month: string;
}

/** What a month would be closed on now. */
export async function closingFacts(
  db: Kysely<Database>,
  { communityId, month }: PeriodOf,
  now: number,
): Promise<ClosingFacts> {
  const end = endOfMonth(month);
  const waiting = await (
    await openTail(db)
  )
    .where('entry.community_id', '=', communityId)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return {
    month,
    now,
    closedBefore: await closedBefore(db, communityId),
    accountsOffBalance: (await accountsOffBalance(db, communityId)).length,
    waitingForSeal: waiting.count,
    openExceptions: await openExceptions(db, communityId, end),
    unknownOrders: await countOf(
      db
        .selectFrom('payment_order')
        .where('community_id', '=', communityId)
        .where('state', '=', 'UNKNOWN')
        .where('created_at', '<', end)
        .select(countAll)
        .executeTakeFirst(),
    ),
    openDays: await openDays(db, communityId, month),
    openRefunds: await countOf(
      db
        .selectFrom('refund')
        .where('community_id', '=', communityId)
        .where('state', 'in', ['APPROVED', 'PROCESSING', 'UNKNOWN'])
        .where('requested_at', '<', end)
        .select(countAll)
        .executeTakeFirst(),
    ),
    openDepositReturns: await countOf(
      db
        .selectFrom('deposit_return')
        .innerJoin('deposit', 'deposit.deposit_id', 'deposit_return.deposit_id')
        .where('deposit.community_id', '=', communityId)
        .where('deposit_return.state', '=', 'REQUESTED')
        .where('requested_at', '<', end)
        .select(countAll)
        .executeTakeFirst(),
    ),
    unsignedReports: await unsignedReports(db, { communityId, month }),
  };
}

const DAY_MS = 86_400_000;
/** Asia/Shanghai is eight hours ahead of UTC, the whole year. */
const SHANGHAI_MS = 28_800_000;

const countAll = sql<number>`count(*)`.as('count');

async function countOf(row: Promise<{ count: number } | undefined>): Promise<number> {
  return (await row)?.count ?? 0;
}

async function closedBefore(db: Kysely<Database>, communityId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('ledger_closed')
    .select('closed_before')
    .where('community_id', '=', communityId)
    .executeTakeFirst();
  return row?.closed_before;
}

/** An exception belongs to the community of its order, else of its kiosk; one with neither belongs to everybody. */
function openExceptions(db: Kysely<Database>, communityId: string, before: number): Promise<number> {
  return countOf(
    db
      .selectFrom('payment_exception as exception')
      .leftJoin('payment_order as paid', 'paid.order_id', 'exception.order_id')
      .leftJoin('kiosk', 'kiosk.kiosk_id', 'exception.kiosk_id')
      .where('exception.resolved_at', 'is', null)
      .where('exception.raised_at', '<', before)
      .where(sql<string>`coalesce(paid.community_id, kiosk.community_id, ${communityId})`, '=', communityId)
      .select(countAll)
      .executeTakeFirst(),
  );
}

/** Days of the month on which receipts were issued and that no signed daily close 日结 has locked. */
async function openDays(db: Kysely<Database>, communityId: string, month: string): Promise<number> {
  const days = await db
    .selectFrom('receipt')
    .select(sql<number>`(issued_at + ${sql.lit(SHANGHAI_MS)}) / ${sql.lit(DAY_MS)}`.as('day'))
    .distinct()
    .where('community_id', '=', communityId)
    .where('issued_at', '>=', startOfMonth(month))
    .where('issued_at', '<', endOfMonth(month))
    .execute();
  const closes = await db
    .selectFrom('day_close')
    .select('business_date')
    .where('community_id', '=', communityId)
    .where('state', '=', 'SIGNED')
    .where('business_date', 'like', `${month}-%`)
    .execute();
  const signed = new Set(closes.map((close) => Date.parse(`${close.business_date}T00:00:00Z`) / DAY_MS));
  return days.filter(({ day }) => !signed.has(day)).length;
}

/** A month with lines of the bank or days of channels has a report, which two people sign before the books are closed. */
async function unsignedReports(db: Kysely<Database>, { communityId, month }: PeriodOf): Promise<number> {
  if (await isReportSigned(db, { communityId, month })) return 0;
  const line = await db
    .selectFrom('bank_line')
    .select('line_id')
    .where('community_id', '=', communityId)
    .where('booked_on', '>=', `${month}-01`)
    .where('booked_on', '<=', `${month}-31`)
    .executeTakeFirst();
  if (line) return 1;
  const day = await db
    .selectFrom('channel_day')
    .select('channel')
    .where('community_id', '=', communityId)
    .where('business_date', '>=', `${month}-01`)
    .where('business_date', '<=', `${month}-31`)
    .executeTakeFirst();
  return day ? 1 : 0;
}

async function isReportSigned(db: Kysely<Database>, { communityId, month }: PeriodOf): Promise<boolean> {
  const signed = await db
    .selectFrom('month_report')
    .select('report_id')
    .where('community_id', '=', communityId)
    .where('month', '=', month)
    .where('state', '=', 'SIGNED')
    .executeTakeFirst();
  return signed !== undefined;
}

export interface Closing extends PeriodOf {
  /** `staff:<id>` */
  readonly by: string;
  readonly note: string;
}

/**
 * Closes a month: what happened in it and is booked later counts from the next one on (ledger.store.ts). The trial
 * balance is kept as it was. On PostgreSQL a booking that does not see the close and would slip into the month starts again.
 * @returns LT-2801 … LT-2804, see mayClose
 */
export function closeMonth(storage: Storage, closing: Closing, clock: Clock): Promise<Result<undefined>> {
  const { communityId, month, by, note } = closing;
  return storage.transact(async (tx) => {
    const now = clock.now();
    const allowed = mayClose(await closingFacts(tx, closing, now), note);
    if (!allowed.ok) return allowed;
    const closed = { state: 'CLOSED' as const, closed_at: now, closed_by: by, note };
    const notReopened = { reopened_at: null, reopened_by: null, reopen_reason: null };
    await tx
      .insertInto('ledger_period')
      .values({ community_id: communityId, month, ...closed, ...notReopened })
      .onConflict((conflict) => conflict.columns(['community_id', 'month']).doUpdateSet({ ...closed, ...notReopened }))
      .execute();
    await keepTrialBalance(tx, closing);
    await moveClosedBefore(tx, communityId, openFrom(month));
    return ok();
  });
}

async function keepTrialBalance(tx: Transaction<Database>, { communityId, month }: PeriodOf): Promise<void> {
  const rows = (await trialBalance(tx, communityId, month)).map((row) => ({
    community_id: communityId,
    month,
    account_code: row.accountCode,
    opening_fen: row.openingFen,
    debit_fen: row.debitFen,
    credit_fen: row.creditFen,
    closing_fen: row.closingFen,
  }));
  await insertRows(tx, 'ledger_period_balance', rows);
}

async function moveClosedBefore(tx: Transaction<Database>, communityId: string, moment: number): Promise<void> {
  await tx
    .insertInto('ledger_closed')
    .values({ community_id: communityId, closed_before: moment })
    .onConflict((conflict) => conflict.column('community_id').doUpdateSet({ closed_before: moment }))
    .execute();
}

/**
 * Opens the last closed month again, by another person than who closed it; the trail keeps both. What was booked into
 * the next month meanwhile stays there: nothing posted is edited.
 * @returns LT-2806, LT-2805, LT-2754 its reconciliation report is signed: that is reopened first
 */
export function reopenMonth(
  storage: Storage,
  { communityId, month, by, note }: Closing,
  clock: Clock,
): Promise<Result<undefined>> {
  return storage.transact(async (tx) => {
    const row = await tx
      .selectFrom('ledger_period')
      .selectAll()
      .where('community_id', '=', communityId)
      .where('month', '=', month)
      .where('state', '=', 'CLOSED')
      .executeTakeFirst();
    const period = row && { month, closedBy: row.closed_by };
    const allowed = mayReopen(period, await closedBefore(tx, communityId), by);
    if (!allowed.ok) return allowed;
    if (await isReportSigned(tx, { communityId, month })) return failed('LT-2754');
    await tx
      .updateTable('ledger_period')
      .set({ state: 'REOPENED', reopened_at: clock.now(), reopened_by: by, reopen_reason: note })
      .where('community_id', '=', communityId)
      .where('month', '=', month)
      .execute();
    await tx
      .deleteFrom('ledger_period_balance')
      .where('community_id', '=', communityId)
      .where('month', '=', month)
      .execute();
    await moveClosedBefore(tx, communityId, startOfMonth(month));
    return ok();
  });
}

export async function isClosed(db: Kysely<Database>, { communityId, month }: PeriodOf): Promise<boolean> {
  return ((await closedBefore(db, communityId)) ?? 0) > startOfMonth(month);
}

/** As it was kept when the month was closed, else as it stands. */
export async function trialBalanceOf(db: Kysely<Database>, period: PeriodOf): Promise<TrialBalanceRow[]> {
  const { communityId, month } = period;
  const rows = await db
    .selectFrom('ledger_period_balance as kept')
    .innerJoin('ledger_account as account', 'account.account_code', 'kept.account_code')
    .where('kept.community_id', '=', communityId)
    .where('kept.month', '=', month)
    .orderBy('kept.account_code')
    .selectAll()
    .execute();
  if (rows.length === 0) return trialBalance(db, communityId, month);
  return rows.map((row) => ({
    accountCode: row.account_code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    normalSide: row.normal_side,
    openingFen: row.opening_fen,
    debitFen: row.debit_fen,
    creditFen: row.credit_fen,
    closingFen: row.closing_fen,
  }));
}

/** Months that were closed at some time. */
export async function periodRows(db: Kysely<Database>, communityId: string): Promise<Period[]> {
  const rows = await db.selectFrom('ledger_period').selectAll().where('community_id', '=', communityId).execute();
  const names = new Map(
    (await db.selectFrom('staff').select(['staff_id', 'name']).execute()).map((row) => [
      `staff:${row.staff_id}`,
      row.name,
    ]),
  );
  const nameOf = (by: string) => names.get(by) ?? by;
  return rows.map((row) => ({
    month: row.month,
    state: row.state === 'CLOSED' ? 'CLOSED' : 'OPEN',
    closedAt: row.closed_at,
    closedBy: nameOf(row.closed_by),
    note: row.note,
    ...(row.reopened_at !== null && { reopenedAt: row.reopened_at }),
    ...(row.reopened_by !== null && { reopenedBy: nameOf(row.reopened_by) }),
    ...(row.reopen_reason !== null && { reopenReason: row.reopen_reason }),
  }));
}
