import { businessDate } from '@louting/common/clock';
import { type Kysely, sql } from 'kysely';
import type { BalanceStatement } from '../../../contract/bank-balances-api.ts';
import type { Database } from '../../../storage/database.ts';
import { maskCard } from '../../estate/masking.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { spanOfDay } from '../reconciliation-context.ts';
import { type AccountBalance, balanceStatement, type OneSided } from './balance-statement.ts';
import { sumOfLines } from './sum-of-lines.ts';

/** How the bank's balance of a community's accounts comes to 1002 of the ledger at the end of a day. */
export async function balanceStatementOf(
  db: Kysely<Database>,
  communityId: string,
  date: string,
): Promise<BalanceStatement> {
  const accounts = await accountBalances(db, communityId, date);
  const oneSided = [...(await onlyAtBank(db, communityId, date)), ...(await onlyInBooks(db, communityId, date))];
  return balanceStatement(date, accounts, await ledgerBalance(db, communityId, date), oneSided);
}

/** The last printed balance not after the day, carried on by the lines on file since. */
async function accountBalances(db: Kysely<Database>, communityId: string, date: string): Promise<AccountBalance[]> {
  const accounts = await db
    .selectFrom('bank_account')
    .selectAll()
    .where('community_id', '=', communityId)
    .orderBy('account_id')
    .execute();
  const balances: AccountBalance[] = [];
  for (const { account_id: accountId, bank, account_number: number } of accounts) {
    const statements = await db
      .selectFrom('bank_statement')
      .select(['from_date', 'to_date', 'opening_fen', 'closing_fen'])
      .where('account_id', '=', accountId)
      .orderBy('to_date')
      .orderBy('recorded_at')
      .execute();
    const told = statements.filter((statement) => statement.closing_fen !== null);
    const reached = told.findLast((statement) => statement.to_date <= date);
    const containing = told.find((statement) => statement.to_date > date && statement.from_date <= date);
    const first = told.toSorted((a, b) => (a.from_date < b.from_date ? -1 : 1))[0];
    const onFile = (after: string) => sumOfLines(db, accountId, after, date);
    const balanceFen = containing
      ? (containing.opening_fen ?? 0) + (await onFile(dayBefore(containing.from_date)))
      : reached && (reached.closing_fen ?? 0) + (await onFile(reached.to_date));
    // Lines on file from before the first printed balance have been booked: they are no part of what lay there before.
    const beforeBooksFen =
      balanceFen === undefined || !first
        ? 0
        : (first.opening_fen ?? 0) - (await sumOfLines(db, accountId, '', dayBefore(first.from_date)));
    const upTo = statements.findLast((statement) => statement.to_date <= date)?.to_date;
    balances.push({ accountId, bank, numberMasked: maskCard(number), balanceFen, upTo, beforeBooksFen });
  }
  return balances;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** Moment at which an entry counts, before the end of the day. */
function countsBy(date: string) {
  return sql<boolean>`coalesce(e.accounting_at, e.occurred_at) < ${spanOfDay(date).to}`;
}

async function ledgerBalance(db: Kysely<Database>, communityId: string, date: string): Promise<number> {
  const { rows } = await sql<{ balance: number }>`
    select coalesce(sum(l.debit_fen - l.credit_fen), 0) as balance
    from ledger_line l join ledger_entry e on e.entry_id = l.entry_id
    where l.account_code = ${sql.lit(ACCOUNTS.bank)} and e.community_id = ${communityId} and ${countsBy(date)}`.execute(
    db,
  );
  return rows[0]?.balance ?? 0;
}

/** Lines by the day whose money is not on 1002 by then, whole or in part: a settlement may pay for other communities too. */
async function onlyAtBank(db: Kysely<Database>, communityId: string, date: string): Promise<OneSided[]> {
  const { rows } = await sql<{ line_id: string; booked_on: string; class: string; missing: number }>`
    select line_id, booked_on, class, missing from (
      select b.line_id, b.booked_on, b.class, b.amount_fen - case
        when b.entry_id is not null then coalesce((
          select sum(l.debit_fen - l.credit_fen) from ledger_line l join ledger_entry e on e.entry_id = l.entry_id
          where l.entry_id = b.entry_id and l.account_code = ${sql.lit(ACCOUNTS.bank)} and ${countsBy(date)}), 0)
        when b.explained_by is not null then coalesce((
          select sum(l.debit_fen - l.credit_fen) from ledger_entry e join ledger_line l on l.entry_id = e.entry_id
          where e.reference = b.explained_by and e.community_id = b.community_id
            and l.account_code = ${sql.lit(ACCOUNTS.bank)} and ${countsBy(date)}), 0)
        else 0 end as missing
      from bank_line b
      where b.community_id = ${communityId} and b.booked_on <= ${date}) as lines
    where missing <> 0 order by booked_on, line_id`.execute(db);
  return rows.map((row) => ({
    side: 'bank',
    date: row.booked_on,
    fen: row.missing,
    what: row.class,
    reference: row.line_id,
  }));
}

/** Entries on 1002 by the day that no line of the bank by then stands for. */
async function onlyInBooks(db: Kysely<Database>, communityId: string, date: string): Promise<OneSided[]> {
  const { rows } = await sql<{ reference: string; event: string; at: number; moved: number }>`
    select e.reference, e.event, coalesce(e.accounting_at, e.occurred_at) as at, sum(l.debit_fen - l.credit_fen) as moved
    from ledger_line l join ledger_entry e on e.entry_id = l.entry_id
    where l.account_code = ${sql.lit(ACCOUNTS.bank)} and e.community_id = ${communityId} and ${countsBy(date)}
      and not exists (select 1 from bank_line b where b.entry_id = e.entry_id and b.booked_on <= ${date})
      and not exists (select 1 from bank_line b where b.explained_by = e.reference and b.entry_id is null
        and b.community_id = e.community_id and b.booked_on <= ${date})
    group by e.entry_id, e.reference, e.event, e.accounting_at, e.occurred_at
    having sum(l.debit_fen - l.credit_fen) <> 0
    order by 3, e.entry_id`.execute(db);
  return rows.map((row) => ({
    side: 'books',
    date: businessDate(row.at),
    fen: row.moved,
    what: row.event,
    reference: row.reference,
  }));
}
