import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FailPoints } from '@louting/common/fail-points';
import BetterSqlite from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteDialect, SqliteDriver, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { migrate, type Migration } from './migrate.ts';
import { answersAtOnce, type RunAtOnce } from './run-query.ts';
import type { Storage, ToldAhead } from './storage.ts';

interface SqliteOptions {
  readonly path: string;
  readonly logger: Pick<Logger, 'info' | 'warn'> | undefined;
  readonly failPoints: FailPoints;
  readonly migrations: readonly Migration[];
}

interface QueuedWork {
  /** @param undoable the work has a savepoint of its own; without, whatever it throws ends the whole transaction */
  run(tx: Transaction<Database>, undoable: boolean): Promise<void>;
  /** The outcome of the work is told only after the commit. */
  settle(): void;
  reject(reason: unknown): void;
}

/** Enough to share one disk flush among all waiting writers, few enough to answer the first of them soon. */
const WORKS_PER_COMMIT = 256;
/** A commit stays open so many turns of the event loop: who was told ahead comes back with the work it was asked for. */
const TURNS_PER_COMMIT = 2;

export async function openSqlite(options: SqliteOptions): Promise<Storage> {
  mkdirSync(dirname(options.path), { recursive: true });
  const writeFile = openFile(options.path);
  const writer = new Kysely<Database>({ dialect: new WriterDialect(writeFile) });
  const applied = await migrate(writer as unknown as Kysely<unknown>, 'sqlite', options.migrations);
  if (applied.length > 0) options.logger?.info({ applied }, 'books migrated');
  const readFile = openFile(options.path);
  readFile.pragma('query_only = ON');
  const reader = new Kysely<Database>({ dialect: new SqliteDialect({ database: preparing(readFile) }) });
  const queue = writerQueue(writer, writeFile, options.failPoints);
  return {
    dialect: 'sqlite',
    db: reader,
    transact: queue.transact,
    // There is one writer anyway.
    transactInTurn: queue.transact,
    writeAhead: queue.writeAhead,
    close: async () => {
      await queue.drained();
      await reader.destroy();
      await writer.destroy();
      // Kysely leaves a file open that it never used; the last one to close moves the log into the file.
      readFile.close();
      writeFile.close();
    },
  };
}

function openFile(path: string): BetterSqlite.Database {
  const file = new BetterSqlite(path);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  file.pragma('busy_timeout = 5000');
  file.pragma('cache_size = -65536');
  // What a savepoint may have to undo stays in memory; in a temporary file it costs a third of a booking.
  file.pragma('temp_store = memory');
  // 32 MB: moving pages from the log into the file costs flushes of its own, so do it seldom.
  file.pragma('wal_autocheckpoint = 8000');
  return file;
}

/** Parsing a statement costs more than running it: the same text is prepared once per connection. */
function preparing(file: BetterSqlite.Database) {
  const statements = new Map<string, BetterSqlite.Statement>();
  return {
    prepare: (text: string): BetterSqlite.Statement => {
      const known = statements.get(text);
      if (known) return known;
      const statement = file.prepare(text);
      if (statements.size >= 2_000) statements.clear();
      statements.set(text, statement);
      return statement;
    },
    close: () => {
      file.close();
    },
  };
}

function runnerOf(file: BetterSqlite.Database): RunAtOnce {
  const { prepare } = preparing(file);
  return (text, parameters) => {
    const statement = prepare(text);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  };
}

class WriterDriver extends SqliteDriver {
  readonly #file: BetterSqlite.Database;
  constructor(file: BetterSqlite.Database) {
    super({ database: preparing(file) });
    this.#file = file;
  }
  /** A deferred BEGIN can fail at its first write when another process has written meanwhile; IMMEDIATE waits. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
  /** After some errors, a full disk for one, SQLite has rolled back already. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

class WriterDialect extends SqliteDialect {
  readonly #file: BetterSqlite.Database;
  constructor(file: BetterSqlite.Database) {
    super({ database: preparing(file) });
    this.#file = file;
  }
  override createDriver(): WriterDriver {
    return new WriterDriver(this.#file);
  }
}

/** A work of a transaction without savepoints threw: the transaction is rolled back and can be run again. */
class WorkFailed extends Error {}

/**
 * Group commit: writers that wait share one BEGIN … COMMIT, hence one flush to disk. When one of them throws, all run
 * again, each with a savepoint of its own, so that it takes nothing with it but its own writes. Savepoints from the
 * start would be dear: SQLite keeps a copy of every page that changes under one.
 */
function writerQueue(writer: Kysely<Database>, file: BetterSqlite.Database, failPoints: FailPoints) {
  const waiting: QueuedWork[] = [];
  const runAtOnce = runnerOf(file);
  const savepoint = file.prepare('savepoint work');
  const release = file.prepare('release work');
  const rollback = file.prepare('rollback to work');
  let running: Promise<void> | undefined;

  function transact<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle: () => void = () => undefined;
      waiting.push({
        run: async (tx, undoable) => {
          if (undoable) savepoint.run();
          try {
            const value = await work(tx);
            settle = () => resolve(value);
          } catch (error) {
            // SQLite itself may have given up the whole transaction, e.g. when the disk is full.
            if (!file.inTransaction) throw error;
            if (!undoable) throw new WorkFailed();
            rollback.run();
            settle = () => reject(error);
          }
          if (undoable) release.run();
        },
        settle: () => settle(),
        reject,
      });
      running ??= nextTurn().then(drain);
    });
  }

  function writeAhead<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<ToldAhead<T>> {
    return new Promise((resolve, reject) => {
      const committed = transact(async (tx) => {
        const value = await work(tx);
        resolve({ value, committed });
      });
      committed.catch(reject);
    });
  }

  /** Returns one loop turn later, when every request that has already arrived has queued its work. */
  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch: QueuedWork[] = [];
      try {
        await commit(batch);
        failPoints.hit('storage.commit.after');
        for (const work of batch) work.settle();
      } catch (error) {
        // Without a batch not even BEGIN succeeded: those who wait are told, instead of waiting for a better disk.
        for (const work of batch.length > 0 ? batch : waiting.splice(0)) work.reject(error);
      }
      await nextTurn();
    }
    running = undefined;
  }

  /** @param batch told of every work that is taken in */
  async function commit(batch: QueuedWork[]): Promise<void> {
    try {
      await writer.transaction().execute((tx) => runBatch(tx, batch, false));
    } catch (error) {
      if (!(error instanceof WorkFailed)) throw error;
      await writer.transaction().execute(async (tx) => {
        answersAtOnce(tx, runAtOnce);
        for (const work of batch) await work.run(tx, true);
        await runBatch(tx, batch, true);
      });
    }
  }

  async function runBatch(tx: Transaction<Database>, batch: QueuedWork[], undoable: boolean): Promise<void> {
    answersAtOnce(tx, runAtOnce);
    await runWaiting(tx, batch, undoable);
    for (let turn = 0; turn < TURNS_PER_COMMIT; turn += 1) {
      await nextTurn();
      await runWaiting(tx, batch, undoable);
    }
    failPoints.hit('storage.commit.before');
  }

  async function runWaiting(tx: Transaction<Database>, batch: QueuedWork[], undoable: boolean): Promise<void> {
    while (batch.length < WORKS_PER_COMMIT) {
      const work = waiting.shift();
      if (!work) return;
      batch.push(work);
      await work.run(tx, undoable);
    }
  }

  return {
    transact,
    writeAhead,
    drained: async () => {
      if (running) await running;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
