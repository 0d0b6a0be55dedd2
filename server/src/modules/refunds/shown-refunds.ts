import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';

/** How long owners see a refund at the kiosk. */
export const SHOWN_FOR_MS = 92 * 86_400_000;

const counts = statement((db, values: { roomId: string; since: number }) =>
  db
    .selectFrom('refund')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('room_id', '=', values.roomId)
    .where('requested_at', '>=', values.since),
);

export async function countShownRefunds(db: Kysely<Database>, roomId: string, now: number): Promise<number> {
  const [row] = await counts(db, { roomId, since: now - SHOWN_FOR_MS });
  return row?.count ?? 0;
}
