import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { MOST_BREACHES } from './breaches.ts';
import { type ChainState, type ChainTrust, createChainCheck } from './chain/chain-check.ts';
import { entryPages } from './chain/entry-pages.ts';
import { INVARIANTS } from './invariants/all-invariants.ts';
import { createLedgerTotals, type LedgerTotals } from './ledger.totals.ts';

/** One account with its turnover and balance, in fen; a balance is on the account's normal side. */
export interface AccountBalance {
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly debitFen: number;
  readonly creditFen: number;
  readonly balanceFen: number;
}

/** A rule of the books and every place where it does not hold. */
export interface AuditedInvariant {
  readonly name: string;
  /** E.g. `bill 0192…: paid 100, allocated 90`. Empty: the rule holds. */
  readonly breaches: readonly string[];
}

export interface BooksAudit {
  readonly accounts: readonly AccountBalance[];
  readonly invariants: readonly AuditedInvariant[];
  readonly chain: ChainState;
  readonly sound: boolean;
}

export interface AuditOptions {
  readonly trust?: ChainTrust;
  /** Told after each page of entries, and before each rule. */
  readonly onProgress?: (done: { readonly entries: number; readonly rule?: string }) => void;
}

const NO_TRUST: ChainTrust = { keys: new Map(), anchors: [] };

/**
 * Adds up the books from their lines alone, entry by entry in the order of their keys, and compares them with
 * everything else that claims to know: balances, seals, closed months, bills, allocations, payments and cash notes.
 * Run it in a transaction, so that it sees one moment.
 */
export async function auditBooks(db: Kysely<Database>, options: AuditOptions = {}): Promise<BooksAudit> {
  const { trust = NO_TRUST, onProgress = () => undefined } = options;
  const totals = createLedgerTotals();
  const chainCheck = createChainCheck(db, trust);
  let entries = 0;
  for await (const page of entryPages(db)) {
    totals.see(page);
    await chainCheck.see(page);
    entries += page.entries.length;
    onProgress({ entries });
  }
  const { state, breaches: chain } = await chainCheck.end();
  const invariants: AuditedInvariant[] = [
    ...(await totals.end(db)),
    { name: 'sealed entries are as they were sealed', breaches: chain.changed },
    { name: 'the chain of blocks is whole and signed', breaches: chain.chain },
    { name: 'no entry was put into the past', breaches: chain.backDated },
    { name: 'the blocks are those of the anchors', breaches: chain.anchors },
  ];
  for (const { name, breaches } of INVARIANTS) {
    onProgress({ entries, rule: name });
    const first = sql<{ breach: string }>`select breach from (${breaches}) as found limit ${MOST_BREACHES}`;
    const { rows } = await first.execute(db);
    invariants.push({ name, breaches: rows.map((row) => row.breach) });
  }
  const sound = invariants.every(({ breaches }) => breaches.length === 0);
  return { accounts: await accountBalances(db, totals), invariants, chain: state, sound };
}

async function accountBalances(db: Kysely<Database>, totals: LedgerTotals): Promise<AccountBalance[]> {
  const accounts = await db.selectFrom('ledger_account').selectAll().orderBy('account_code').execute();
  return accounts.map((account) => {
    const { debit, credit } = totals.turnoverOf(account.account_code);
    return {
      accountCode: account.account_code,
      nameZh: account.name_zh,
      nameEn: account.name_en,
      debitFen: debit,
      creditFen: credit,
      balanceFen: account.normal_side === 'debit' ? debit - credit : credit - debit,
    };
  });
}
