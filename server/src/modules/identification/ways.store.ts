import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type CommunityWays, type WayIn, WayInSchema, WAYS_IN } from '../../contract/identification-api.ts';
import type { Database } from '../../storage/database.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';

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
  return waysOf(row.own ?? row.common);
}

function waysOf(setting: string | null): WayIn[] {
  const offered = settingOf(setting);
  return WAYS_IN.filter((way) => way === 'card' || offered === null || offered.includes(way));
}

function settingOf(setting: string | null): WayIn[] | null {
  return setting === null ? null : StoredWaysSchema.parse(JSON.parse(setting));
}

/** What each community and each of its kiosks offers, as staff may see them. */
export async function waysOfCommunities(books: Pick<ScopedBooks, 'communities' | 'kiosks'>): Promise<CommunityWays[]> {
  const communities = await books
    .communities()
    .select(['community_id', 'name_zh', 'name_en', 'ways_in', 'cards'])
    .orderBy('code')
    .execute();
  const kiosks = await books
    .kiosks()
    .select(['kiosk.kiosk_id', 'kiosk.community_id', 'kiosk.number', 'kiosk.location', 'kiosk.ways_in'])
    .where('kiosk.status', '!=', 'retired')
    .orderBy('kiosk.number')
    .execute();
  return communities.map((community) => ({
    communityId: community.community_id,
    name: { 'zh-CN': community.name_zh, en: community.name_en },
    ways: waysOf(community.ways_in),
    cards: community.cards,
    kiosks: kiosks
      .filter((kiosk) => kiosk.community_id === community.community_id)
      .map((kiosk) => ({
        kioskId: kiosk.kiosk_id,
        kioskNumber: kiosk.number,
        location: kiosk.location,
        own: settingOf(kiosk.ways_in),
        ways: waysOf(kiosk.ways_in ?? community.ways_in),
      })),
  }));
}

/** What holds for the kiosks of a community that have no setting of their own. */
export async function setWaysOfCommunity(
  db: Kysely<Database>,
  communityId: string,
  ways: readonly WayIn[] | null,
): Promise<WayIn[]> {
  const setting = stored(ways);
  await db.updateTable('community').set({ ways_in: setting }).where('community_id', '=', communityId).execute();
  return waysOf(setting);
}

export async function setWaysOfKiosk(
  db: Kysely<Database>,
  kioskId: string,
  ways: readonly WayIn[] | null,
): Promise<void> {
  await db
    .updateTable('kiosk')
    .set({ ways_in: stored(ways) })
    .where('kiosk_id', '=', kioskId)
    .execute();
}

function stored(ways: readonly WayIn[] | null): string | null {
  return ways === null ? null : JSON.stringify(ways);
}
