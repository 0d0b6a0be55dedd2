import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { ACCEPTED_CASH } from '../kiosks/kiosks.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { resolveExceptions } from '../payments/orders.store.ts';
import type { DoubtfulNote, DoubtOutcome } from './cash.ts';
import { type CashContext, momentOfOrder, pullAfter } from './cash-sessions.store.ts';
import { hadItInHands, openDifferencesOf, takeFromDifferences } from './differences.store.ts';
import { insertOnce } from './insert-once.ts';
import { joinOrphans } from './join-orphans.store.ts';

export interface Decided {
  readonly outcome: DoubtOutcome;
  readonly collectionId: string | null;
  readonly entryId: string | null;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

/** @throws when the note is decided already: its id is the key. */
export async function recordDecision(tx: Transaction<Database>, note: DoubtfulNote, decided: Decided): Promise<void> {
  const found = decided.outcome === 'found';
  await insertOnce(tx, 'cash_note_decision', {
    note_id: note.noteId,
    outcome: decided.outcome,
    collection_id: decided.collectionId,
    amount_fen: found ? (note.denominationFen ?? 0) : 0,
    room_id: found ? (note.roomId ?? null) : null,
    entry_id: found ? decided.entryId : null,
    decided_by: decided.by,
    decided_at: decided.at,
    reason: decided.reason,
  });
}

/** What staff were told about an order (LT-2302) is done when none of its notes is in doubt any more. */
export async function endDoubt(tx: Transaction<Database>, notes: readonly DoubtfulNote[], at: number): Promise<void> {
  const ids = notes.filter((note) => note.roomId !== undefined).map((note) => note.noteId);
  if (ids.length === 0) return;
  const orders = await tx.selectFrom('cash_note').select('order_id').distinct().where('note_id', 'in', ids).execute();
  for (const { order_id: orderId } of orders) {
    const open = await tx
      .selectFrom('cash_note as note')
      .leftJoin('cash_note_decision as decision', 'decision.note_id', 'note.note_id')
      .select('note.note_id')
      .where('note.order_id', '=', orderId)
      .where('note.state', '=', sql.lit('suspense'))
      .where('decision.note_id', 'is', null)
      .executeTakeFirst();
    if (!open) await resolveExceptions(tx, orderId, 'LT-2302', at);
  }
}

export interface NoteInDoubt extends DoubtfulNote {
  readonly kioskId: string;
  readonly communityId: string;
  readonly at: number;
}

/** A suspense note or an orphan, decided or not. */
export async function findDoubtful(db: Kysely<Database>, noteId: string): Promise<NoteInDoubt | undefined> {
  const suspense = await db
    .selectFrom('cash_note as note')
    .innerJoin('payment_order as order', 'order.order_id', 'note.order_id')
    .select(['note.kiosk_id', 'note.denomination_fen', 'order.room_id', 'order.community_id'])
    .select(momentOfOrder('order').as('at'))
    .where('note.note_id', '=', noteId)
    .where('note.state', '=', 'suspense')
    .executeTakeFirst();
  if (suspense) {
    return {
      noteId,
      denominationFen: suspense.denomination_fen,
      roomId: suspense.room_id,
      kioskId: suspense.kiosk_id,
      communityId: suspense.community_id,
      at: suspense.at,
    };
  }
  const orphan = await db
    .selectFrom('cash_orphan as orphan')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'orphan.kiosk_id')
    .select(['orphan.kiosk_id', 'orphan.denomination_fen', 'orphan.stacked_at', 'kiosk.community_id'])
    .where('orphan.orphan_id', '=', noteId)
    .where('orphan.note_id', 'is', null)
    .executeTakeFirst();
  return (
    orphan && {
      noteId,
      denominationFen: orphan.denomination_fen ?? undefined,
      roomId: undefined,
      kioskId: orphan.kiosk_id,
      communityId: orphan.community_id,
      at: orphan.stacked_at,
    }
  );
}

/**
 * A person decides a note that the count alone could not. Found needs money that the bag held too much.
 * @returns LT-2311, LT-2312 the bag held nothing that it could be, LT-2320, LT-2321 the bag is not counted yet
 */
export async function decideNote(
  tx: Transaction<Database>,
  context: CashContext,
  note: NoteInDoubt,
  decision: {
    readonly outcome: DoubtOutcome;
    readonly denominationFen: number | undefined;
    readonly reason: string;
    readonly staffId: string;
  },
): Promise<Result<undefined>> {
  const { outcome, reason, staffId } = decision;
  const known = await tx
    .selectFrom('cash_note_decision')
    .select('note_id')
    .where('note_id', '=', note.noteId)
    .executeTakeFirst();
  if (known) return failed('LT-2320');
  const pull = await pullAfter(tx, note.kioskId, note.at);
  if (!pull || pull.settled_at === null) return failed('LT-2321');
  const { collection_id: collectionId } = pull;
  const bag = { collection_id: collectionId, close_id: null, movement_id: null };
  if (await hadItInHands(tx, bag, staffId)) return failed('LT-2311');
  const at = context.clock.now();
  const decided = { outcome, collectionId, by: staffId, at, reason };
  if (outcome === 'not-stacked') {
    await recordDecision(tx, note, { ...decided, entryId: null });
    await endDoubt(tx, [note], at);
    return ok();
  }
  const value = note.denominationFen ?? decision.denominationFen;
  if (value === undefined || !ACCEPTED_CASH.some((one) => one === value)) return failed('LT-2312');
  const over = await openDifferencesOf(tx, collectionId, 'CASH_OVER');
  if (over.reduce((sum, difference) => sum + difference.open_fen, 0) < value) return failed('LT-2312');
  const entryId = context.newId();
  const valued = { ...note, denominationFen: value };
  await postEntry(tx, {
    entryId,
    event: 'cash.note.found',
    occurredAt: at,
    communityId: pull.community_id,
    reference: note.noteId,
    lines: [
      { account: ACCOUNTS.suspense, kioskId: pull.kiosk_id, debitFen: value, creditFen: 0 },
      creditOfNote(valued),
    ],
  });
  const resolution = { amountFen: value, reason, noteId: note.noteId, entryId, by: staffId, at };
  await takeFromDifferences(
    tx,
    context,
    { documentId: collectionId, kind: 'CASH_OVER' },
    { ...resolution, way: 'note-credited' },
  );
  await recordDecision(tx, valued, { ...decided, entryId });
  await endDoubt(tx, [note], at);
  return ok();
}

/** The owner meant it for the room's bills; a note that nobody claims is kept for whoever does. */
export function creditOfNote(note: DoubtfulNote): LedgerLine {
  const creditFen = note.denominationFen ?? 0;
  return note.roomId === undefined
    ? { account: ACCOUNTS.unclaimed, debitFen: 0, creditFen }
    : { account: ACCOUNTS.prepayment, roomId: note.roomId, debitFen: 0, creditFen };
}

/** A report sent again adds nothing; one of a note that was told of with its order is that note. */
export async function recordOrphans(
  tx: Transaction<Database>,
  kioskId: string,
  orphans: readonly {
    readonly orphanId: string;
    readonly denominationFen?: number | undefined;
    readonly stackedAt: number;
  }[],
  now: number,
): Promise<void> {
  for (const orphan of orphans) {
    await tx
      .insertInto('cash_orphan')
      .values({
        orphan_id: orphan.orphanId,
        kiosk_id: kioskId,
        denomination_fen: orphan.denominationFen ?? null,
        stacked_at: Math.min(orphan.stackedAt, now),
        reported_at: now,
      })
      .onConflict((conflict) => conflict.column('orphan_id').doNothing())
      .execute();
  }
  await joinOrphans(tx, kioskId, now);
}
