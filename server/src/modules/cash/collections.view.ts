import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { Collection } from '../../contract/cash-api.ts';
import type { Database } from '../../storage/database.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import type { ComparedNotes } from './cash.ts';
import type { CollectionRow } from './cash-sessions.store.ts';
import { type CountOfOne, countsOf } from './collections.store.ts';
import { namesOfStaff } from './staff-names.ts';

export interface CollectionsQuery {
  readonly kioskId?: string | undefined;
  /** `true`: those still to count; `false`: those that stand. */
  readonly open?: 'true' | 'false' | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** Pulls, newest first. @param staffId who asks: nobody counts a bag twice, or sees figures before their own */
export async function listCollections(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: CollectionsQuery,
  staffId: string,
): Promise<{ rows: Collection[]; total: number }> {
  let selected = books.collections();
  if (query.kioskId !== undefined) selected = selected.where('cash_collection.kiosk_id', '=', query.kioskId);
  if (query.open === 'true') selected = selected.where('cash_collection.settled_at', 'is', null);
  if (query.open === 'false') selected = selected.where('cash_collection.settled_at', 'is not', null);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const pulls = await withPlace(selected)
    .orderBy('cash_collection.pulled_at', 'desc')
    .orderBy('cash_collection.collection_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const rows: Collection[] = [];
  for (const pull of pulls) rows.push(await collectionRow(db, pull, staffId));
  return { rows, total };
}

/** @returns undefined when there is no such pull in scope */
export async function collectionView(
  db: Kysely<Database>,
  books: ScopedBooks,
  collectionId: string,
  staffId: string,
): Promise<Collection | undefined> {
  const pull = await withPlace(books.collections())
    .where('cash_collection.collection_id', '=', collectionId)
    .executeTakeFirst();
  return pull && collectionRow(db, pull, staffId);
}

function withPlace(collections: ReturnType<ScopedBooks['collections']>) {
  return collections
    .selectAll('cash_collection')
    .select(['kiosk.number', 'kiosk.location', 'community.name_zh', 'community.name_en']);
}

type PullWithPlace = CollectionRow & {
  readonly number: string;
  readonly location: string;
  readonly name_zh: string;
  readonly name_en: string;
};

async function collectionRow(db: Kysely<Database>, pull: PullWithPlace, staffId: string): Promise<Collection> {
  const counts = await countsOf(db, pull.collection_id);
  const names = await namesOfStaff(db, [pull.pulled_by, ...counts.map((count) => count.countedBy)]);
  return {
    collectionId: pull.collection_id,
    kioskId: pull.kiosk_id,
    kioskNumber: pull.number,
    location: pull.location,
    communityName: { 'zh-CN': pull.name_zh, en: pull.name_en },
    sessionNumber: pull.session_number,
    boxSerial: pull.box_serial,
    sealNumber: pull.seal_number,
    pulledBy: names(pull.pulled_by),
    pulledAt: pull.pulled_at,
    state: stateOf(pull, counts.length),
    countedBy: counts.map((count) => ({ name: names(count.countedBy), at: count.countedAt })),
    youMayCount: pull.settled_at === null && counts.every((count) => count.countedBy !== staffId),
    ...(pull.settled_at !== null && { result: await resultOf(db, pull, counts, names) }),
  };
}

function stateOf(pull: CollectionRow, counts: number): Collection['state'] {
  if (pull.settled_at !== null) return 'settled';
  return (['to-count', 'to-count-again', 'recount'] as const)[counts] ?? 'recount';
}

async function resultOf(
  db: Kysely<Database>,
  pull: CollectionRow,
  counts: readonly CountOfOne[],
  names: (staffId: string) => string,
): Promise<NonNullable<Collection['result']>> {
  const rows = JSON.parse(pull.comparison ?? '[]') as ComparedNotes[];
  const sum = (of: (row: ComparedNotes) => number) =>
    fen(rows.reduce((total, row) => total + Math.max(0, of(row)) * row.denominationFen, 0));
  const banked = await db
    .selectFrom('cash_deposit_collection as bag')
    .innerJoin('cash_deposit as deposit', 'deposit.deposit_id', 'bag.deposit_id')
    .select('deposit.slip_number')
    .where('bag.collection_id', '=', pull.collection_id)
    .executeTakeFirst();
  return {
    settledAt: pull.settled_at ?? 0,
    bookedFen: fen(pull.booked_fen ?? 0),
    countedFen: fen(pull.counted_fen ?? 0),
    shortFen: sum((row) => row.booked - row.counted),
    overFen: sum((row) => row.counted - row.booked - row.found),
    foundFen: sum((row) => row.found),
    rows: rows.map((row) => ({ ...row, denominationFen: fen(row.denominationFen) })),
    counts: counts.map((count) => ({
      name: names(count.countedBy),
      notes: count.notes.map((note) => ({ denominationFen: fen(note.denominationFen), count: note.count })),
      totalFen: fen(count.totalFen),
    })),
    ...(banked && { slipNumber: banked.slip_number }),
  };
}
