import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';

/** A home and the one of its people that was identified. */
export interface IdentifiedHome {
  readonly roomId: string;
  readonly partyId: string;
  /** In full: mask it. */
  readonly roomLabel: string;
}

const byPhone = statement((db, values: { communityId: string; phone: string; today: string }) =>
  db
    .selectFrom('party')
    .innerJoin('ownership', 'ownership.party_id', 'party.party_id')
    .innerJoin('room', 'room.room_id', 'ownership.room_id')
    .select(['room.room_id', 'room.label', 'room.code', 'room.kind', 'party.party_id'])
    .where('party.phone', '=', values.phone)
    .where('room.community_id', '=', values.communityId)
    .where('ownership.from_date', '<=', values.today)
    .where((where) =>
      where.or([where('ownership.to_date', 'is', null), where('ownership.to_date', '>=', values.today)]),
    ),
);

/** Homes of the community in which this number belongs to somebody today; flats before parking spaces. */
export async function homesOfPhone(
  db: Kysely<Database>,
  values: { readonly communityId: string; readonly phone: string; readonly today: string },
): Promise<readonly IdentifiedHome[]> {
  const rows = await byPhone(db, values);
  const byRoom = new Map(rows.map((row) => [row.room_id, row]));
  return [...byRoom.values()]
    .toSorted(
      (a, b) => Number(a.kind === 'parking') - Number(b.kind === 'parking') || a.code.localeCompare(b.code, 'en'),
    )
    .map((row) => ({ roomId: row.room_id, partyId: row.party_id, roomLabel: row.label }));
}

export interface Door {
  readonly building: string;
  /** Empty: the building has no units. */
  readonly unit: string;
  readonly room: string;
}

/** The code of a room ends in what stands on its door: `1001` of `3-2-1001`. */
export function isDoor(roomCode: string, door: string): boolean {
  return roomCode === door || roomCode.endsWith(`-${door}`);
}

/** The home behind a door, if somebody in it has a number that ends so. */
export async function homeBehind(
  db: Kysely<Database>,
  communityId: string,
  door: Door,
  { lastFour, today }: { readonly lastFour: string; readonly today: string },
): Promise<IdentifiedHome | undefined> {
  let rooms = db
    .selectFrom('room')
    .innerJoin('building', 'building.building_id', 'room.building_id')
    .innerJoin('ownership', 'ownership.room_id', 'room.room_id')
    .innerJoin('party', 'party.party_id', 'ownership.party_id')
    .select(['room.room_id', 'room.label', 'room.code', 'party.party_id', 'party.phone'])
    .where('room.community_id', '=', communityId)
    .where('building.code', '=', door.building)
    .where('ownership.from_date', '<=', today)
    .where((where) => where.or([where('ownership.to_date', 'is', null), where('ownership.to_date', '>=', today)]));
  rooms =
    door.unit === ''
      ? rooms.where('room.unit_id', 'is', null)
      : rooms.innerJoin('unit', 'unit.unit_id', 'room.unit_id').where('unit.code', '=', door.unit);
  const found = (await rooms.execute()).find(
    ({ code, phone }) => isDoor(code, door.room) && phone !== null && phone.replaceAll(/\D/g, '').endsWith(lastFour),
  );
  return found && { roomId: found.room_id, partyId: found.party_id, roomLabel: found.label };
}
