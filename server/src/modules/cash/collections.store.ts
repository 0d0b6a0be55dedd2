import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { ACCEPTED_CASH } from '../kiosks/kiosks.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import {
  type Comparison,
  compareWithBooks,
  countThatStands,
  type NoteCount,
  pullIsPossible,
  sameCount,
  tidyCount,
  totalOf,
} from './cash.ts';
import {
  type CashContext,
  type CollectionRow,
  creditedNotes,
  doubtfulNotes,
  lastPull,
  sessionOfPull,
} from './cash-sessions.store.ts';
import { raiseDifference } from './differences.store.ts';
import { creditOfNote, endDoubt, recordDecision } from './note-decisions.store.ts';
import { insertOnce } from './insert-once.ts';

export interface NewCollection {
  readonly collectionId: string;
  readonly kioskId: string;
  readonly communityId: string;
  readonly sessionNumber: number;
  readonly boxSerial: string;
  readonly sealNumber: string;
  readonly pulledAt: number | undefined;
  readonly staffId: string;
}

export function findCollection(db: Kysely<Database>, collectionId: string): Promise<CollectionRow | undefined> {
  return db.selectFrom('cash_collection').selectAll().where('collection_id', '=', collectionId).executeTakeFirst();
}

/**
 * Registers that a box is out: the session ends and the next begins, at the moment of the pull.
 * @returns LT-2304 the session has ended meanwhile, LT-2305, LT-2306, LT-2323
 */
export async function registerCollection(
  tx: Transaction<Database>,
  { clock }: CashContext,
  pull: NewCollection,
): Promise<Result<CollectionRow>> {
  const known = await findCollection(tx, pull.collectionId);
  if (known) return isSame(known, pull) ? ok(known) : failed('LT-2323');
  const last = await lastPull(tx, pull.kioskId);
  if (pull.sessionNumber !== (last?.session_number ?? 0) + 1) return failed('LT-2304');
  const now = clock.now();
  const pulledAt = pull.pulledAt ?? now;
  if (!pullIsPossible(pulledAt, last?.pulled_at ?? 0, now)) return failed('LT-2306');
  const sealed = await tx
    .selectFrom('cash_collection')
    .select('collection_id')
    .where('community_id', '=', pull.communityId)
    .where('seal_number', '=', pull.sealNumber)
    .executeTakeFirst();
  if (sealed) return failed('LT-2305');
  const row: CollectionRow = {
    collection_id: pull.collectionId,
    kiosk_id: pull.kioskId,
    community_id: pull.communityId,
    session_number: pull.sessionNumber,
    box_serial: pull.boxSerial,
    seal_number: pull.sealNumber,
    pulled_by: pull.staffId,
    pulled_at: pulledAt,
    registered_at: now,
    settled_at: null,
    booked_fen: null,
    counted_fen: null,
    comparison: null,
    entry_id: null,
  };
  const inserted = await tx
    .insertInto('cash_collection')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('collection_id')
    .executeTakeFirst();
  return inserted ? ok(row) : failed('LT-2304');
}

function isSame(known: CollectionRow, pull: NewCollection): boolean {
  return (
    known.kiosk_id === pull.kioskId &&
    known.session_number === pull.sessionNumber &&
    known.seal_number === pull.sealNumber &&
    known.box_serial === pull.boxSerial
  );
}

export interface NewCount {
  readonly collectionId: string;
  readonly notes: readonly NoteCount[];
  readonly staffId: string;
}

/**
 * Writes down what one person counted. When two agree, or a third has counted, the count stands and the bag is booked.
 * Sent again with the same figures it is the same count.
 * @returns LT-2307, LT-2308, LT-2309 counted by the same person, LT-9001 there is no such note
 */
export async function countCollection(
  tx: Transaction<Database>,
  context: CashContext,
  count: NewCount,
): Promise<Result<CollectionRow>> {
  const odd = count.notes.find((note) => !ACCEPTED_CASH.some((value) => value === note.denominationFen));
  if (odd) return failed('LT-9001', `there is no note of ${odd.denominationFen} fen`);
  const pull = await findCollection(tx, count.collectionId);
  if (!pull) return failed('LT-2307');
  const notes = tidyCount(count.notes);
  const before = await countsOf(tx, pull.collection_id);
  const own = before.find((one) => one.countedBy === count.staffId);
  if (own) return sameCount(own.notes, notes) ? ok(pull) : failed('LT-2309');
  if (pull.settled_at !== null) return failed('LT-2308');
  await insertOnce(tx, 'cash_count', {
    collection_id: pull.collection_id,
    ordinal: before.length + 1,
    counted_by: count.staffId,
    counted_at: context.clock.now(),
    notes: JSON.stringify(notes),
    total_fen: totalOf(notes),
  });
  const standing = countThatStands([...before.map((one) => one.notes), notes]);
  return ok(standing ? await settle(tx, context, pull, standing) : pull);
}

export interface CountOfOne {
  readonly ordinal: number;
  readonly countedBy: string;
  readonly countedAt: number;
  readonly notes: readonly NoteCount[];
  readonly totalFen: number;
}

export async function countsOf(db: Kysely<Database>, collectionId: string): Promise<CountOfOne[]> {
  const rows = await db
    .selectFrom('cash_count')
    .selectAll()
    .where('collection_id', '=', collectionId)
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => ({
    ordinal: row.ordinal,
    countedBy: row.counted_by,
    countedAt: row.counted_at,
    notes: JSON.parse(row.notes) as NoteCount[],
    totalFen: row.total_fen,
  }));
}

/** Books a counted bag: the money is at the office now, and what does not fit stands in 1901 until explained. */
async function settle(
  tx: Transaction<Database>,
  context: CashContext,
  pull: CollectionRow,
  counted: readonly NoteCount[],
): Promise<CollectionRow> {
  const session = await sessionOfPull(tx, pull);
  const booked = await creditedNotes(tx, session);
  const comparison = compareWithBooks(booked, counted, await doubtfulNotes(tx, session));
  const at = context.clock.now();
  const { collection_id: collectionId, kiosk_id: kioskId, community_id: communityId } = pull;
  const settled = {
    settled_at: at,
    booked_fen: totalOf(booked),
    counted_fen: totalOf(counted),
    comparison: JSON.stringify(comparison.rows),
    entry_id: null as string | null,
  };
  const lines = linesOf(kioskId, settled.booked_fen, settled.counted_fen, comparison);
  if (lines.length > 0) {
    settled.entry_id = context.newId();
    const reference = collectionId;
    const entry = { entryId: settled.entry_id, event: 'cash.collected', occurredAt: at, communityId, reference, lines };
    await postEntry(tx, entry);
  }
  await tx.updateTable('cash_collection').set(settled).where('collection_id', '=', collectionId).execute();

  const reason = `count of session ${pull.session_number}`;
  const decided = { collectionId, entryId: settled.entry_id, by: 'system', at, reason };
  for (const note of comparison.found) await recordDecision(tx, note, { ...decided, outcome: 'found' });
  for (const note of comparison.notStacked) await recordDecision(tx, note, { ...decided, outcome: 'not-stacked' });
  await endDoubt(tx, [...comparison.found, ...comparison.notStacked], at);
  const difference = { communityId, kioskId, collectionId, closeId: null, at };
  for (const [kind, amountFen] of [
    ['CASH_SHORT', comparison.shortFen],
    ['CASH_OVER', comparison.overFen],
  ] as const) {
    if (amountFen === 0) continue;
    const detail = kind === 'CASH_OVER' && comparison.undecided.length > 0 ? `${reason}: notes in doubt` : reason;
    await raiseDifference(tx, { ...difference, differenceId: context.newId(), kind, amountFen, detail });
  }
  return { ...pull, ...settled };
}

function linesOf(kioskId: string, bookedFen: number, countedFen: number, comparison: Comparison): LedgerLine[] {
  const lines: LedgerLine[] = [
    { account: ACCOUNTS.cashAtOffice, debitFen: countedFen, creditFen: 0 },
    { account: ACCOUNTS.suspense, kioskId, debitFen: comparison.shortFen, creditFen: 0 },
    { account: ACCOUNTS.cashInKiosk, kioskId, debitFen: 0, creditFen: bookedFen },
    ...comparison.found.map(creditOfNote),
    { account: ACCOUNTS.suspense, kioskId, debitFen: 0, creditFen: comparison.overFen },
  ];
  return lines.filter((line) => line.debitFen !== line.creditFen);
}
