import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { HouseholdCar } from '../../contract/parking-stays-admin-api.ts';
import type { Database } from '../../storage/database.ts';
import type { KeptPlate } from './plates.ts';
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

export interface NewCar {
  readonly carId: string;
  readonly communityId: string;
  readonly roomId: string;
  readonly plate: KeptPlate;
}

/**
 * From its next entry on, what the car's stays cost is taken from the home's prepayment. The same id again is the same car.
 * @returns LT-9002 no such home there, LT-2323 the id is of another car, LT-2869 the car is of a home already
 */
export async function registerCar(
  tx: Transaction<Database>,
  { carId, communityId, roomId, plate }: NewCar,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<Result<undefined>> {
  const cars = tx.selectFrom('household_car').select(['car_id', 'plate_hash', 'room_id']);
  const known = await cars.where('car_id', '=', carId).executeTakeFirst();
  if (known) return known.plate_hash === plate.hash && known.room_id === roomId ? ok() : failed('LT-2323');
  const home = await tx
    .selectFrom('room')
    .select('room_id')
    .where('room_id', '=', roomId)
    .where('community_id', '=', communityId)
    .where('kind', '<>', 'stay')
    .executeTakeFirst();
  if (!home) return failed('LT-9002');
  const taken = await cars
    .where('community_id', '=', communityId)
    .where('plate_hash', '=', plate.hash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (taken) return failed('LT-2869');
  await tx
    .insertInto('household_car')
    .values({
      car_id: carId,
      room_id: roomId,
      community_id: communityId,
      plate_hash: plate.hash,
      plate_masked: plate.masked,
      registered_by: by,
      registered_at: now,
      ended_at: null,
    })
    .execute();
  return ok();
}

/** @returns LT-9002 no such car in the communities */
export async function endCar(
  tx: Transaction<Database>,
  carId: string,
  { communityIds, now }: { readonly communityIds: readonly string[]; readonly now: number },
): Promise<Result<undefined>> {
  const ended = await tx
    .updateTable('household_car')
    .set({ ended_at: now })
    .where('car_id', '=', carId)
    .where('community_id', 'in', communityIds)
    .where('ended_at', 'is', null)
    .returning('car_id')
    .executeTakeFirst();
  return ended ? ok() : failed('LT-9002');
}

/** Those that are registered now, the newest first, and whether their homes agreed that prepayment pays by itself. */
export async function householdCars(db: Kysely<Database>, communityIds: readonly string[]): Promise<HouseholdCar[]> {
  const rows = await db
    .selectFrom('household_car as car')
    .innerJoin('room', 'room.room_id', 'car.room_id')
    .leftJoin('room_agreement as agreement', 'agreement.room_id', 'car.room_id')
    .select(['car.car_id', 'car.room_id', 'car.plate_masked', 'room.label', 'agreement.auto_use_prepayment'])
    .where('car.community_id', 'in', communityIds)
    .where('car.ended_at', 'is', null)
    .orderBy('car.registered_at', 'desc')
    .execute();
  return rows.map((row) => ({
    carId: row.car_id,
    roomId: row.room_id,
    roomLabel: row.label,
    plateMasked: row.plate_masked,
    agreed: row.auto_use_prepayment === 1,
  }));
}
