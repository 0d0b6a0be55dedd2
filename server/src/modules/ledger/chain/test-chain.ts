import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@louting/common/ids';
import { sql } from 'kysely';
import type { Storage } from '../../../storage/storage.ts';
import type { LedgerEntry } from '../ledger.ts';
import { postEntries } from '../ledger.store.ts';
import { keyIdOf, type SealKey } from './seal-key.ts';

export function newSealKey(): SealKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { keyId: keyIdOf(pem), privateKey, publicKey: pem };
}

/** Revenue against the bank, one entry a fen amount. */
export function sales(communityId: string, amounts: readonly number[], at = Date.now()): LedgerEntry[] {
  return amounts.map((amount) => ({
    entryId: newId(),
    event: 'test.sale',
    occurredAt: at,
    communityId,
    reference: 'document',
    lines: [
      { account: '1002', debitFen: amount, creditFen: 0 },
      { account: '6001', debitFen: 0, creditFen: amount },
    ],
  }));
}

export function postAll(storage: Storage, entries: readonly LedgerEntry[]): Promise<void> {
  return storage.transact((tx) => postEntries(tx, entries));
}

/** What somebody can do who owns the database: take the guards down, change rows, and leave no trace of it. */
export async function asDatabaseOwner(storage: Storage, statements: readonly string[]): Promise<void> {
  const tables = ['ledger_entry', 'ledger_line', 'ledger_block', 'ledger_sealed'];
  const down =
    storage.dialect === 'sqlite'
      ? tables.flatMap((table) => ['update', 'delete'].map((event) => `drop trigger if exists ${table}_no_${event}`))
      : tables.map((table) => `drop trigger if exists ${table}_immutable on ${table}`);
  await storage.transact(async (tx) => {
    for (const text of [...down, ...statements]) await sql.raw(text).execute(tx);
  });
}
