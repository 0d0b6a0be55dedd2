import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { statement } from '../../../storage/statement.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { postEntry } from '../../ledger/ledger.store.ts';
import type { CashContext } from '../cash-sessions.store.ts';
import { raiseDifference, takeFromDifferences } from '../differences.store.ts';
import { insertOnce } from '../insert-once.ts';

const countAfter = statement((db, values: { kioskId: string; paidAt: number }) =>
  db
    .selectFrom('hopper_movement')
    .select(['movement_id', 'movement_number', 'settled_at'])
    .where('kiosk_id', '=', values.kioskId)
    .where('kind', '<>', 'fill')
    .where('moved_at', '>', values.paidAt)
    .orderBy('movement_number')
    .limit(1),
);

export interface Payout {
  readonly orderId: string;
  readonly kioskId: string;
  readonly communityId: string;
  readonly paidFen: number;
  readonly paidAt: number;
}

/**
 * Change that was paid before a count of the hoppers and is booked after that count stood: the kiosk was cut off
 * meanwhile. The count missed these coins already, so they explain what it found too little; where it found nothing too
 * little there were coins too many. Call it in the transaction that books the payout.
 */
export async function explainByLatePayout(
  tx: Transaction<Database>,
  context: CashContext,
  payout: Payout,
): Promise<void> {
  const { orderId, kioskId, communityId, paidFen: amountFen } = payout;
  if (amountFen === 0) return;
  const [count] = await countAfter(tx, payout);
  if (!count || count.settled_at === null) return;
  const { movement_id: movementId } = count;
  const at = context.clock.now();
  const entryId = context.newId();
  await insertOnce(tx, 'hopper_late_payout', {
    order_id: orderId,
    movement_id: movementId,
    amount_fen: amountFen,
    entry_id: entryId,
    moved_at: at,
  });
  await postEntry(tx, {
    entryId,
    event: 'cash.payout.late',
    occurredAt: at,
    communityId,
    reference: orderId,
    lines: [
      { account: ACCOUNTS.changeInKiosk, kioskId, debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.suspense, kioskId, debitFen: 0, creditFen: amountFen },
    ],
  });
  const reason = `change was booked after count ${count.movement_number} of the hoppers`;
  const resolution = { way: 'late-change', amountFen, reason, noteId: null, entryId, by: 'system', at } as const;
  const missed = { documentId: movementId, kind: 'CASH_SHORT' } as const;
  const tooManyFen = await takeFromDifferences(tx, context, missed, resolution);
  if (tooManyFen === 0) return;
  await raiseDifference(tx, {
    differenceId: context.newId(),
    communityId,
    kioskId,
    collectionId: null,
    closeId: null,
    movementId,
    kind: 'CASH_OVER',
    amountFen: tooManyFen,
    at,
    detail: reason,
  });
}
