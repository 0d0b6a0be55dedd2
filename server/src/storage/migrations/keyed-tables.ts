import type { SqlDialect } from '../storage.ts';

/**
 * On SQLite a primary key of text is an index beside the table: each row is written twice. `without rowid` makes the key
 * the order of the table itself, which suits short rows. PostgreSQL has nothing alike and needs nothing.
 * @param keyed names of the tables to lay out so
 */
export function keyedBy(dialect: SqlDialect, text: string, keyed: readonly string[]): string {
  const name = /^create table (\w+)/.exec(text)?.[1];
  return dialect === 'sqlite' && name !== undefined && keyed.includes(name) ? `${text} without rowid` : text;
}
