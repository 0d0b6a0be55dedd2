import { setTimeout as delay } from 'node:timers/promises';
import type { FailPoints } from '@louting/common/fail-points';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { Logger } from 'pino';
import { BooksBusy } from './books-busy.ts';
import type { Database } from './database.ts';
import { migrate, type Migration } from './migrate.ts';
import type { Storage } from './storage.ts';

interface PostgresOptions {
  readonly url: string;
  readonly logger: Pick<Logger, 'info' | 'warn'> | undefined;
  readonly failPoints: FailPoints;
  readonly connections: number;
  readonly migrations: readonly Migration[];
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const ATTEMPTS = 25;

export async function openPostgres(options: PostgresOptions): Promise<Storage> {
  const pool = new Pool({ connectionString: options.url, max: options.connections, types: wholeNumbers() });
  pool.on('error', (error) => options.logger?.warn({ error: error.message }, 'database connection lost'));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    const applied = await migrate(db as unknown as Kysely<unknown>, 'postgres', options.migrations);
    if (applied.length > 0) options.logger?.info({ applied }, 'books migrated');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const running = new Set<Promise<unknown>>();
  const transactUntilClose: Storage['transact'] = (work) => {
    const outcome = transact(db, options.failPoints, work);
    const ended: Promise<unknown> = outcome.then(
      () => running.delete(ended),
      () => running.delete(ended),
    );
    running.add(ended);
    return outcome;
  };
  return {
    dialect: 'postgres',
    db,
    transact: transactUntilClose,
    // Transactions run beside each other and may have to start again: nothing is certain before the commit.
    transactAhead: async (work) => ({ value: await transactUntilClose(work), committed: Promise.resolve() }),
    close: async () => {
      // A pool that ends while somebody waits for a connection never answers them.
      while (running.size > 0) await Promise.all(running);
      await db.destroy();
    },
  };
}

async function transact<T>(
  db: Kysely<Database>,
  failPoints: FailPoints,
  work: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const value = await db
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (tx) => {
          const result = await work(tx);
          failPoints.hit('storage.commit.before');
          return result;
        });
      failPoints.hit('storage.commit.after');
      return value;
    } catch (error) {
      if (!lostRace(error)) throw error;
      if (attempt === ATTEMPTS) throw new BooksBusy(attempt, error);
      await delay(Math.random() * Math.min(2 ** attempt, 200));
    }
  }
}

function lostRace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

/** Of one pool only, so that nothing else in the process reads numbers differently. `sum()` of a bigint is a numeric. */
function wholeNumbers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, wholeNumber);
  overrides.setTypeParser(types.builtins.NUMERIC, wholeNumber);
  return overrides;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe whole number: ${text}`);
  return value;
}
