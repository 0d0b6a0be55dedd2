import type { Transaction } from 'kysely';
import { makeLease } from '../modules/offers/make-lease.ts';
import { LEASE_ITEM } from '../modules/offers/parking-tariffs.store.ts';
import { termOf } from '../modules/offers/parking-leases.ts';
import { insertRows } from '../storage/insert-rows.ts';
import type { Database } from '../storage/database.ts';

/** Homes that lease a parking space and pay on for it by months. */
const LEASES = [
  { community: 'CH', room: '10-1-701', space: 'B1-086', plate: '浙A12345' },
  { community: 'CH', room: '1-1-101', space: 'B1-087', plate: '浙A67890' },
] as const;

/** What a month of a space costs in each community, and leases that are paid to the end of this month. */
export async function seedLeases(
  tx: Transaction<Database>,
  communities: readonly { readonly communityId: string; readonly code: string }[],
  { newId, now, today }: { readonly newId: () => string; readonly now: number; readonly today: string },
): Promise<void> {
  const item = { item_code: LEASE_ITEM, family: 'parking' as const, name_zh: '车位租金', name_en: 'Parking space' };
  const account = { subject_code: '6001', pass_through: 0, tax_class_code: '3040502020200000000' };
  await insertRows(tx, 'charge_item', [{ ...item, ...account }]);
  const from = `${today.slice(0, 7)}-01`;
  for (const { communityId, code } of communities) {
    const tariffId = newId();
    const names = { name_zh: '车位租赁', name_en: 'Parking lease' };
    await insertRows(tx, 'tariff', [
      { tariff_id: tariffId, community_id: communityId, item_code: LEASE_ITEM, ...names },
    ]);
    await insertRows(tx, 'tariff_version', [
      {
        tariff_version_id: newId(),
        tariff_id: tariffId,
        from_date: `${Number(today.slice(0, 4)) - 2}-01-01`,
        to_date: null,
        formula: 'fixed',
        unit_price: 3_000_000,
        unit_zh: '车位',
        unit_en: 'space',
        tiers_json: null,
        rounding_unit: 'fen',
        rounding_mode: 'half-up',
        tax_rate: 900,
        cycle_months: 1,
        due_days: 29,
        basis_zh: '车位租赁合同',
        basis_en: 'Parking lease',
      },
    ]);
    for (const { room, space, plate } of LEASES.filter(({ community }) => community === code)) {
      const home = await tx
        .selectFrom('room')
        .select('room_id')
        .where('community_id', '=', communityId)
        .where('code', '=', room)
        .executeTakeFirst();
      if (!home) continue;
      const leaseId = newId();
      const wanted = { leaseId, roomId: home.room_id, space, plate, tariffId, from, months: 12 };
      const made = await makeLease(tx, wanted, { communityIds: [communityId], by: 'demo', now, today });
      if (!made.ok) throw new Error(`demo lease: ${made.error.code}`);
      const paid = { paid_until: termOf(from, 1).to };
      await tx.updateTable('parking_lease').set(paid).where('lease_id', '=', leaseId).execute();
    }
  }
}
