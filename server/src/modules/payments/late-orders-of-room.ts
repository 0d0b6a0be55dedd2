import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';

/** A receipt nobody came for in this long is fetched at the office. */
const COLLECT_WITHIN_MS = 90 * 86_400_000;

const lateRows = statement((db, values: { kioskId: string; roomId: string; since: number }) =>
  db
    .selectFrom('payment_order')
    .select('order_id')
    .where('kiosk_id', '=', values.kioskId)
    .where('room_id', '=', values.roomId)
    .where('created_at', '>=', values.since)
    .where('taken_offline_at', 'is not', null)
    .where('state', '=', 'SUCCEEDED')
    .orderBy('created_at'),
);

/** Booked orders of the room whose cash this kiosk took off line: it knows itself which receipts it still owes. */
export async function lateOrdersOfRoom(
  db: Kysely<Database>,
  kioskId: string,
  roomId: string,
  now: number,
): Promise<string[]> {
  const rows = await lateRows(db, { kioskId, roomId, since: now - COLLECT_WITHIN_MS });
  return rows.map((row) => row.order_id);
}
