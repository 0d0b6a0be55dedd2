import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { IntentKind } from '../journal/intents.ts';

/** Kinds of the intents that have no outcome yet, as another process reads them. */
export function openIntentsIn(stateDirectory: string): { readonly kind: IntentKind }[] {
  const journal = new Database(join(stateDirectory, 'journal.db'), { readonly: true });
  const open = journal.prepare('SELECT kind FROM intents WHERE outcome IS NULL').all() as { kind: IntentKind }[];
  journal.close();
  return open;
}
