import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { DoubtfulNote, NoteCount } from './cash.ts';
import type { CashTables } from './cash.tables.ts';

export interface CashContext {
  readonly clock: Clock;
  readonly newId: NewId;
}

export type CollectionRow = Selectable<CashTables['cash_collection']>;

/** The notes stacked from `from` until just before `to` are one session: every note is in one, by its own moment. */
export interface CashSession {
  readonly kioskId: string;
  readonly sessionNumber: number;
  readonly from: number;
  readonly to: number;
}

const FOREVER = Number.MAX_SAFE_INTEGER;

export async function lastPull(db: Kysely<Database>, kioskId: string): Promise<CollectionRow | undefined> {
  return db
    .selectFrom('cash_collection')
    .selectAll()
    .where('kiosk_id', '=', kioskId)
    .orderBy('session_number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The session that runs since the last pull. */
export async function runningSession(db: Kysely<Database>, kioskId: string): Promise<CashSession> {
  const last = await lastPull(db, kioskId);
  return {
    kioskId,
    sessionNumber: (last?.session_number ?? 0) + 1,
    from: last?.pulled_at ?? 0,
    to: FOREVER,
  };
}

/** The session that a pull ended. */
export async function sessionOfPull(
  db: Kysely<Database>,
  pull: Pick<CollectionRow, 'kiosk_id' | 'session_number' | 'pulled_at'>,
): Promise<CashSession> {
  const before = await db
    .selectFrom('cash_collection')
    .select('pulled_at')
    .where('kiosk_id', '=', pull.kiosk_id)
    .where('session_number', '=', pull.session_number - 1)
    .executeTakeFirst();
  return {
    kioskId: pull.kiosk_id,
    sessionNumber: pull.session_number,
    from: before?.pulled_at ?? 0,
    to: pull.pulled_at,
  };
}

/** The pull that took a note stacked then out of the kiosk; undefined while it is still in the box. */
export function pullAfter(db: Kysely<Database>, kioskId: string, at: number): Promise<CollectionRow | undefined> {
  return db
    .selectFrom('cash_collection')
    .selectAll()
    .where('kiosk_id', '=', kioskId)
    .where('pulled_at', '>', at)
    .orderBy('session_number')
    .limit(1)
    .executeTakeFirst();
}

/** Credited notes of a session by value: its book balance. */
export async function creditedNotes(db: Kysely<Database>, session: CashSession): Promise<NoteCount[]> {
  const rows = await db
    .selectFrom('cash_note')
    .select((eb) => ['denomination_fen', eb.fn.countAll<number>().as('count')])
    .where('kiosk_id', '=', session.kioskId)
    .where('state', '=', 'credited')
    .where('stacked_at', '>=', session.from)
    .where('stacked_at', '<', session.to)
    .groupBy('denomination_fen')
    .orderBy('denomination_fen', 'desc')
    .execute();
  return rows.map((row) => ({ denominationFen: row.denomination_fen, count: row.count }));
}

/** A note in suspense has no moment of its own: it was put in when its order began, on line or off. */
export function momentOfOrder(order: string) {
  return sql<number>`coalesce(${sql.ref(`${order}.taken_offline_at`)}, ${sql.ref(`${order}.created_at`)})`;
}

/** Suspense notes and orphans of a session that nobody has decided yet. */
export async function doubtfulNotes(db: Kysely<Database>, session: CashSession): Promise<DoubtfulNote[]> {
  const suspense = await db
    .selectFrom('cash_note as note')
    .innerJoin('payment_order as order', 'order.order_id', 'note.order_id')
    .leftJoin('cash_note_decision as decision', 'decision.note_id', 'note.note_id')
    .select(['note.note_id', 'note.denomination_fen', 'order.room_id'])
    .where('note.kiosk_id', '=', session.kioskId)
    .where('note.state', '=', sql.lit('suspense'))
    .where(momentOfOrder('order'), '>=', session.from)
    .where(momentOfOrder('order'), '<', session.to)
    .where('decision.note_id', 'is', null)
    .orderBy('note.note_id')
    .execute();
  const orphans = await db
    .selectFrom('cash_orphan as orphan')
    .leftJoin('cash_note_decision as decision', 'decision.note_id', 'orphan.orphan_id')
    .select(['orphan.orphan_id', 'orphan.denomination_fen'])
    .where('orphan.kiosk_id', '=', session.kioskId)
    .where('orphan.stacked_at', '>=', session.from)
    .where('orphan.stacked_at', '<', session.to)
    .where('orphan.note_id', 'is', null)
    .where('decision.note_id', 'is', null)
    .orderBy('orphan.orphan_id')
    .execute();
  return [
    ...suspense.map((note) => ({
      noteId: note.note_id,
      denominationFen: note.denomination_fen,
      roomId: note.room_id,
    })),
    ...orphans.map((note) => ({
      noteId: note.orphan_id,
      denominationFen: note.denomination_fen ?? undefined,
      roomId: undefined,
    })),
  ];
}

export interface BagToCount {
  readonly collectionId: string;
  readonly kioskId: string;
  /** Credited notes in it, by the books. */
  readonly bookedFen: number;
}

/** Bags that were pulled and wait to be counted: their money is still on the account of the kiosk. */
export async function bagsToCount(db: Kysely<Database>, kioskIds: readonly string[]): Promise<BagToCount[]> {
  if (kioskIds.length === 0) return [];
  const rows = await db
    .selectFrom('cash_collection as pull')
    .leftJoin('cash_collection as before', (join) =>
      join
        .onRef('before.kiosk_id', '=', 'pull.kiosk_id')
        .on('before.session_number', '=', sql<number>`pull.session_number - 1`),
    )
    .leftJoin('cash_note as note', (join) =>
      join
        .onRef('note.kiosk_id', '=', 'pull.kiosk_id')
        .on('note.state', '=', 'credited')
        .on('note.stacked_at', '>=', sql<number>`coalesce(before.pulled_at, 0)`)
        .onRef('note.stacked_at', '<', 'pull.pulled_at'),
    )
    .select((eb) => [
      'pull.collection_id',
      'pull.kiosk_id',
      eb.fn.coalesce(eb.fn.sum<number>('note.denomination_fen'), sql<number>`0`).as('booked_fen'),
    ])
    .where('pull.settled_at', 'is', null)
    .where('pull.kiosk_id', 'in', kioskIds)
    .groupBy(['pull.collection_id', 'pull.kiosk_id'])
    .execute();
  return rows.map((row) => ({
    collectionId: row.collection_id,
    kioskId: row.kiosk_id,
    bookedFen: row.booked_fen,
  }));
}
