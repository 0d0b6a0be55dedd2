import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from './storage.ts';

/** One step forward of the tables. There is no way back: a released step is never edited. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  up(db: Kysely<unknown>, dialect: SqlDialect): Promise<void>;
}

/** Any number; it only keeps two servers that start together from migrating at once. */
const POSTGRES_LOCK = 5_840_001;

/**
 * Applies what is missing, each step in a transaction of its own.
 * @returns names of the steps applied now
 * @throws Error when the database has a step this program does not know.
 */
export async function migrate(
  db: Kysely<unknown>,
  dialect: SqlDialect,
  migrations: readonly Migration[],
): Promise<string[]> {
  await locked(db, dialect, async (tx) => {
    await sql`create table if not exists schema_migration (
      number integer not null primary key, name text not null, applied_at bigint not null)`.execute(tx);
  });
  const applied: string[] = [];
  for (const migration of [...migrations].sort((a, b) => a.number - b.number)) {
    await locked(db, dialect, async (tx) => {
      const done = await appliedNumbers(tx);
      if (done.has(migration.number)) return;
      await migration.up(tx, dialect);
      await sql`insert into schema_migration (number, name, applied_at)
        values (${migration.number}, ${migration.name}, ${Date.now()})`.execute(tx);
      applied.push(migration.name);
    });
  }
  const known = new Set(migrations.map((migration) => migration.number));
  const unknown = [...(await appliedNumbers(db))].filter((number) => !known.has(number));
  if (unknown.length > 0) throw new Error(`the books belong to a newer version (migration ${unknown.join(', ')})`);
  return applied;
}

/** Even `create table if not exists` fails in PostgreSQL when two do it at once. */
async function locked(
  db: Kysely<unknown>,
  dialect: SqlDialect,
  work: (tx: Kysely<unknown>) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${POSTGRES_LOCK})`.execute(tx);
    await work(tx);
  });
}

async function appliedNumbers(db: Kysely<unknown>): Promise<Set<number>> {
  const { rows } = await sql<{ number: number }>`select number from schema_migration`.execute(db);
  return new Set(rows.map((row) => row.number));
}
