import type { Insertable } from 'kysely';
import type { Database } from '../storage/database.ts';
import { insertRows } from '../storage/insert-rows.ts';
import type { Storage } from '../storage/storage.ts';
import type { DemoCommunity } from './communities.ts';
import { personName, phoneNumber } from './people.ts';
import type { Random } from './random.ts';
import { CARD_SCENARIOS, type HouseholdPlan } from './scenarios.ts';

export interface SeededRoom {
  readonly roomId: string;
  readonly communityId: string;
  readonly code: string;
  readonly label: string;
  /** The owner's. */
  readonly partyId: string;
  readonly plan: HouseholdPlan;
}

type Row<T extends keyof Database> = Insertable<Database[T]>;

/** Writes a community with its buildings, units, rooms and the people in them. */
export async function seedEstate(
  storage: Storage,
  demo: DemoCommunity,
  { random, newId, today }: { random: Random; newId: () => string; today: string },
): Promise<SeededRoom[]> {
  const communityId = newId();
  const buildings: Row<'building'>[] = [];
  const units: Row<'unit'>[] = [];
  const rooms: Row<'room'>[] = [];
  const parties: Row<'party'>[] = [];
  const ownerships: Row<'ownership'>[] = [];
  const seeded: SeededRoom[] = [];
  for (let building = 1; building <= demo.buildings; building += 1) {
    const buildingId = newId();
    buildings.push({ building_id: buildingId, community_id: communityId, code: String(building) });
    for (let unit = 1; unit <= demo.units; unit += 1) {
      const unitId = newId();
      units.push({ unit_id: unitId, building_id: buildingId, code: String(unit) });
      for (const door of doors(demo)) {
        const code = `${building}-${unit}-${door}`;
        const label = `${building}栋${unit}单元${door}`;
        const plan = planOf(demo, code, random);
        const roomId = newId();
        const owner = household({ roomId, plan, today }, { parties, ownerships }, { random, newId });
        rooms.push({
          room_id: roomId,
          community_id: communityId,
          building_id: buildingId,
          unit_id: unitId,
          code,
          label,
          kind: 'residential',
          billable_area: plan.gap === 'no-area' ? null : random.pick(demo.areas),
          handover_date: '2015-06-30',
        });
        seeded.push({ roomId, communityId, code, label, partyId: owner, plan });
      }
    }
  }
  await storage.transact(async (tx) => {
    await insertRows(tx, 'community', [
      {
        community_id: communityId,
        code: demo.code,
        name_zh: demo.name['zh-CN'],
        name_en: demo.name.en,
        company_name: demo.companyName,
        service_phone: demo.servicePhone,
      },
    ]);
    await insertRows(tx, 'bank_account', [
      {
        account_id: newId(),
        community_id: communityId,
        bank: demo.bankAccount.bank,
        account_number: demo.bankAccount.number,
        name: demo.companyName,
        bound_at: 0,
        bound_by: 'system',
        confirmed_by: 'system',
      },
    ]);
    await insertRows(tx, 'building', buildings);
    await insertRows(tx, 'unit', units);
    await insertRows(tx, 'room', rooms);
    await insertRows(tx, 'party', parties);
    await insertRows(tx, 'ownership', ownerships);
  });
  return seeded;
}

function doors(demo: DemoCommunity): string[] {
  const numbers: string[] = [];
  for (let floor = 1; floor <= demo.floors; floor += 1) {
    for (let door = 1; door <= demo.roomsPerFloor; door += 1) numbers.push(`${floor}${String(door).padStart(2, '0')}`);
  }
  return numbers;
}

/** Most owe the present month only; some are behind, and a few rooms have the gaps that real books have. */
function planOf(demo: DemoCommunity, code: string, random: Random): HouseholdPlan {
  const scenario = CARD_SCENARIOS.find(({ home }) => home?.community === demo.code && home.rooms.includes(code));
  if (scenario?.plan) return scenario.plan;
  const items = random.chance(40)
    ? (['property', 'water', 'power', 'sanitation', 'parking'] as const)
    : (['property', 'water', 'power', 'sanitation'] as const);
  const arrears = random.chance(14) ? (random.chance(15) ? random.between(4, 8) : random.between(1, 3)) : 0;
  if (scenario || !random.chance(0.5)) return { items, arrears };
  return { items, arrears: 0, gap: random.pick(['no-owner', 'no-area', 'no-reading']) };
}

/** @returns the owner's party id */
function household(
  { roomId, plan, today }: { roomId: string; plan: HouseholdPlan; today: string },
  { parties, ownerships }: { parties: Row<'party'>[]; ownerships: Row<'ownership'>[] },
  { random, newId }: { random: Random; newId: () => string },
): string {
  const year = Number(today.slice(0, 4));
  const moveIn = () => `${random.between(year - 10, year - 2)}-${String(random.between(1, 12)).padStart(2, '0')}-01`;
  const join = (relation: Row<'ownership'>['relation'], from: string, to: string | null): string => {
    const partyId = newId();
    parties.push({ party_id: partyId, name: personName(random), phone: phoneNumber(random) });
    ownerships.push({
      ownership_id: newId(),
      room_id: roomId,
      party_id: partyId,
      relation,
      from_date: from,
      to_date: to,
    });
    return partyId;
  };
  const from = moveIn();
  if (plan.gap === 'no-owner') return join('owner', from, `${year - 2}-12-31`);
  const owner = join('owner', from, null);
  if (random.chance(45)) join('family', from, null);
  if (random.chance(12)) join('tenant', `${year - 1}-03-01`, null);
  return owner;
}
