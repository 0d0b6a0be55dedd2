import { type CompiledQuery, type Kysely, PostgresAdapter } from 'kysely';
import type { Database } from './database.ts';
import { prepareOnce } from './prepared-statements.ts';

/** Runs a statement to its end before it returns. */
export type RunAtOnce = (text: string, parameters: readonly unknown[]) => unknown[];

const atOnce = new WeakMap<Kysely<Database>, RunAtOnce>();

/** SQLite answers within the call: a booking need not wait a turn of the event loop for each of its statements. */
export function answersAtOnce(db: Kysely<Database>, run: RunAtOnce): void {
  atOnce.set(db, run);
}

/** Runs a compiled query, one of few texts, on the shortest way the database has. */
export async function runQuery<Row>(db: Kysely<Database>, query: CompiledQuery<Row>): Promise<Row[]> {
  const run = atOnce.get(db);
  if (run) return run(query.sql, query.parameters) as Row[];
  prepareOnce(query.sql);
  const { rows } = await db.executeQuery<Row>(query);
  return rows;
}

export function isPostgres(db: Kysely<Database>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
