import { setTimeout as delay } from 'node:timers/promises';
import type { FailPoints } from '@louting/common/fail-points';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql, type Transaction } from 'kysely';
import { Pool, type PoolClient, TypeOverrides, types } from 'pg';
import type { Logger } from 'pino';
import { BooksBusy } from './books-busy.ts';
import type { Database } from './database.ts';
import { migrate, type Migration } from './migrate.ts';
import { prepareAnew, preparedName } from './prepared-statements.ts';
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
/** `cached plan must not change result type` */
const TABLES_CHANGED = '0A000';
const ATTEMPTS = 25;

export async function openPostgres(options: PostgresOptions): Promise<Storage> {
  const pool = new Pool({ connectionString: options.url, max: options.connections, types: wholeNumbers() });
  pool.on('error', (error) => options.logger?.warn({ error: error.message }, 'database connection lost'));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  try {
    const applied = await migrate(db as unknown as Kysely<unknown>, 'postgres', options.migrations);
    if (applied.length > 0) options.logger?.info({ applied }, 'books migrated');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const running = new Set<Promise<unknown>>();
  const untilClose = <T>(outcome: Promise<T>): Promise<T> => {
    const ended: Promise<unknown> = outcome.then(
      () => running.delete(ended),
      () => running.delete(ended),
    );
    running.add(ended);
    return outcome;
  };
  const { failPoints } = options;
  return {
    dialect: 'postgres',
    db,
    transact: (work) => untilClose(transact(db, failPoints, work)),
    transactInTurn: (work) =>
      untilClose(
        transact(db, failPoints, async (tx) => {
          await sql`lock table writing_turn in exclusive mode`.execute(tx);
          return work(tx);
        }),
      ),
    // Other transactions run beside this one: nothing is certain before it is committed.
    writeAhead: async (work) => ({
      value: await untilClose(write(db, failPoints, work)),
      committed: Promise.resolve(),
    }),
    close: async () => {
      // A pool that ends while somebody waits for a connection never answers them.
      while (running.size > 0) await Promise.all(running);
      await db.destroy();
    },
  };
}

function transact<T>(
  db: Kysely<Database>,
  failPoints: FailPoints,
  work: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return untilRaceIsWon(async () => {
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
  });
}

/** Each statement is a transaction of its own: one way to the database and back, where `begin` and `commit` make three. */
function write<T>(
  db: Kysely<Database>,
  failPoints: FailPoints,
  work: (tx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return untilRaceIsWon(() => {
    failPoints.hit('storage.commit.before');
    return work(db);
  });
}

async function untilRaceIsWon<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!lostRace(error)) throw error;
      if (attempts === ATTEMPTS) throw new BooksBusy(attempts, error);
      await delay(Math.random() * Math.min(2 ** attempts, 200));
    }
  }
}

function lostRace(error: unknown): boolean {
  const code = codeOf(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK || code === TABLES_CHANGED;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Connections that parse and plan the statements of the hot path once each. */
function preparing(pool: Pool): PostgresPool {
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const preparingClient = known.get(client) ?? preparingOnce(client);
      known.set(client, preparingClient);
      return preparingClient;
    },
    end: () => pool.end(),
  };
}

function preparingOnce(client: PoolClient): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    const name = preparedName(text);
    try {
      return await client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
    } catch (error) {
      if (name !== undefined && codeOf(error) === TABLES_CHANGED) prepareAnew();
      throw error;
    }
  };
  return {
    // The other way to call it, with a cursor, is for streams, which nothing here uses.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
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
