import type { Transaction } from 'kysely';
import type { StackedNote } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { isOneOf } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { type CashContext, type CollectionRow, pullAfter } from './cash-sessions.store.ts';
import { raiseDifference, takeFromDifferences } from './differences.store.ts';
import { insertOnce } from './insert-once.ts';

const lastSettledPull = statement((db, values: { kioskId: string }) =>
  db
    .selectFrom('cash_collection')
    .select((eb) => eb.fn.max<number | null>('pulled_at').as('pulled_at'))
    .where('kiosk_id', '=', values.kioskId)
    .where('settled_at', 'is not', null),
);

const settledPullsAfter = statement((db, values: { kioskIds: readonly string[]; since: number }) =>
  db
    .selectFrom('cash_collection')
    .select('kiosk_id')
    .where(isOneOf(db, 'kiosk_id', values.kioskIds))
    .where('pulled_at', '>', values.since)
    .where('settled_at', 'is not', null),
);

/** Kiosks of which `moveLateNotes` may have to move a note that was stacked at `since` or later: hardly ever one. */
export async function kiosksCountedSince(
  tx: Transaction<Database>,
  kioskIds: readonly string[],
  since: number,
): Promise<Set<string>> {
  const rows = await settledPullsAfter(tx, { kioskIds, since });
  return new Set(rows.map((row) => row.kiosk_id));
}

/**
 * Notes that were in a bag whose count stood before they were booked: the kiosk was cut off meanwhile. Their money left
 * the kiosk with that bag, so it leaves the kiosk's account too: against what the bag held too much, and where it held
 * nothing too much, as a shortage of that bag. Call it in the transaction that credits the notes.
 */
export async function moveLateNotes(
  tx: Transaction<Database>,
  context: CashContext,
  kiosk: { readonly kioskId: string; readonly communityId: string },
  notes: readonly StackedNote[],
): Promise<void> {
  const [last] = await lastSettledPull(tx, kiosk);
  const settledUntil = last?.pulled_at ?? 0;
  for (const note of notes) {
    if (note.stackedAt >= settledUntil) continue;
    const pull = await pullAfter(tx, kiosk.kioskId, note.stackedAt);
    if (!pull || pull.settled_at === null) continue;
    await moveNote(tx, context, pull, note);
  }
}

async function moveNote(
  tx: Transaction<Database>,
  context: CashContext,
  pull: CollectionRow,
  note: StackedNote,
): Promise<void> {
  const { collection_id: collectionId, kiosk_id: kioskId, community_id: communityId } = pull;
  const amountFen = note.denominationFen;
  const at = context.clock.now();
  const entryId = context.newId();
  await insertOnce(tx, 'cash_late_note', {
    note_id: note.noteId,
    collection_id: collectionId,
    amount_fen: amountFen,
    entry_id: entryId,
    moved_at: at,
  });
  await postEntry(tx, {
    entryId,
    event: 'cash.note.late',
    occurredAt: at,
    communityId,
    reference: note.noteId,
    lines: [
      { account: ACCOUNTS.suspense, kioskId, debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.cashInKiosk, kioskId, debitFen: 0, creditFen: amountFen },
    ],
  });
  const reason = `note was booked after the count of session ${pull.session_number}`;
  const resolution = { way: 'late-note', amountFen, reason, noteId: note.noteId, entryId, by: 'system', at } as const;
  const missingFen = await takeFromDifferences(
    tx,
    context,
    { documentId: collectionId, kind: 'CASH_OVER' },
    resolution,
  );
  if (missingFen === 0) return;
  await raiseDifference(tx, {
    differenceId: context.newId(),
    communityId,
    kioskId,
    collectionId,
    closeId: null,
    kind: 'CASH_SHORT',
    amountFen: missingFen,
    at,
    detail: reason,
  });
}
