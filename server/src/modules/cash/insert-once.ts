import type { Insertable, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';

/**
 * Inserts a row whose key the caller has looked for. When two do so at once, PostgreSQL answers a plain insert with a
 * violated key; with this clause it answers that the race is lost, and the transaction runs again and sees the other.
 * @throws Error when the key was there all along
 */
export async function insertOnce<T extends keyof Database>(
  tx: Transaction<Database>,
  table: T,
  row: Insertable<Database[T]>,
): Promise<void> {
  const inserted = await insertRows(tx, table, [row], 'on conflict do nothing returning 1 as inserted');
  if (inserted.length !== 1) throw new Error(`${table} has a row with this key already`);
}
