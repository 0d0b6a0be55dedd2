import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { INVARIANTS } from './invariants/all-invariants.ts';

/** One account with its turnover and balance, in fen; a balance is on the account's normal side. */
export interface AccountBalance {
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly debitFen: number;
  readonly creditFen: number;
  readonly balanceFen: number;
}

/** A rule of the books (domain.md §3.3) and every place where it does not hold. */
export interface AuditedInvariant {
  readonly name: string;
  /** E.g. `bill 0192…: paid 100, allocated 90`. Empty: the rule holds. */
  readonly breaches: readonly string[];
}

export interface BooksAudit {
  readonly accounts: readonly AccountBalance[];
  readonly invariants: readonly AuditedInvariant[];
  readonly sound: boolean;
}

/**
 * Adds up the books from their lines alone and compares them with everything else that claims to know: balances,
 * bills, allocations, payments and cash notes. Run it in a transaction, so that it sees one moment.
 */
export async function auditBooks(db: Kysely<Database>): Promise<BooksAudit> {
  const accounts = await accountBalances(db);
  const invariants: AuditedInvariant[] = [];
  for (const { name, breaches } of INVARIANTS) {
    const { rows } = await breaches.execute(db);
    invariants.push({ name, breaches: rows.map((row) => row.breach) });
  }
  return { accounts, invariants, sound: invariants.every(({ breaches }) => breaches.length === 0) };
}

async function accountBalances(db: Kysely<Database>): Promise<AccountBalance[]> {
  const rows = await db
    .selectFrom('ledger_account as account')
    .leftJoin('ledger_line as line', 'line.account_code', 'account.account_code')
    .select([
      'account.account_code as accountCode',
      'account.name_zh as nameZh',
      'account.name_en as nameEn',
      'account.normal_side as side',
      sql<number>`coalesce(sum(line.debit_fen), 0)`.as('debitFen'),
      sql<number>`coalesce(sum(line.credit_fen), 0)`.as('creditFen'),
    ])
    .groupBy(['account.account_code', 'account.name_zh', 'account.name_en', 'account.normal_side'])
    .orderBy('account.account_code')
    .execute();
  return rows.map(({ side, ...row }) => ({
    ...row,
    balanceFen: side === 'debit' ? row.debitFen - row.creditFen : row.creditFen - row.debitFen,
  }));
}
