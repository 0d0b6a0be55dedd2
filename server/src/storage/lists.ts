import { type AliasedRawBuilder, type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './run-query.ts';

/** Lists inside a `statement`, each bound as one value however long it is: one text, prepared once, serves them all. */

/** The column holds one of the texts. */
export function isOneOf(db: Kysely<Database>, column: string, texts: readonly string[]): RawBuilder<SqlBool> {
  return isPostgres(db)
    ? sql`${sql.ref(column)} = any(${texts})`
    : sql`${sql.ref(column)} in (select value from json_each(${texts}))`;
}

/**
 * Rows to join with, as a table of that name.
 * @param columns PostgreSQL type of each column
 */
export function rowSet<Row extends object, Name extends string>(
  db: Kysely<Database>,
  name: Name,
  rows: readonly Row[],
  columns: Readonly<Record<keyof Row & string, 'text' | 'bigint'>>,
): AliasedRawBuilder<Row, Name> {
  const names = Object.keys(columns) as (keyof Row & string)[];
  if (isPostgres(db)) {
    const typed = names.map((column) => sql`${sql.id(column)} ${sql.raw(columns[column])}`);
    return sql<Row>`json_to_recordset(${rows}::json)`.as<Name>(sql`${sql.id(name)}(${sql.join(typed)})`);
  }
  const taken = names.map((column) => sql`value ->> ${sql.lit(column)} as ${sql.id(column)}`);
  return sql<Row>`(select ${sql.join(taken)} from json_each(${rows}))`.as(name);
}
