import type { NewId } from '@louting/common/ids';
import type { Clock } from '@louting/common/clock';
import { type Fen, fen, ZERO_FEN } from '@louting/common/money';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { takeFromBill } from './document-allocation.store.ts';

/**
 * Moves all money on a bill to the prepayment of its room, so that the bill can be reversed without paying anybody.
 * @returns what was moved; zero when the bill has none, or takes none
 */
export async function moveToPrepayment(
  tx: Transaction<Database>,
  billId: string,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<Fen> {
  const bill = await tx.selectFrom('bill').selectAll().where('bill_id', '=', billId).executeTakeFirst();
  if (!bill || (bill.state !== 'PAID' && bill.state !== 'PARTIALLY_PAID')) return ZERO_FEN;
  const amountFen = fen(bill.paid_fen);
  const at = clock.now();
  const entryId = newId();
  await takeFromBill(tx, { documentId: entryId, kind: 'to-prepayment', billId, amountFen, at });
  const { room_id: roomId, item_code: itemCode } = bill;
  await postEntry(tx, {
    entryId,
    event: 'bill.money-to-prepayment',
    occurredAt: at,
    communityId: bill.community_id,
    reference: billId,
    lines: [
      { account: ACCOUNTS.receivable, roomId, itemCode, debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: amountFen },
    ],
  });
  return amountFen;
}
