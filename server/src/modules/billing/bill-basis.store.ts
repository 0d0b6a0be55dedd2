import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { DatedVersion, TariffInUse } from '../tariffs/tariffs.store.ts';
import type { MeterState } from './billing.ts';
import { addDays, covers, type Period } from './periods.ts';
import { meterStates } from './readings.store.ts';

/** One item that a room is due to be billed for, with all that its bill rests on. */
export interface BillDue {
  readonly itemCode: string;
  readonly passThrough: boolean;
  readonly period: Period;
  readonly dueDate: string;
  /** In force on the first day of the period. */
  readonly version: DatedVersion | undefined;
  /** The owner's, on the last day of the period; the debt stays with it. */
  readonly ownershipId: string | undefined;
  readonly meter: MeterState | undefined;
}

export interface RoomCharges {
  readonly roomId: string;
  readonly roomCode: string;
  /** In 0.01 m². */
  readonly area: number | undefined;
  readonly due: readonly BillDue[];
}

type CycleRule = (cycleMonths: number, metered: boolean) => Period | undefined;

/** Tariff data of one item in one run, worked out once for all rooms. */
interface DueTariff {
  readonly tariff: TariffInUse;
  readonly period: Period;
  readonly dueDate: string;
  readonly version: DatedVersion | undefined;
  readonly meters: ReadonlyMap<string, MeterState>;
}

/** Rooms of a community with what is due in a month, by their assignments, in order of room code. */
export async function roomsWithCharges(
  db: Kysely<Database>,
  communityId: string,
  tariffs: readonly TariffInUse[],
  cycle: CycleRule,
): Promise<RoomCharges[]> {
  const due = await dueTariffs(db, communityId, tariffs, cycle);
  const rooms = await db
    .selectFrom('room')
    .select(['room_id', 'code', 'billable_area'])
    .where('community_id', '=', communityId)
    .orderBy('code')
    .execute();
  const owners = await ownersOfCommunity(db, communityId);
  const assignments = await assignmentsOfCommunity(db, communityId);
  return rooms.map((room) => ({
    roomId: room.room_id,
    roomCode: room.code,
    area: room.billable_area ?? undefined,
    due: (assignments.get(room.room_id) ?? []).flatMap((assignment) => {
      const found = due.get(assignment.tariff_id);
      if (!found || !covers(assignment, found.period.from)) return [];
      const owner = owners.get(room.room_id)?.find((ownership) => covers(ownership, found.period.to));
      return [
        {
          itemCode: found.tariff.itemCode,
          passThrough: found.tariff.passThrough,
          period: found.period,
          dueDate: found.dueDate,
          version: found.version,
          ownershipId: owner?.ownership_id,
          meter: found.meters.get(room.room_id),
        },
      ];
    }),
  }));
}

async function dueTariffs(
  db: Kysely<Database>,
  communityId: string,
  tariffs: readonly TariffInUse[],
  cycle: CycleRule,
): Promise<Map<string, DueTariff>> {
  const due = new Map<string, DueTariff>();
  for (const tariff of tariffs) {
    const latest = tariff.versions.at(-1);
    const period = cycle(latest?.cycleMonths ?? 1, latest?.formula === 'metered');
    if (!period) continue;
    const version = tariff.versions.find((candidate) => covers(candidate, period.from));
    const meters =
      version?.formula === 'metered' ? await meterStates(db, communityId, tariff.itemCode, period) : new Map();
    due.set(tariff.tariffId, { tariff, period, dueDate: dueDateOf(period, version), version, meters });
  }
  return due;
}

/** What is billed in advance is due from the first day of its period, usage from the last. */
export function dueDateOf(period: Period, version: Pick<DatedVersion, 'formula' | 'dueDays'> | undefined): string {
  return addDays(version?.formula === 'metered' ? period.to : period.from, version?.dueDays ?? 0);
}

async function ownersOfCommunity(db: Kysely<Database>, communityId: string) {
  const rows = await db
    .selectFrom('ownership')
    .innerJoin('room', 'room.room_id', 'ownership.room_id')
    .select(['ownership.ownership_id', 'ownership.room_id', 'ownership.from_date', 'ownership.to_date'])
    .where('room.community_id', '=', communityId)
    .where('ownership.relation', '=', 'owner')
    .orderBy('ownership.from_date', 'desc')
    .execute();
  return Map.groupBy(rows, (row) => row.room_id);
}

async function assignmentsOfCommunity(db: Kysely<Database>, communityId: string) {
  const rows = await db
    .selectFrom('assignment')
    .innerJoin('room', 'room.room_id', 'assignment.room_id')
    .select(['assignment.room_id', 'assignment.tariff_id', 'assignment.from_date', 'assignment.to_date'])
    .where('room.community_id', '=', communityId)
    .execute();
  return Map.groupBy(rows, (row) => row.room_id);
}
