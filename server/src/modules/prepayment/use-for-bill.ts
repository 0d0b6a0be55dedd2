import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { type Fen, fen } from '@louting/common/money';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { allocateToBill } from '../billing/document-allocation.store.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry, prepaidOfRoom } from '../ledger/ledger.store.ts';

export interface UseForBill {
  readonly useId: string;
  /** Whose prepayment it is. */
  readonly roomId: string;
  readonly communityId: string;
  /** What it pays whole, on whatever place in the books. */
  readonly bill: {
    readonly billId: string;
    readonly roomId: string;
    readonly itemCode: string;
    readonly amountFen: Fen;
  };
}

/**
 * Pays one bill of another place from a household that agreed to it, and leaves the household a notice.
 * @throws Error when there is not enough: the caller looks in the same transaction
 */
export async function useForBill(
  tx: Transaction<Database>,
  { useId, roomId, communityId, bill }: UseForBill,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<void> {
  const now = clock.now();
  const { billId, amountFen } = bill;
  const prepaidAfterFen = fen((await prepaidOfRoom(tx, roomId)) - amountFen);
  if (prepaidAfterFen < 0) throw new Error(`room ${roomId} has no ${amountFen} fen of prepayment`);
  const entryId = newId();
  await allocateToBill(tx, { documentId: useId, kind: 'prepayment-use', billId, amountFen, at: now });
  await postEntry(tx, {
    entryId,
    event: 'prepayment.used',
    occurredAt: now,
    communityId,
    reference: useId,
    lines: [
      { account: ACCOUNTS.prepayment, roomId, debitFen: amountFen, creditFen: 0 },
      {
        account: ACCOUNTS.receivable,
        roomId: bill.roomId,
        itemCode: bill.itemCode,
        debitFen: 0,
        creditFen: amountFen,
      },
    ],
  });
  await tx
    .insertInto('prepayment_use')
    .values({
      use_id: useId,
      community_id: communityId,
      room_id: roomId,
      kind: 'auto',
      amount_fen: amountFen,
      prepaid_after_fen: prepaidAfterFen,
      entry_id: entryId,
      used_at: now,
      used_by: 'agreement',
    })
    .execute();
  await tx
    .insertInto('room_notice')
    .values({
      notice_id: newId(),
      room_id: roomId,
      kind: 'prepayment-used',
      document_id: useId,
      amount_fen: amountFen,
      made_at: now,
    })
    .execute();
}
