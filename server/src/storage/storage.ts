import { AsyncLocalStorage } from 'node:async_hooks';
import type { FailPoints } from '@louting/common/fail-points';
import { noFailPoints } from '@louting/common/fail-points';
import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Migration } from './migrate.ts';
import { openPostgres } from './postgres-storage.ts';
import { openSqlite } from './sqlite-storage.ts';

export type SqlDialect = 'sqlite' | 'postgres';

/** The books. One code for both databases: money and times are `number`, dates `YYYY-MM-DD`, booleans 0 or 1. */
export interface Storage {
  readonly dialect: SqlDialect;
  /** Reads outside a transaction; they only ever see committed rows. Writing through it fails on SQLite. */
  readonly db: Kysely<Database>;
  /**
   * Runs `work` in one serializable transaction and answers its value after the commit, never before.
   * `work` may run more than once (PostgreSQL retries a lost race), and on SQLite every other writer waits for it:
   * it does nothing but read and write through `tx`, and never calls `transact` itself.
   * @throws whatever `work` throws, after its writes are rolled back; BooksBusy when it lost every race (PostgreSQL).
   */
  transact<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T>;
  /**
   * Like `transact`, one at a time among all server processes on these books. For works that touch so many of the same
   * rows that beside each other they would only make each other start again.
   */
  transactInTurn<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T>;
  /**
   * Writes what precedes every request, by statements each of which may stand alone. On SQLite the value is told as soon
   * as it is written, because commits come in the order of the works and nothing built on this one can stand without
   * it: it then shares one flush to disk with the request itself. Nobody outside may learn of it before `committed`.
   */
  writeAhead<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<ToldAhead<T>>;
  close(): Promise<void>;
}

export interface ToldAhead<T> {
  readonly value: T;
  /** Rejects when the commit failed: then `value` is void. */
  readonly committed: Promise<unknown>;
}

export interface StorageOptions {
  /** `sqlite:<path>` or `postgres://…` */
  readonly url: string;
  readonly logger?: Pick<Logger, 'info' | 'warn'>;
  readonly failPoints?: FailPoints;
  /** Opened to PostgreSQL at most; 10 unless told. */
  readonly connections?: number;
  /** All of the product's, unless a test opens the books of an older version. */
  readonly migrations?: readonly Migration[];
}

/**
 * Opens the books and brings their tables to this version.
 * @throws Error when the address is of another kind, or the books belong to a newer version of the product.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { url, logger, failPoints = noFailPoints, connections = 10, migrations = MIGRATIONS } = options;
  if (url.startsWith('sqlite:')) {
    return neverNested(await openSqlite({ path: url.slice('sqlite:'.length), logger, failPoints, migrations }));
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    return neverNested(await openPostgres({ url, logger, failPoints, connections, migrations }));
  }
  throw new Error('storage url must begin with sqlite: or postgres://');
}

const insideTransaction = new AsyncLocalStorage<true>();

/** A nested `transact` would wait for itself on SQLite, and not be part of the outer one on PostgreSQL. */
function neverNested(storage: Storage): Storage {
  const marked = <Books extends Kysely<Database>, T>(work: (books: Books) => Promise<T>) => {
    if (insideTransaction.getStore()) throw new Error('transact was called inside a transaction');
    return (books: Books) => insideTransaction.run(true, () => work(books));
  };
  return {
    ...storage,
    transact: async (work) => storage.transact(marked(work)),
    transactInTurn: async (work) => storage.transactInTurn(marked(work)),
    writeAhead: async (work) => storage.writeAhead(marked(work)),
  };
}
