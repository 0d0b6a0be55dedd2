import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Database } from './database.ts';
import { runQuery } from './run-query.ts';

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** The row type that `Compilable` carries. */
type RowOf<Q> = Q extends Compilable<infer Row> ? Row : never;

/**
 * A query of the hot path, built and compiled once per dialect; each call only binds values.
 * `build` must use every value as a plain bound parameter, never look at it.
 */
export function statement<Values extends object, Q extends Compilable>(
  build: (db: Kysely<Database>, values: Values) => Q,
): (db: Kysely<Database>, values: Values) => Promise<RowOf<Q>[]> {
  const compiledFor = new Map<string, CompiledQuery<RowOf<Q>>>();
  const placeholders = new Proxy({}, { get: (_target, name) => new Placeholder(String(name)) }) as Values;
  return (db, values) => {
    const adapter = db.getExecutor().adapter.constructor.name;
    let compiled = compiledFor.get(adapter);
    if (!compiled) {
      compiled = build(db, placeholders).compile();
      compiledFor.set(adapter, compiled);
    }
    const bound = values as Record<string, unknown>;
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? bound[parameter.name] : parameter,
    );
    return runQuery(db, { ...compiled, parameters });
  };
}
