import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import type { EntryRow, LineRow, PostedEntry } from './block-hash.ts';

export interface EntryPage {
  readonly entries: readonly PostedEntry[];
  /** By entry id: of these entries, and of ids between them that have no entry any more. */
  readonly sealed: ReadonlyMap<string, Database['ledger_sealed']>;
  /** Lines between them that belong to no entry. */
  readonly strays: readonly LineRow[];
}

const PAGE = 2_000;

/** The whole ledger in the order of its key, a page at a time: memory stays the same however long it is. */
export async function* entryPages(db: Kysely<Database>): AsyncGenerator<EntryPage> {
  let after = '';
  for (;;) {
    const rows = await entriesAfter(db, after);
    const last = rows.at(-1);
    if (!last) break;
    const lines = Map.groupBy(await linesAfter(db, after, last.entry_id), (line) => line.entry_id);
    const entries = rows.map((entry) => {
      const own = lines.get(entry.entry_id) ?? [];
      lines.delete(entry.entry_id);
      return { entry, lines: own };
    });
    const sealed = new Map((await sealedAfter(db, after, last.entry_id)).map((row) => [row.entry_id, row]));
    yield { entries, sealed, strays: [...lines.values()].flat() };
    after = last.entry_id;
  }
  // Seals behind the last entry: what they sealed was cut off.
  for (;;) {
    const rest = await sealedAfter(db, after, undefined);
    const last = rest.at(-1);
    if (!last) return;
    yield { entries: [], sealed: new Map(rest.map((row) => [row.entry_id, row])), strays: [] };
    after = last.entry_id;
  }
}

function entriesAfter(db: Kysely<Database>, after: string): Promise<EntryRow[]> {
  return db
    .selectFrom('ledger_entry')
    .selectAll()
    .where('entry_id', '>', after)
    .orderBy('entry_id')
    .limit(PAGE)
    .execute();
}

function linesAfter(db: Kysely<Database>, after: string, last: string): Promise<LineRow[]> {
  return db
    .selectFrom('ledger_line')
    .selectAll()
    .where('entry_id', '>', after)
    .where('entry_id', '<=', last)
    .orderBy('entry_id')
    .orderBy('line_number')
    .execute();
}

export function linesBetween(db: Kysely<Database>, first: string, last: string): Promise<LineRow[]> {
  return db
    .selectFrom('ledger_line')
    .selectAll()
    .where('entry_id', '>=', first)
    .where('entry_id', '<=', last)
    .orderBy('entry_id')
    .orderBy('line_number')
    .execute();
}

function sealedAfter(db: Kysely<Database>, after: string, last: string | undefined) {
  const query = db.selectFrom('ledger_sealed').selectAll().where('entry_id', '>', after).orderBy('entry_id');
  return (last === undefined ? query.limit(PAGE) : query.where('entry_id', '<=', last)).execute();
}
