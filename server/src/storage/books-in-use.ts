import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FailureCode } from '@louting/common/failure-codes';
import BetterSqlite from 'better-sqlite3';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';

/** Another server writes these books. */
export class BooksInUse extends Error {
  readonly code: FailureCode = 'LT-9004';
  constructor(path: string) {
    super(`the books ${path} are in use by another server: stop it first, or run several servers on PostgreSQL`);
    this.name = 'BooksInUse';
  }
}

/**
 * Opens the books for a server. Books on SQLite are for one server alone: two would hold each other's event loop up,
 * for SQLite has one writer. Audits and backups, which only look on, open them beside it.
 * @throws BooksInUse, and what `openStorage` throws
 */
export async function openForServer(options: StorageOptions): Promise<Storage> {
  if (!options.url.startsWith('sqlite:')) return openStorage(options);
  const letGo = hold(options.url.slice('sqlite:'.length));
  try {
    const storage = await openStorage(options);
    return {
      ...storage,
      close: async () => {
        await storage.close();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** A lock of the operating system on a file beside the books: it ends with the process, however that ends. */
function hold(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new BetterSqlite(`${path}-server`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw error instanceof BetterSqlite.SqliteError && error.code === 'SQLITE_BUSY' ? new BooksInUse(path) : error;
  }
  return () => {
    lock.close();
  };
}
