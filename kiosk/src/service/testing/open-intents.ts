import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Kinds of the intents that have no outcome yet, as another process reads them. */
export function openIntentsIn(stateDirectory: string): unknown[] {
  const journal = new Database(join(stateDirectory, 'journal.db'), { readonly: true });
  const open = journal.prepare('SELECT kind FROM intents WHERE outcome IS NULL').all();
  journal.close();
  return open;
}
