import type { Job } from '../../jobs/job-runner.ts';
import type { Storage } from '../../storage/storage.ts';
import { takeDeposit } from '../deposits/deposits.store.ts';
import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { isBeingPaid, markDone, undoTake } from './unpaid-takes.ts';

const EVERY_MS = 30_000;
const AT_ONCE = 100;
/** Longer than a session lives: whoever chose it has gone. */
const GIVEN_UP_AFTER_MS = 30 * 60_000;

interface OffersContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Enters paid deposits among the deposits, and undoes what was chosen and never paid. */
export function offersJob(context: OffersContext): Job {
  return {
    name: 'settle-offers',
    everyMs: EVERY_MS,
    run: async (signal) => {
      for (const takeId of await openTakes(context)) {
        if (signal.aborted) return;
        await context.storage.transact((tx) => settleTake(tx, takeId, context));
      }
    },
  };
}

async function openTakes({ storage }: OffersContext): Promise<string[]> {
  const rows = await storage.db
    .selectFrom('offer_taken')
    .select('take_id')
    .where('done_at', 'is', null)
    .orderBy('taken_at')
    .limit(AT_ONCE)
    .execute();
  return rows.map((row) => row.take_id);
}

async function settleTake(tx: Transaction<Database>, takeId: string, { clock, newId }: OffersContext): Promise<void> {
  const take = await tx
    .selectFrom('offer_taken')
    .innerJoin('bill', 'bill.bill_id', 'offer_taken.bill_id')
    .selectAll('offer_taken')
    .select(['bill.state', 'bill.item_code', 'bill.amount_fen'])
    .where('offer_taken.take_id', '=', takeId)
    .where('offer_taken.done_at', 'is', null)
    .executeTakeFirst();
  if (!take) return;
  const now = clock.now();
  if (take.state === 'PAID') {
    if (take.kind === 'deposit') await enterDeposit(tx, take, { clock, newId });
    await markDone(tx, takeId, now);
  } else if (take.state === 'REVERSED') {
    await markDone(tx, takeId, now);
  } else if (take.state === 'PUBLISHED' && take.taken_at < now - GIVEN_UP_AFTER_MS) {
    if (!(await isBeingPaid(tx, take.bill_id, now))) await undoTake(tx, take, { clock, newId });
  }
}

/** Its money stands among what is collected for others since the bill was made; now it is held for the home. */
async function enterDeposit(
  tx: Transaction<Database>,
  take: {
    readonly take_id: string;
    readonly room_id: string;
    readonly item_code: string;
    readonly amount_fen: number;
    readonly bill_id: string;
  },
  dependencies: { readonly clock: Clock; readonly newId: NewId },
): Promise<void> {
  const order = await tx
    .selectFrom('allocation')
    .innerJoin('payment_order', 'payment_order.order_id', 'allocation.order_id')
    .innerJoin('payment', 'payment.order_id', 'allocation.order_id')
    .select(['payment_order.method', 'payment.receipt_number', 'payment_order.kiosk_id'])
    .where('allocation.bill_id', '=', take.bill_id)
    .executeTakeFirst();
  const taken = await takeDeposit(
    tx,
    {
      depositId: take.take_id,
      roomId: take.room_id,
      kind: 'renovation',
      amountFen: take.amount_fen,
      method: order?.method === 'cash' ? 'cash' : 'bank',
      note: `自助机缴纳，收据 ${order?.receipt_number ?? ''}`,
      by: `kiosk:${order?.kiosk_id ?? ''}`,
      paidByBill: { itemCode: take.item_code },
    },
    dependencies,
  );
  if (!taken.ok) throw new Error(`deposit ${take.take_id}: ${taken.error.code}`);
}
