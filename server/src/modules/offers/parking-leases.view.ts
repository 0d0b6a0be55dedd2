import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import { barePlate, bareSpace } from '../../contract/parking-lease-limits.ts';
import type { ParkingLease } from '../../contract/parking-leases-api.ts';
import type { Database } from '../../storage/database.ts';
import { ownerName } from '../estate/owner-name.ts';
import type { SearchPage } from '../admin-views/rooms.view.ts';
import { contains } from '../admin-views/search.ts';
import { maskName, maskPlate } from '../estate/masking.ts';
import { isEndable, isRenewable, termOfRow } from './make-lease.ts';
import { leaseState } from './parking-leases.ts';
import { type ParkingPrice, parkingPricesOn, withPaid } from './parking-leases.store.ts';

/** By community and space, the newest lease of a space first; found by space, room or a whole plate. */
export async function listLeases(
  db: Kysely<Database>,
  communityIds: readonly string[],
  query: SearchPage,
  today: string,
): Promise<{ rows: ParkingLease[]; total: number }> {
  const selected = selection(db, communityIds, query.search?.trim());
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const found = await selected
    .selectAll('parking_lease')
    .select(['community.community_id', 'community.name_zh', 'community.name_en', 'room.label'])
    .select((eb) => [
      ownerName(eb),
      eb
        .selectFrom('parking_lease as after')
        .whereRef('after.renews_lease_id', '=', 'parking_lease.lease_id')
        .whereRef('after.to_date', '>=', 'after.from_date')
        .select('after.lease_id')
        .as('renewed_by'),
    ])
    .orderBy('community.code')
    .orderBy('parking_lease.space_label')
    .orderBy((eb) => eb.fn.coalesce('parking_lease.from_date', eb.val('')), 'desc')
    .orderBy('parking_lease.lease_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const places = new Map(found.map((row) => [row.lease_id, row]));
  const rows = (await withPaid(db, found)).flatMap((lease): ParkingLease[] => {
    const place = places.get(lease.lease_id);
    if (!place) return [];
    const renewed = place.renewed_by !== null;
    return [
      {
        leaseId: lease.lease_id,
        communityId: place.community_id,
        communityName: { 'zh-CN': place.name_zh, en: place.name_en },
        roomId: lease.room_id,
        roomLabel: place.label,
        ownerMasked: place.owner_name === null ? '' : maskName(place.owner_name),
        space: lease.space_label,
        plateMasked: maskPlate(lease.plate),
        monthlyFen: fen(lease.monthly_fen),
        ...(lease.from_date !== null && { from: lease.from_date }),
        ...(lease.to_date !== null && { to: lease.to_date }),
        paidUntil: lease.paidUntil,
        state: leaseState(termOfRow(lease), today),
        renewable: isRenewable(lease, today) && !renewed,
        endable: isEndable(lease, renewed, today),
      },
    ];
  });
  return { total, rows };
}

function selection(db: Kysely<Database>, communityIds: readonly string[], words: string | undefined) {
  const leases = db
    .selectFrom('parking_lease')
    .innerJoin('room', 'room.room_id', 'parking_lease.room_id')
    .innerJoin('community', 'community.community_id', 'room.community_id')
    .where('room.community_id', 'in', communityIds);
  if (!words) return leases;
  return leases.where((eb) =>
    eb.or([
      contains(eb.ref('parking_lease.space_label'), bareSpace(words)),
      contains(eb.ref('room.code'), words),
      contains(eb.ref('room.label'), words),
      eb('parking_lease.plate', '=', barePlate(words)),
    ]),
  );
}

interface NamedPrice extends ParkingPrice {
  readonly communityId: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
}

/** Tariffs that a lease can be made by from a day on. */
export async function parkingTariffs(
  db: Kysely<Database>,
  communityIds: readonly string[],
  day: string,
): Promise<NamedPrice[]> {
  const tariffs = await db
    .selectFrom('tariff')
    .select(['tariff_id', 'name_zh', 'name_en'])
    .where('community_id', 'in', communityIds)
    .execute();
  const names = new Map(tariffs.map((row) => [row.tariff_id, { 'zh-CN': row.name_zh, en: row.name_en }]));
  const prices: NamedPrice[] = [];
  for (const communityId of communityIds) {
    for (const price of await parkingPricesOn(db, communityId, day)) {
      const name = names.get(price.tariffId);
      if (name) prices.push({ ...price, communityId, name });
    }
  }
  return prices;
}
