import { fen } from '@louting/common/money';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { HopperDay } from '../../../contract/hoppers-api.ts';
import type { Database } from '../../../storage/database.ts';
import { insertRows } from '../../../storage/insert-rows.ts';
import { receiptNumber } from '../../receipts/receipts.ts';
import { cutOff, type NumberRange } from '../day-close.ts';
import { type KioskOfCommunity, lastClosed, numbersOf } from '../day-series.store.ts';
import { effectSum } from './movements.store.ts';

/**
 * The change of one kiosk in a close: the payouts of the receipts that it holds, and the movements that were counted
 * since the last close; nothing where no change was ever given.
 */
export async function hopperDay(
  db: Kysely<Database>,
  kiosk: KioskOfCommunity,
  range: NumberRange | undefined,
  day: { readonly date: string; readonly now: number },
): Promise<HopperDay[]> {
  const { kioskId, number } = kiosk;
  const opening = await closedSoFar(db, kiosk);
  const paid = range ? await paidBetween(db, kioskId, numbersOf(kiosk, range)) : NOTHING_PAID;
  const moved = await waitingMovements(db, kioskId, cutOff(day.date, day.now))
    .select([sumOf('fill').as('filled'), sumOf('empty').as('emptied')])
    .select([effectSum().as('effect'), (eb) => eb.fn.countAll<number>().as('movements')])
    .executeTakeFirstOrThrow();
  if (opening === 0 && paid.payouts === 0 && moved.movements === 0) return [];
  const row: HopperDay = {
    kioskId,
    kioskNumber: number,
    openingFen: fen(opening),
    filledFen: fen(moved.filled),
    paidFen: fen(paid.paidFen),
    emptiedFen: fen(moved.emptied),
    countedFen: fen(moved.effect - moved.filled + moved.emptied + paid.missedFen),
    closingFen: fen(opening + moved.effect - paid.paidFen + paid.missedFen),
  };
  return [row];
}

/** Movements that wait for their second count. */
export async function waitingForCount(db: Kysely<Database>, communityId: string): Promise<number> {
  const { count } = await db
    .selectFrom('hopper_movement')
    .where('community_id', '=', communityId)
    .where('settled_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Binds what the close holds to it. */
export async function closeHoppers(
  tx: Transaction<Database>,
  closeId: string,
  days: readonly HopperDay[],
  day: { readonly date: string; readonly now: number },
): Promise<void> {
  for (const one of days) {
    const waiting = await waitingMovements(tx, one.kioskId, cutOff(day.date, day.now)).select('movement_id').execute();
    const held = waiting.map(({ movement_id }) => ({ close_id: closeId, movement_id }));
    await insertRows(tx, 'day_close_movement', held);
  }
  const rows = days.map((one) => ({
    close_id: closeId,
    kiosk_id: one.kioskId,
    opening_fen: one.openingFen,
    filled_fen: one.filledFen,
    paid_fen: one.paidFen,
    emptied_fen: one.emptiedFen,
    counted_fen: one.countedFen,
    closing_fen: one.closingFen,
  }));
  await insertRows(tx, 'day_close_hopper', rows);
}

/** Counted before a moment, and in no close that stands. */
function waitingMovements(db: Kysely<Database>, kioskId: string, before: number) {
  return db
    .selectFrom('hopper_movement')
    .where('kiosk_id', '=', kioskId)
    .where('settled_at', '<', before)
    .where('movement_id', 'not in', heldMovements(db));
}

function heldMovements(db: Kysely<Database>) {
  return db
    .selectFrom('day_close_movement as held')
    .innerJoin('day_close', 'day_close.close_id', 'held.close_id')
    .where('day_close.state', '<>', 'REJECTED')
    .select('held.movement_id');
}

function sumOf(kind: 'fill' | 'empty') {
  const amount = kind === 'fill' ? sql.ref('counted_fen') : sql.ref('booked_fen');
  return sql<number>`coalesce(sum(case when kind = ${sql.lit(kind)} then ${amount} else 0 end), 0)`;
}

/** What the closes that stand say is in the hoppers; before the first, what was paid in closes of before. */
async function closedSoFar(db: Kysely<Database>, kiosk: KioskOfCommunity): Promise<number> {
  const { moved } = await db
    .selectFrom('hopper_movement')
    .select(effectSum().as('moved'))
    .where('kiosk_id', '=', kiosk.kioskId)
    .where('settled_at', 'is not', null)
    .where('movement_id', 'in', heldMovements(db))
    .executeTakeFirstOrThrow();
  const last = receiptNumber(kiosk.number, await lastClosed(db, kiosk.kioskId));
  const { paidFen, missedFen } = await paidBetween(db, kiosk.kioskId, { first: '', last });
  return moved - paidFen + missedFen;
}

interface PaidChange {
  readonly payouts: number;
  readonly paidFen: number;
  /** Of it, what a count had missed before it was booked. */
  readonly missedFen: number;
}
const NOTHING_PAID: PaidChange = { payouts: 0, paidFen: 0, missedFen: 0 };

async function paidBetween(
  db: Kysely<Database>,
  kioskId: string,
  receipts: { readonly first: string; readonly last: string },
): Promise<PaidChange> {
  const row = await db
    .selectFrom('cash_change as change')
    .innerJoin('payment', 'payment.order_id', 'change.order_id')
    .leftJoin('hopper_late_payout as late', 'late.order_id', 'change.order_id')
    .where('change.kiosk_id', '=', kioskId)
    .where('payment.receipt_number', '>=', receipts.first)
    .where('payment.receipt_number', '<=', receipts.last)
    .select((eb) => eb.fn.countAll<number>().as('payouts'))
    .select([
      sql<number>`coalesce(sum(change.paid_fen), 0)`.as('paid'),
      sql<number>`coalesce(sum(late.amount_fen), 0)`.as('missed'),
    ])
    .executeTakeFirstOrThrow();
  return { payouts: row.payouts, paidFen: row.paid, missedFen: row.missed };
}
