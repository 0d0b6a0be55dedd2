import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { postEntry } from '../ledger/ledger.store.ts';

/**
 * Undoes a bill that asks for the wrong amount: the mirror of its voucher is posted, and the room can be billed again
 * for the period. Only a bill without money on it; money is given back first.
 * @returns LT-9002 no such published bill, LT-2002 it has money on it
 */
export async function reverseBill(
  tx: Transaction<Database>,
  { billId, reason }: { readonly billId: string; readonly reason: string },
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<Result<undefined>> {
  const bill = await tx.selectFrom('bill').selectAll().where('bill_id', '=', billId).executeTakeFirst();
  if (!bill) return failed('LT-9002');
  if (bill.paid_fen > 0) return failed('LT-2002');
  if (bill.state !== 'PUBLISHED') return failed('LT-9002', `bill is ${bill.state}`);
  const lines = await tx
    .selectFrom('ledger_line')
    .innerJoin('ledger_entry', 'ledger_entry.entry_id', 'ledger_line.entry_id')
    .selectAll('ledger_line')
    .where('ledger_entry.reference', '=', billId)
    .where('ledger_entry.event', '=', 'bill.published')
    .orderBy('ledger_line.line_number')
    .execute();
  await postEntry(tx, {
    entryId: newId(),
    event: 'bill.reversed',
    occurredAt: clock.now(),
    communityId: bill.community_id,
    reference: billId,
    lines: lines.map((line) => ({
      account: line.account_code,
      roomId: line.room_id,
      kioskId: line.kiosk_id,
      itemCode: line.item_code,
      debitFen: line.credit_fen,
      creditFen: line.debit_fen,
    })),
  });
  await tx.updateTable('bill').set({ state: 'REVERSED', reason }).where('bill_id', '=', billId).execute();
  return ok();
}
