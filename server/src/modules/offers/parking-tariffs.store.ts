import { fen, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { NewParkingPrice, ParkingPriceRow } from '../../contract/parking-tariffs-api.ts';
import type { Database } from '../../storage/database.ts';
import { placeFor, type PriceSpan, stateOfPrice } from './parking-tariffs.ts';

/** Every kind of space is a tariff of this item: bills and books name them alike. */
export const LEASE_ITEM = 'parking-lease';
/** Prices of tariffs are in 1/10,000 yuan. */
const PARTS_OF_FEN = 100;

/** By community and kind of space, the newest price first. */
export async function parkingPrices(
  db: Kysely<Database>,
  communityIds: readonly string[],
  today: string,
): Promise<ParkingPriceRow[]> {
  const rows = await db
    .selectFrom('tariff_version as version')
    .innerJoin('tariff', 'tariff.tariff_id', 'version.tariff_id')
    .innerJoin('community', 'community.community_id', 'tariff.community_id')
    .selectAll('version')
    .select(['tariff.community_id', 'tariff.name_zh', 'tariff.name_en'])
    .select(['community.name_zh as community_zh', 'community.name_en as community_en'])
    .where('tariff.item_code', '=', LEASE_ITEM)
    .where('tariff.community_id', 'in', communityIds)
    .orderBy('community.code')
    .orderBy('tariff.name_zh')
    .orderBy('tariff.tariff_id')
    .orderBy('version.from_date', 'desc')
    .execute();
  return rows.map((row) => ({
    versionId: row.tariff_version_id,
    tariffId: row.tariff_id,
    communityId: row.community_id,
    communityName: { 'zh-CN': row.community_zh, en: row.community_en },
    kind: { 'zh-CN': row.name_zh, en: row.name_en },
    from: row.from_date,
    ...(row.to_date === null ? {} : { to: row.to_date }),
    monthlyFen: fenOf(row.unit_price),
    taxRate: row.tax_rate,
    ...(row.basis_zh === null ? {} : { basis: row.basis_zh }),
    state: stateOfPrice({ versionId: row.tariff_version_id, from: row.from_date, to: row.to_date }, today),
  }));
}

/**
 * A price of a month for a kind of space, from a day on; for a new kind its names come with it. The same id again is the
 * same price.
 * @returns LT-2323 the id is of another price, LT-2858 the community has a kind of that name, LT-9002 no such kind there,
 * and as `placeFor`
 */
export async function setParkingPrice(
  tx: Transaction<Database>,
  wanted: NewParkingPrice,
  today: string,
): Promise<Result<undefined>> {
  const { versionId, tariffId, from } = wanted;
  const known = await tx
    .selectFrom('tariff_version')
    .select(['tariff_id', 'from_date', 'unit_price'])
    .where('tariff_version_id', '=', versionId)
    .executeTakeFirst();
  if (known) {
    const same = known.tariff_id === tariffId && known.from_date === from;
    return same && fenOf(known.unit_price) === wanted.monthlyFen ? ok() : failed('LT-2323');
  }
  const kind = await kindOf(tx, wanted);
  if (!kind.ok) return kind;
  const place = placeFor(from, await spansOf(tx, tariffId), today);
  if (!place.ok) return place;
  const { before, to } = place.value;
  if (before) {
    await tx
      .updateTable('tariff_version')
      .set({ to_date: before.lastDay })
      .where('tariff_version_id', '=', before.versionId)
      .execute();
  }
  await tx
    .insertInto('tariff_version')
    .values({
      tariff_version_id: versionId,
      tariff_id: tariffId,
      from_date: from,
      to_date: to,
      formula: 'fixed',
      unit_price: wanted.monthlyFen * PARTS_OF_FEN,
      unit_zh: '车位',
      unit_en: 'space',
      tiers_json: null,
      rounding_unit: 'fen',
      rounding_mode: 'half-up',
      tax_rate: wanted.taxRate,
      cycle_months: 1,
      due_days: 29,
      basis_zh: wanted.basis ?? null,
      basis_en: null,
    })
    .execute();
  return ok();
}

/** The tariff of the price, made where it is new. */
async function kindOf(
  tx: Transaction<Database>,
  { tariffId, communityId, kind }: NewParkingPrice,
): Promise<Result<undefined>> {
  const present = await tx.selectFrom('tariff').selectAll().where('tariff_id', '=', tariffId).executeTakeFirst();
  if (present) {
    return present.community_id === communityId && present.item_code === LEASE_ITEM ? ok() : failed('LT-9002');
  }
  if (!kind) return failed('LT-9002');
  const named = await tx
    .selectFrom('tariff')
    .select('tariff_id')
    .where('community_id', '=', communityId)
    .where('item_code', '=', LEASE_ITEM)
    .where((where) => where.or([where('name_zh', '=', kind.nameZh), where('name_en', '=', kind.nameEn)]))
    .executeTakeFirst();
  if (named) return failed('LT-2858');
  await tx
    .insertInto('charge_item')
    .values({
      item_code: LEASE_ITEM,
      family: 'parking',
      name_zh: '车位租金',
      name_en: 'Parking space',
      subject_code: '6001',
      pass_through: 0,
      tax_class_code: '3040502020200000000',
    })
    .onConflict((conflict) => conflict.column('item_code').doNothing())
    .execute();
  await tx
    .insertInto('tariff')
    .values({
      tariff_id: tariffId,
      community_id: communityId,
      item_code: LEASE_ITEM,
      name_zh: kind.nameZh,
      name_en: kind.nameEn,
    })
    .execute();
  return ok();
}

async function spansOf(tx: Transaction<Database>, tariffId: string): Promise<PriceSpan[]> {
  const rows = await tx
    .selectFrom('tariff_version')
    .select(['tariff_version_id', 'from_date', 'to_date'])
    .where('tariff_id', '=', tariffId)
    .execute();
  return rows.map((row) => ({ versionId: row.tariff_version_id, from: row.from_date, to: row.to_date }));
}

function fenOf(unitPrice: number): Fen {
  return fen(Math.round(unitPrice / PARTS_OF_FEN));
}
