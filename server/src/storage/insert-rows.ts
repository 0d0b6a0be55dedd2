import { CompiledQuery, type Insertable, type Kysely, PostgresAdapter } from 'kysely';
import type { Database } from './database.ts';
import { runQuery } from './run-query.ts';

/** Statements come in power-of-two sizes, so that any number of rows needs few different texts, each prepared once … */
const LARGEST = 256;
/** … but few rows, as bookings write them, go in one. */
const FEW = 8;
/** SQLite binds at most 32,766 values in a statement. */
const MOST_VALUES = 32_000;

/**
 * Writes many rows with few statements. All rows must name the same columns in the same order.
 * @param suffix SQL after the values, e.g. an `on conflict` clause
 * @returns what a `returning` in the suffix names
 */
export async function insertRows<T extends keyof Database>(
  db: Kysely<Database>,
  table: T,
  rows: readonly Insertable<Database[T]>[],
  suffix = '',
): Promise<unknown[]> {
  const [first] = rows;
  if (!first) return [];
  const returned: unknown[] = [];
  const columns = Object.keys(first);
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  let size = rows.length <= FEW ? rows.length : LARGEST;
  for (let done = 0; done < rows.length; done += size) {
    while (size > 1 && (size > rows.length - done || size * columns.length > MOST_VALUES)) size /= 2;
    const values: unknown[] = [];
    for (let index = done; index < done + size; index += 1) {
      const row = rows[index] as Record<string, unknown>;
      for (const column of columns) values.push(row[column]);
    }
    const query = CompiledQuery.raw(insertText(table, columns, size, suffix, postgres), values);
    returned.push(...(await runQuery(db, query)));
  }
  return returned;
}

const texts = new Map<string, string>();

function insertText(
  table: string,
  columns: readonly string[],
  size: number,
  suffix: string,
  numbered: boolean,
): string {
  const key = `${table} ${columns.join()} ${size} ${suffix} ${numbered}`;
  let text = texts.get(key);
  if (text === undefined) {
    const rows: string[] = [];
    for (let row = 0; row < size; row += 1) {
      const marks = columns.map((_, column) => (numbered ? `$${row * columns.length + column + 1}` : '?'));
      rows.push(`(${marks.join(', ')})`);
    }
    text = `insert into ${table} (${columns.join(', ')}) values ${rows.join(', ')} ${suffix}`;
    texts.set(key, text);
  }
  return text;
}
