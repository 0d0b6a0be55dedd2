import { businessDate } from '@louting/common/clock';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { receiptNumber } from '../receipts/receipts.ts';
import { indexOfReceipt, type NumberRange } from './day-close.ts';

/** The last number that fits the usual width: numbers of one kiosk sort as text up to it. */
const HIGHEST = 9_999_999;

export interface KioskOfCommunity {
  readonly kioskId: string;
  readonly number: string;
}

export async function kiosksOf(db: Kysely<Database>, communityId: string): Promise<KioskOfCommunity[]> {
  return db
    .selectFrom('kiosk')
    .select(['kiosk_id as kioskId', 'number'])
    .where('community_id', '=', communityId)
    .orderBy('number')
    .execute();
}

/** Receipts of a kiosk after its last close and booked before `before`; undefined when there are none. */
export async function openRange(
  db: Kysely<Database>,
  kiosk: KioskOfCommunity,
  before: number,
): Promise<NumberRange | undefined> {
  const closed = await lastClosed(db, kiosk.kioskId);
  const { last } = await receiptsAfter(db, kiosk, closed)
    .select((eb) => eb.fn.max<string | null>('receipt_number').as('last'))
    .where('issued_at', '<', before)
    .executeTakeFirstOrThrow();
  return last === null ? undefined : { first: closed + 1, last: indexOfReceipt(last) };
}

export interface Waiting {
  readonly receipts: number;
  /** Business day on which the first of them was booked. */
  readonly date: string;
}

/** Receipts of a community that no close holds yet. */
export async function waitingReceipts(db: Kysely<Database>, communityId: string): Promise<Waiting | undefined> {
  let receipts = 0;
  let earliest: number | undefined;
  for (const kiosk of await kiosksOf(db, communityId)) {
    const row = await receiptsAfter(db, kiosk, await lastClosed(db, kiosk.kioskId))
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min<number | null>('issued_at').as('at')])
      .executeTakeFirstOrThrow();
    receipts += row.count;
    if (row.at !== null) earliest = Math.min(earliest ?? row.at, row.at);
  }
  return earliest === undefined ? undefined : { receipts, date: businessDate(earliest) };
}

/** From and to as texts, to find a range by the key of the receipts. */
export function numbersOf(
  kiosk: KioskOfCommunity,
  range: NumberRange,
): { readonly first: string; readonly last: string } {
  return { first: receiptNumber(kiosk.number, range.first), last: receiptNumber(kiosk.number, range.last) };
}

/** Number of the last receipt in a close that stands; 0 before the first. */
export async function lastClosed(db: Kysely<Database>, kioskId: string): Promise<number> {
  const { last } = await db
    .selectFrom('day_close_series as series')
    .innerJoin('day_close', 'day_close.close_id', 'series.close_id')
    .select(sql<number>`coalesce(max(series.last_number), 0)`.as('last'))
    .where('series.kiosk_id', '=', kioskId)
    .where('day_close.state', '<>', 'REJECTED')
    .executeTakeFirstOrThrow();
  return last;
}

function receiptsAfter(db: Kysely<Database>, kiosk: KioskOfCommunity, closed: number) {
  return db
    .selectFrom('receipt')
    .where('kiosk_id', '=', kiosk.kioskId)
    .where('receipt_number', '>', receiptNumber(kiosk.number, closed))
    .where('receipt_number', '<=', receiptNumber(kiosk.number, HIGHEST));
}
