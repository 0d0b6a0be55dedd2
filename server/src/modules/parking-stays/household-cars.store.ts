import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { barePlate } from '../../contract/parking-lease-limits.ts';

export interface Car {
  readonly leaseId: string | null;
  readonly homeRoomId: string | null;
}

/** Whether a monthly space is kept for the plate, and which home it belongs to. */
export async function whoseCar(
  db: Kysely<Database>,
  communityId: string,
  { plate, hash }: { readonly plate: string; readonly hash: string },
): Promise<Car> {
  const leases = await db
    .selectFrom('parking_lease')
    .innerJoin('room', 'room.room_id', 'parking_lease.room_id')
    .select(['lease_id', 'parking_lease.room_id', 'plate'])
    .where('room.community_id', '=', communityId)
    .orderBy('from_date', 'desc')
    .execute();
  const lease = leases.find((one) => barePlate(one.plate) === barePlate(plate));
  const car = await db
    .selectFrom('household_car')
    .select('room_id')
    .where('community_id', '=', communityId)
    .where('plate_hash', '=', hash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return { leaseId: lease?.lease_id ?? null, homeRoomId: car?.room_id ?? lease?.room_id ?? null };
}
