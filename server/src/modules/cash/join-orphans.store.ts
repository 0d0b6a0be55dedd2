import { sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { momentOfOrder, pullAfter } from './cash-sessions.store.ts';

/** A jam that lets go does so within so long, or a person opens the kiosk. */
const LETS_GO_WITHIN_MS = 2 * 3_600_000;

/**
 * A note that jammed is told of with its order, in doubt; when it drops into the box later, the device tells of it once
 * more, as a note without an order. It is one note: of this kiosk, of one value, near in time, in one bag. From then on
 * it is the note in doubt alone, and the count of the bag decides about it once.
 */
export async function joinOrphans(tx: Transaction<Database>, kioskId: string, now: number): Promise<void> {
  const orphans = await tx
    .selectFrom('cash_orphan as orphan')
    .leftJoin('cash_note_decision as decision', 'decision.note_id', 'orphan.orphan_id')
    .select(['orphan.orphan_id', 'orphan.denomination_fen', 'orphan.stacked_at'])
    .where('orphan.kiosk_id', '=', kioskId)
    .where('orphan.stacked_at', '>=', now - 7 * 86_400_000)
    .where('orphan.note_id', 'is', null)
    .where('decision.note_id', 'is', null)
    .orderBy('orphan.stacked_at')
    .execute();
  for (const orphan of orphans) {
    const notes = await notesInDoubt(tx, kioskId, orphan.stacked_at);
    const alike = notes.filter((note) => note.denomination_fen === (orphan.denomination_fen ?? note.denomination_fen));
    const [note, another] = alike;
    // Of an unknown value it is only meant where nothing else can be.
    if (!note || (another && orphan.denomination_fen === null)) continue;
    const bags = [await pullAfter(tx, kioskId, note.at), await pullAfter(tx, kioskId, orphan.stacked_at)];
    if (bags[0]?.collection_id !== bags[1]?.collection_id || bags[0]?.settled_at) continue;
    await tx
      .updateTable('cash_orphan')
      .set({ note_id: note.note_id })
      .where('orphan_id', '=', orphan.orphan_id)
      .where('note_id', 'is', null)
      .execute();
  }
}

/** Undecided notes in doubt from before a moment that no other report was joined with, the newest first. */
function notesInDoubt(tx: Transaction<Database>, kioskId: string, before: number) {
  return tx
    .selectFrom('cash_note as note')
    .innerJoin('payment_order as order', 'order.order_id', 'note.order_id')
    .leftJoin('cash_note_decision as decision', 'decision.note_id', 'note.note_id')
    .leftJoin('cash_orphan as joined', 'joined.note_id', 'note.note_id')
    .select(['note.note_id', 'note.denomination_fen', momentOfOrder('order').as('at')])
    .where('note.kiosk_id', '=', kioskId)
    .where('note.state', '=', sql.lit('suspense'))
    .where(momentOfOrder('order'), '<=', before)
    .where(momentOfOrder('order'), '>=', before - LETS_GO_WITHIN_MS)
    .where('decision.note_id', 'is', null)
    .where('joined.orphan_id', 'is', null)
    .orderBy(momentOfOrder('order'), 'desc')
    .orderBy('note.note_id')
    .execute();
}
