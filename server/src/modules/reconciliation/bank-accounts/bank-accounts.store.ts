import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely } from 'kysely';
import type { BankAccount } from '../../../contract/reconciliation-changes-api.ts';
import type { Database } from '../../../storage/database.ts';
import { maskCard } from '../../estate/masking.ts';
import { isAccount } from './account-numbers.ts';

export interface KnownAccount {
  readonly accountId: string;
  readonly communityId: string;
  readonly accountNumber: string;
}

/** Which account of a community a statement is of, by what it prints. */
export type AccountFinder = (printed: string) => Result<string>;

/**
 * @param chosenId what the person who brings the statement says, for statements that name no account
 * @returns LT-2747 not ours, LT-2748 of another community, LT-2749 not to be told
 */
export function accountFinder(
  accounts: readonly KnownAccount[],
  communityId: string,
  chosenId: string | undefined,
): AccountFinder {
  const ours = accounts.filter((account) => account.communityId === communityId);
  const found = new Map<string, Result<string>>();
  const find = (printed: string): Result<string> => {
    if (printed.trim() === '') {
      const meant =
        chosenId === undefined && ours.length === 1 ? ours : ours.filter((one) => one.accountId === chosenId);
      return meant[0] ? ok(meant[0].accountId) : failed('LT-2749');
    }
    const fitting = ours.filter((account) => isAccount(printed, account.accountNumber));
    const meant = fitting.length > 1 ? fitting.filter((one) => one.accountId === chosenId) : fitting;
    if (meant[0]) return ok(meant[0].accountId);
    if (fitting.length > 1) return failed('LT-2749');
    return failed(accounts.some((account) => isAccount(printed, account.accountNumber)) ? 'LT-2748' : 'LT-2747');
  };
  return (printed) => {
    const known = found.get(printed) ?? find(printed);
    if (found.size < MOST_REMEMBERED) found.set(printed, known);
    return known;
  };
}

const MOST_REMEMBERED = 1_000;

export async function allAccounts(db: Kysely<Database>): Promise<KnownAccount[]> {
  const rows = await db.selectFrom('bank_account').select(['account_id', 'community_id', 'account_number']).execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    communityId: row.community_id,
    accountNumber: row.account_number,
  }));
}

/** Masked, with the last day that a statement tells of. */
export async function accountsOf(db: Kysely<Database>, communityId: string): Promise<BankAccount[]> {
  const rows = await db
    .selectFrom('bank_account as account')
    .leftJoin('bank_statement as statement', 'statement.account_id', 'account.account_id')
    .where('account.community_id', '=', communityId)
    .groupBy(['account.account_id', 'account.bank', 'account.account_number', 'account.name'])
    .select(['account.account_id', 'account.bank', 'account.account_number', 'account.name'])
    .select((eb) => eb.fn.max<string | null>('statement.to_date').as('up_to'))
    .orderBy('account.account_id')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    communityId,
    bank: row.bank,
    numberMasked: maskCard(row.account_number),
    name: row.name,
    ...(row.up_to !== null && { upTo: row.up_to }),
  }));
}
