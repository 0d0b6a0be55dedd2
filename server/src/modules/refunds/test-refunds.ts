import { sql } from 'kysely';
import { expect } from 'vitest';
import type { TestServer } from '../../app/testing/test-server.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';

/** What the account holds on its credit side, in fen. */
export async function balanceOf(server: TestServer, account: string): Promise<number> {
  const { balance } = await server.storage.db
    .selectFrom('ledger_line')
    .select(sql<number>`coalesce(sum(credit_fen - debit_fen), 0)`.as('balance'))
    .where('account_code', '=', account)
    .executeTakeFirstOrThrow();
  return balance;
}

/** Every invariant of the books holds; the test estate's bills have no lines, so that one cannot. */
export async function expectSoundRefunds(server: TestServer): Promise<void> {
  const { invariants } = await server.storage.transact((tx) => auditBooks(tx));
  const broken = invariants.filter(
    ({ name, breaches }) => breaches.length > 0 && name !== 'amount of a bill = its lines',
  );
  expect(broken).toEqual([]);
}
