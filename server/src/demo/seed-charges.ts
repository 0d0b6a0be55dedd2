import type { Insertable } from 'kysely';
import { addDays, addMonths, periodOf } from '../modules/billing/periods.ts';
import type { Database } from '../storage/database.ts';
import { insertRows } from '../storage/insert-rows.ts';
import type { Storage } from '../storage/storage.ts';
import { DEMO_ITEMS, type DemoCommunity, type DemoItem } from './communities.ts';
import type { Random } from './random.ts';
import type { SeededRoom } from './seed-estate.ts';

interface Seeding {
  readonly random: Random;
  readonly newId: () => string;
  /** The present month, `YYYY-MM`. */
  readonly month: string;
}

type Row<T extends keyof Database> = Insertable<Database[T]>;

const MONTHS_OF_READINGS = 13;
/** Monthly use of a home in units, as `[least, most]`. */
const USAGE = { water: [6, 19], power: [90, 390] } as const;

export async function seedChargeItems(storage: Storage): Promise<void> {
  await storage.transact((tx) =>
    insertRows(
      tx,
      'charge_item',
      DEMO_ITEMS.map((item) => ({
        item_code: item.code,
        family: item.family,
        name_zh: item.name['zh-CN'],
        name_en: item.name.en,
        subject_code: item.passThrough ? '2241' : '6001',
        pass_through: item.passThrough ? 1 : 0,
        tax_class_code: item.taxClassCode,
      })),
    ),
  );
}

/** Tariffs of a community, who is charged what, and a year of meter readings. */
export async function seedCharges(
  storage: Storage,
  demo: DemoCommunity,
  rooms: readonly SeededRoom[],
  seeding: Seeding,
): Promise<void> {
  const communityId = rooms[0]?.communityId;
  if (communityId === undefined) return;
  const tariffIds = new Map(DEMO_ITEMS.map((item) => [item.code, seeding.newId()]));
  const tariffs = DEMO_ITEMS.map((item) => ({
    tariff_id: tariffIds.get(item.code) ?? '',
    community_id: communityId,
    item_code: item.code,
    name_zh: item.name['zh-CN'],
    name_en: item.name.en,
  }));
  const versions = DEMO_ITEMS.map((item) => versionOf(item, demo, tariffIds.get(item.code) ?? '', seeding));
  const assignments = rooms.flatMap((room) =>
    room.plan.items.map((code) => ({
      assignment_id: seeding.newId(),
      room_id: room.roomId,
      tariff_id: tariffIds.get(code) ?? '',
      from_date: firstCharged(code, room.plan.arrears, seeding.month),
      to_date: null,
    })),
  );
  const { meters, readings } = metersOf(rooms, seeding);
  await storage.transact(async (tx) => {
    await insertRows(tx, 'tariff', tariffs);
    await insertRows(tx, 'tariff_version', versions);
    await insertRows(tx, 'assignment', assignments);
    await insertRows(tx, 'meter', meters);
    await insertRows(tx, 'reading', readings);
  });
}

function versionOf(
  item: DemoItem,
  demo: DemoCommunity,
  tariffId: string,
  { newId, month }: Seeding,
): Row<'tariff_version'> {
  return {
    tariff_version_id: newId(),
    tariff_id: tariffId,
    from_date: `${Number(month.slice(0, 4)) - 2}-01-01`,
    to_date: null,
    formula: item.formula,
    unit_price: item.code === 'property' ? demo.propertyPrice : item.price,
    unit_zh: item.unit['zh-CN'],
    unit_en: item.unit.en,
    tiers_json: item.tiers.length === 0 ? null : JSON.stringify(item.tiers),
    rounding_unit: 'fen',
    rounding_mode: 'half-up',
    tax_rate: item.taxRate,
    cycle_months: item.cycleMonths,
    due_days: item.dueDays,
  };
}

/**
 * Homes that owe nothing old enter these books with the present month, as when a company moves over from another
 * system; the others bring their unpaid months along. Usage is billed a month later than the rest.
 */
function firstCharged(code: DemoItem['code'], arrears: number, month: string): string {
  return `${addMonths(month, -arrears - (isMetered(code) ? 1 : 0))}-01`;
}

function isMetered(code: DemoItem['code']): code is keyof typeof USAGE {
  return code === 'water' || code === 'power';
}

function metersOf(rooms: readonly SeededRoom[], { random, newId, month }: Seeding) {
  const meters: Row<'meter'>[] = [];
  const readings: Row<'reading'>[] = [];
  const firstMonth = addMonths(month, -MONTHS_OF_READINGS);
  for (const room of rooms) {
    for (const code of room.plan.items.filter(isMetered)) {
      const meterId = newId();
      const installed = `${firstMonth}-01`;
      meters.push({
        meter_id: meterId,
        room_id: room.roomId,
        item_code: code,
        serial: `${code === 'water' ? 'W' : 'E'}${random.hex(4)}`,
        from_date: addDays(installed, -1),
        to_date: null,
      });
      let value = random.between(100, 3_000);
      const [least, most] = USAGE[code];
      const habit = random.between(least, most);
      const months = room.plan.gap === 'no-reading' ? MONTHS_OF_READINGS - 1 : MONTHS_OF_READINGS;
      for (let past = 0; past <= months; past += 1) {
        const day = past === 0 ? addDays(installed, -1) : periodOf(addMonths(firstMonth, past - 1)).to;
        readings.push({
          reading_id: newId(),
          meter_id: meterId,
          day,
          value: value * 1_000,
          source: random.chance(60) ? 'smart' : 'manual',
          entered_at: Date.parse(`${day}T18:00:00+08:00`),
        });
        value += Math.max(1, Math.round((habit * random.between(70, 135)) / 100));
      }
    }
  }
  return { meters, readings };
}
