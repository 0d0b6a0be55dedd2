import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Claim, Doors, Identification } from '../../contract/identification-api.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { maskRoomLabel } from '../estate/masking.ts';
import { homeBehind } from './homes.store.ts';
import { recordIdentification } from './identification-audit.ts';
import type { IdentificationContext, Place } from './identification-context.ts';
import { keepIdentification } from './identifications.store.ts';
import { throttle } from './throttle.store.ts';

type RoomClaim = Extract<Claim, { way: 'room' }>;

/**
 * Whoever knows a room and the end of a number that belongs there.
 * @returns LT-1013 for wrong digits as for a room that does not exist; LT-1014 locked
 */
export async function identifyByRoom(
  { storage, clock, newId }: IdentificationContext,
  place: Place,
  claim: RoomClaim,
): Promise<Result<Identification>> {
  const { communityId, kioskId } = place;
  const now = clock.now();
  const door = [claim.building, claim.unit, claim.room].filter((part) => part !== '').join('-');
  const subjectMasked = maskRoomLabel(door);
  const ofRoom = `room:${communityId}/${door}` as const;
  return storage.transact(async (tx) => {
    const tries = await throttle(tx, [ofRoom, `kiosk:${kioskId}`], { ...place, now, newId, subjectMasked });
    const told = (result: string) =>
      recordIdentification(tx, newId, { at: now, kioskId, way: 'room', subject: subjectMasked, result });
    if (tries.paused) {
      await told('LT-1014');
      return failed('LT-1014');
    }
    const { lastFour } = claim;
    const home = await homeBehind(tx, communityId, claim, { lastFour, today: businessDate(now) });
    if (!home) {
      await tries.wrong();
      await told('LT-1013');
      return failed('LT-1013');
    }
    await tries.right(ofRoom);
    await told('ok');
    return ok(
      await keepIdentification(tx, { way: 'room', kioskId, communityId, homes: [home], subjectMasked, at: now, newId }),
    );
  });
}

/** Codes of the buildings of a community and of their units, in the order people count them. */
export async function doorsOf(db: Kysely<Database>, communityId: string): Promise<Doors> {
  const rows = await db
    .selectFrom('building')
    .leftJoin('unit', 'unit.building_id', 'building.building_id')
    .select(['building.code as building', 'unit.code as unit'])
    .where('building.community_id', '=', communityId)
    .execute();
  const inOrder = new Intl.Collator('zh-CN', { numeric: true });
  const units = Map.groupBy(rows, ({ building }) => building);
  return {
    buildings: [...units]
      .map(([code, of]) => ({ code, units: of.flatMap(({ unit }) => unit ?? []).toSorted(inOrder.compare) }))
      .toSorted((a, b) => inOrder.compare(a.code, b.code)),
  };
}
