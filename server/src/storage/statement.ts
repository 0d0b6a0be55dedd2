import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres, runQuery } from './run-query.ts';

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** The row type that `Compilable` carries. */
type RowOf<Q> = Q extends Compilable<infer Row> ? Row : never;

interface Compiled<Row> {
  readonly query: CompiledQuery<Row>;
  /** Of each parameter the name of its value, or the value itself where it is the same in every call. */
  readonly parameters: readonly { readonly name?: string; readonly fixed?: unknown }[];
}

/**
 * A query of the hot path, built and compiled once per dialect; each call only binds values.
 * `build` must use every value as a plain bound parameter, never look at it. A list is one value: see `isOneOf` and
 * `rowSet`, so that the same statement serves any number.
 */
export function statement<Values extends object, Q extends Compilable>(
  build: (db: Kysely<Database>, values: Values) => Q,
): (db: Kysely<Database>, values: Values) => Promise<RowOf<Q>[]> {
  const placeholders = new Proxy({}, { get: (_target, name) => new Placeholder(String(name)) }) as Values;
  const compile = (db: Kysely<Database>): Compiled<RowOf<Q>> => {
    const query = build(db, placeholders).compile() as CompiledQuery<RowOf<Q>>;
    const parameters = query.parameters.map((value) =>
      value instanceof Placeholder ? { name: value.name } : { fixed: value },
    );
    return { query, parameters };
  };
  let onSqlite: Compiled<RowOf<Q>> | undefined;
  let onPostgres: Compiled<RowOf<Q>> | undefined;
  return (db, values) => {
    const postgres = isPostgres(db);
    const compiled = postgres ? (onPostgres ??= compile(db)) : (onSqlite ??= compile(db));
    const bound = values as Record<string, unknown>;
    const parameters = compiled.parameters.map(({ name, fixed }) =>
      name === undefined ? fixed : asParameter(bound[name], postgres),
    );
    return runQuery(db, { ...compiled.query, parameters });
  };
}

/** A list of text is an array to PostgreSQL; rows, and every list to SQLite, go as JSON. */
function asParameter(value: unknown, postgres: boolean): unknown {
  if (!Array.isArray(value)) return value;
  return postgres && typeof value[0] !== 'object' ? value : JSON.stringify(value);
}
