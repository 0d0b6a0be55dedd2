import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type WayIn, WayInSchema, WAYS_IN } from '../../contract/identification-api.ts';
import type { Database } from '../../storage/database.ts';

/** Both prove that a message to the owner's number arrived. */
export const NEEDS_MESSAGES: ReadonlySet<WayIn> = new Set(['phone-code', 'owner-phone'] satisfies WayIn[]);

/** What a community or a kiosk offers; null: all that can work. */
const StoredWaysSchema = z.array(WayInSchema);

/** Ways into a session at a kiosk: its own setting, else its community's, else all. The card is never taken away. */
export async function offeredWays(db: Kysely<Database>, kioskId: string): Promise<readonly WayIn[]> {
  const row = await db
    .selectFrom('kiosk')
    .innerJoin('community', 'community.community_id', 'kiosk.community_id')
    .select(['kiosk.ways_in as own', 'community.ways_in as common'])
    .where('kiosk_id', '=', kioskId)
    .executeTakeFirstOrThrow();
  const setting = row.own ?? row.common;
  if (setting === null) return WAYS_IN;
  const offered = StoredWaysSchema.parse(JSON.parse(setting));
  return WAYS_IN.filter((way) => way === 'card' || offered.includes(way));
}

export async function setWaysOfKiosk(
  db: Kysely<Database>,
  kioskId: string,
  ways: readonly WayIn[] | null,
): Promise<void> {
  await db
    .updateTable('kiosk')
    .set({ ways_in: ways === null ? null : JSON.stringify(ways) })
    .where('kiosk_id', '=', kioskId)
    .execute();
}
