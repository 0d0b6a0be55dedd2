import type { NewId } from '@louting/common/ids';
import { newId } from '@louting/common/ids';
import type { Insertable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';

/** Small books for tests: one community, its charge items and tariffs; rooms are added by each test. */
export interface TestBooks {
  readonly communityId: string;
  readonly tariffs: { readonly property: string; readonly water: string; readonly parking: string };
  addRoom(room: TestRoom): Promise<string>;
  addMeter(roomId: string, readings: Readonly<Record<string, number>>, fromDate?: string): Promise<string>;
}

export interface TestRoom {
  readonly code: string;
  /** In 0.01 m². */
  readonly area?: number | null;
  readonly items?: readonly (keyof TestBooks['tariffs'])[];
  readonly owner?: { readonly from: string; readonly to: string | null } | null;
}

export const AT_NINE = Date.parse('2026-03-01T09:00:00+08:00');
export const clock = { now: () => AT_NINE };

type Version = Insertable<Database['tariff_version']>;

export async function testBooks(storage: Storage): Promise<TestBooks> {
  const communityId = newId();
  const tariffs = { property: newId(), water: newId(), parking: newId() };
  const version = (tariffId: string, own: Partial<Version>): Version => ({
    tariff_version_id: newId(),
    tariff_id: tariffId,
    from_date: '2025-01-01',
    to_date: null,
    formula: 'area',
    unit_price: 28_000,
    unit_zh: '㎡',
    unit_en: 'm²',
    tiers_json: null,
    rounding_unit: 'fen',
    rounding_mode: 'half-up',
    tax_rate: 600,
    cycle_months: 1,
    due_days: 14,
    ...own,
  });
  const tiers = JSON.stringify([{ upTo: 20_000, price: 30_000 }, { price: 50_000 }]);
  await storage.transact(async (tx) => {
    await insertRows(tx, 'community', [
      {
        community_id: communityId,
        code: communityId.slice(-6),
        name_zh: '翠湖花园',
        name_en: 'Emerald Lake',
        company_name: '翠湖物业',
        service_phone: '0571-0000-8800',
      },
    ]);
    const item = { name_en: '', subject_code: '6001', pass_through: 0, tax_class_code: null };
    await insertRows(tx, 'charge_item', [
      { item_code: 'property', family: 'property', name_zh: '物业费', ...item },
      { item_code: 'water', family: 'utility', name_zh: '水费', ...item, subject_code: '2241', pass_through: 1 },
      { item_code: 'parking', family: 'parking', name_zh: '车位费', ...item },
    ]);
    for (const [code, tariffId] of Object.entries(tariffs)) {
      const row = { tariff_id: tariffId, community_id: communityId, item_code: code, name_zh: code, name_en: code };
      await insertRows(tx, 'tariff', [row]);
    }
    await insertRows(tx, 'tariff_version', [
      version(tariffs.property, {}),
      version(tariffs.water, {
        formula: 'metered',
        unit_price: 0,
        tiers_json: tiers,
        unit_zh: '吨',
        unit_en: 'm³',
        tax_rate: 0,
      }),
      version(tariffs.parking, { formula: 'fixed', unit_price: 3_000_000, tax_rate: 900, cycle_months: 3 }),
    ]);
  });
  return {
    communityId,
    tariffs,
    addRoom: (room) => addRoom(storage, { communityId, tariffs }, room),
    addMeter: (roomId, readings, fromDate = '2025-12-31') => addMeter(storage, roomId, readings, fromDate),
  };
}

async function addRoom(
  storage: Storage,
  { communityId, tariffs }: Pick<TestBooks, 'communityId' | 'tariffs'>,
  { code, area = 8_950, items = ['property'], owner = { from: '2020-01-01', to: null } }: TestRoom,
): Promise<string> {
  const roomId = newId();
  const partyId = newId();
  await storage.transact(async (tx) => {
    await insertRows(tx, 'room', [
      {
        room_id: roomId,
        community_id: communityId,
        building_id: null,
        unit_id: null,
        code,
        label: code,
        kind: 'residential',
        billable_area: area,
        handover_date: null,
      },
    ]);
    if (owner) {
      await insertRows(tx, 'party', [{ party_id: partyId, name: '张小明', phone: '19900001234' }]);
      await insertRows(tx, 'ownership', [
        {
          ownership_id: newId(),
          room_id: roomId,
          party_id: partyId,
          relation: 'owner',
          from_date: owner.from,
          to_date: owner.to,
        },
      ]);
    }
    const assign = (item: keyof TestBooks['tariffs']) => ({
      assignment_id: newId(),
      room_id: roomId,
      tariff_id: tariffs[item],
      from_date: '2025-01-01',
      to_date: null,
    });
    await insertRows(tx, 'assignment', items.map(assign));
  });
  return roomId;
}

async function addMeter(
  storage: Storage,
  roomId: string,
  readings: Readonly<Record<string, number>>,
  fromDate: string,
  makeId: NewId = newId,
): Promise<string> {
  const meterId = makeId();
  const rows = Object.entries(readings).map(([day, value]) => ({
    reading_id: makeId(),
    meter_id: meterId,
    day,
    value,
    source: 'manual' as const,
    entered_at: AT_NINE,
  }));
  await storage.transact(async (tx) => {
    await insertRows(tx, 'meter', [
      {
        meter_id: meterId,
        room_id: roomId,
        item_code: 'water',
        serial: meterId,
        from_date: fromDate,
        to_date: null,
      },
    ]);
    await insertRows(tx, 'reading', rows);
  });
  return meterId;
}
