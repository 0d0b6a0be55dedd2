import { CompiledQuery, type Insertable, type Kysely } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres, runQuery } from './run-query.ts';

/** To PostgreSQL rows travel as one JSON value, so that one text, prepared once, serves any number of them. */
const MOST_ON_POSTGRES = 1_000;
/** To SQLite in power-of-two sizes, so that any number of rows needs few different texts, each prepared once … */
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
  const texts = textsOf(table, Object.keys(first), suffix);
  const returned: unknown[] = [];
  for (const some of isPostgres(db) ? asJson(texts, rows) : asValues(texts, rows)) {
    for (const row of await runQuery(db, some)) returned.push(row);
  }
  return returned;
}

function* asJson({ table, columns, suffix }: Texts, rows: readonly object[]): Generator<CompiledQuery> {
  const names = columns.join(', ');
  const text = `insert into ${table} (${names})
    select ${names} from json_populate_recordset(null::${table}, $1::json) ${suffix}`;
  for (let done = 0; done < rows.length; done += MOST_ON_POSTGRES) {
    yield CompiledQuery.raw(text, [JSON.stringify(rows.slice(done, done + MOST_ON_POSTGRES))]);
  }
}

function* asValues(texts: Texts, rows: readonly object[]): Generator<CompiledQuery> {
  const { columns } = texts;
  let size = rows.length <= FEW ? rows.length : LARGEST;
  for (let done = 0; done < rows.length; done += size) {
    while (size > 1 && (size > rows.length - done || size * columns.length > MOST_VALUES)) size /= 2;
    const values: unknown[] = [];
    for (let index = done; index < done + size; index += 1) {
      const row = rows[index] as Record<string, unknown>;
      for (const column of columns) values.push(row[column]);
    }
    yield CompiledQuery.raw(textOfSize(texts, size), values);
  }
}

/** Texts that insert into the same columns, by their number of rows. */
interface Texts {
  readonly table: string;
  readonly columns: readonly string[];
  readonly suffix: string;
  readonly bySize: Map<number, string>;
}

const known = new Map<string, Texts[]>();

/** Compared by their parts: putting a key together would cost a booking more than the rest of an insert. */
function textsOf(table: string, columns: readonly string[], suffix: string): Texts {
  const ofTable = known.get(table) ?? [];
  known.set(table, ofTable);
  const same = ofTable.find(
    (texts) =>
      texts.suffix === suffix &&
      texts.columns.length === columns.length &&
      texts.columns.every((column, index) => column === columns[index]),
  );
  if (same) return same;
  const texts = { table, columns, suffix, bySize: new Map<number, string>() };
  ofTable.push(texts);
  return texts;
}

function textOfSize({ table, columns, suffix, bySize }: Texts, size: number): string {
  let text = bySize.get(size);
  if (text === undefined) {
    const row = `(${columns.map(() => '?').join(', ')})`;
    text = `insert into ${table} (${columns.join(', ')}) values ${Array.from({ length: size }, () => row).join(', ')} ${suffix}`;
    bySize.set(size, text);
  }
  return text;
}
