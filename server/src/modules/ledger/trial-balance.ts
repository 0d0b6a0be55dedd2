import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { nextMonth, startOfMonth } from './accounting-month.ts';
import { openTail } from './chain/sealing.store.ts';

/** On the debit side: credit balances are below zero. */
export interface TrialBalanceRow {
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly normalSide: 'debit' | 'credit';
  readonly openingFen: number;
  readonly debitFen: number;
  readonly creditFen: number;
  readonly closingFen: number;
}

interface Movement {
  readonly account_code: string;
  readonly month: string;
  readonly debit: number;
  readonly credit: number;
}

const SHANGHAI_AHEAD_MS = 8 * 3_600_000;

/**
 * Every account of a community with what moved it in a month. Reads the turnover of the sealed months and the few
 * entries since: as quick with ten million entries as with ten.
 * @param month `YYYY-MM`
 */
export async function trialBalance(
  db: Kysely<Database>,
  communityId: string,
  month: string,
): Promise<TrialBalanceRow[]> {
  const movements = await movementsOf(db, [communityId]);
  const accounts = await db.selectFrom('ledger_account').selectAll().orderBy('account_code').execute();
  return accounts.map((account) => {
    let opening = 0;
    let debit = 0;
    let credit = 0;
    for (const row of movements) {
      if (row.account_code !== account.account_code || row.month > month) continue;
      if (row.month < month) {
        opening += row.debit - row.credit;
      } else {
        debit += row.debit;
        credit += row.credit;
      }
    }
    return {
      accountCode: account.account_code,
      nameZh: account.name_zh,
      nameEn: account.name_en,
      normalSide: account.normal_side,
      openingFen: opening,
      debitFen: debit,
      creditFen: credit,
      closingFen: opening + debit - credit,
    };
  });
}

/** Turnover of all months by account and month: of the sealed entries, and of those since. */
export async function movementsOf(db: Kysely<Database>, communityIds: readonly string[]): Promise<Movement[]> {
  const sealed = await db
    .selectFrom('ledger_turnover')
    .where('community_id', 'in', communityIds)
    .groupBy(['account_code', 'month'])
    .select(['account_code', 'month'])
    .select((eb) => [eb.fn.sum<number>('debit_fen').as('debit'), eb.fn.sum<number>('credit_fen').as('credit')])
    .execute();
  // Shanghai is eight hours ahead, the same all year: the month is counted here, not in two dialects of SQL.
  const day = sql<number>`(coalesce(entry.accounting_at, entry.occurred_at) + ${SHANGHAI_AHEAD_MS}) / 86400000`;
  const open = await (
    await openTail(db)
  )
    .innerJoin('ledger_line as line', 'line.entry_id', 'entry.entry_id')
    .where('entry.community_id', 'in', communityIds)
    .groupBy(['line.account_code', sql`day`])
    .select(['line.account_code', day.as('day')])
    .select((eb) => [
      eb.fn.sum<number>('line.debit_fen').as('debit'),
      eb.fn.sum<number>('line.credit_fen').as('credit'),
    ])
    .execute();
  const monthOfDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 7);
  return [...sealed, ...open.map(({ day, ...row }) => ({ ...row, month: monthOfDay(day) }))];
}

/** Accounts whose balances are not the sum of their months: then nothing may be closed. */
export async function accountsOffBalance(db: Kysely<Database>, communityId: string): Promise<string[]> {
  const sums = new Map<string, number>();
  for (const { account_code, debit, credit } of await movementsOf(db, [communityId])) {
    sums.set(account_code, (sums.get(account_code) ?? 0) + debit - credit);
  }
  const kept = await db
    .selectFrom('ledger_balance')
    .where('community_id', '=', communityId)
    .groupBy('account_code')
    .select('account_code')
    .select((eb) => eb.fn.sum<number>(eb('debit_fen', '-', eb.ref('credit_fen'))).as('balance'))
    .execute();
  for (const { account_code, balance } of kept) {
    sums.set(account_code, (sums.get(account_code) ?? 0) - balance);
  }
  return [...sums].filter(([, difference]) => difference !== 0).map(([account]) => account);
}

export function endOfMonth(month: string): number {
  return startOfMonth(nextMonth(month));
}
