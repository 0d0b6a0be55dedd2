import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { reverseBill } from '../billing/reversal.store.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Take {
  readonly take_id: string;
  readonly bill_id: string;
}

/** A live order holds it: nobody may take the bill away from under a payer. */
export async function isBeingPaid(tx: Transaction<Database>, billId: string, now: number): Promise<boolean> {
  const lock = await tx
    .selectFrom('bill_lock')
    .select('order_id')
    .where('bill_id', '=', billId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return lock !== undefined;
}

/** An owner who chose something and did not pay owes nothing for it. */
export async function undoTake(
  tx: Transaction<Database>,
  { take_id: takeId, bill_id: billId }: Take,
  dependencies: Dependencies,
): Promise<Result<undefined>> {
  const reversed = await reverseBill(tx, { billId, reason: '业主没有付款，撤销' }, dependencies);
  if (!reversed.ok) return reversed;
  await markDone(tx, takeId, dependencies.clock.now());
  return ok();
}

export async function markDone(tx: Transaction<Database>, takeId: string, at: number): Promise<void> {
  await tx.updateTable('offer_taken').set({ done_at: at }).where('take_id', '=', takeId).execute();
}

/** As a session ends: what was chosen in it, is not paid and is not being paid. */
export async function undoUnpaidOf(
  tx: Transaction<Database>,
  { roomId, openedAt }: { readonly roomId: string; readonly openedAt: number },
  dependencies: Dependencies,
): Promise<void> {
  const takes = await tx
    .selectFrom('offer_taken')
    .innerJoin('bill', 'bill.bill_id', 'offer_taken.bill_id')
    .select(['offer_taken.take_id', 'offer_taken.bill_id'])
    .where('offer_taken.room_id', '=', roomId)
    .where('offer_taken.taken_at', '>=', openedAt)
    .where('offer_taken.done_at', 'is', null)
    .where('bill.state', '=', 'PUBLISHED')
    .execute();
  for (const take of takes) {
    if (!(await isBeingPaid(tx, take.bill_id, dependencies.clock.now()))) await undoTake(tx, take, dependencies);
  }
}
