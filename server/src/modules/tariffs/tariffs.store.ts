import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/database.ts';
import type { Tier, TariffVersion } from './tariffs.ts';

const TiersSchema = z
  .array(z.object({ upTo: z.number().int().positive().optional(), price: z.number().int().nonnegative() }))
  .transform((tiers): Tier[] => tiers.map(({ upTo, price }) => (upTo === undefined ? { price } : { upTo, price })));

export interface DatedVersion extends TariffVersion {
  readonly versionId: string;
  readonly tariffId: string;
  readonly from_date: string;
  readonly to_date: string | null;
  /** In 0.01 %. */
  readonly taxRate: number;
  readonly cycleMonths: number;
  readonly dueDays: number;
}

export interface TariffInUse {
  readonly tariffId: string;
  readonly itemCode: string;
  readonly passThrough: boolean;
  readonly versions: readonly DatedVersion[];
}

export async function tariffsOfCommunity(db: Kysely<Database>, communityId: string): Promise<TariffInUse[]> {
  const tariffs = await db
    .selectFrom('tariff')
    .innerJoin('charge_item as item', 'item.item_code', 'tariff.item_code')
    .select(['tariff.tariff_id', 'tariff.item_code', 'item.pass_through'])
    .where('tariff.community_id', '=', communityId)
    .execute();
  const versions = await db
    .selectFrom('tariff_version')
    .innerJoin('tariff', 'tariff.tariff_id', 'tariff_version.tariff_id')
    .selectAll('tariff_version')
    .where('tariff.community_id', '=', communityId)
    .orderBy('tariff_version.from_date')
    .execute();
  const versionsOf = Map.groupBy(versions.map(toVersion), (version) => version.tariffId);
  return tariffs.map((row) => ({
    tariffId: row.tariff_id,
    itemCode: row.item_code,
    passThrough: row.pass_through === 1,
    versions: versionsOf.get(row.tariff_id) ?? [],
  }));
}

function toVersion(row: Selectable<Database['tariff_version']>): DatedVersion {
  return {
    versionId: row.tariff_version_id,
    tariffId: row.tariff_id,
    from_date: row.from_date,
    to_date: row.to_date,
    formula: row.formula,
    unitPrice: row.unit_price,
    tiers: row.tiers_json === null ? [] : TiersSchema.parse(JSON.parse(row.tiers_json)),
    rounding: { unit: row.rounding_unit, mode: row.rounding_mode },
    unit: { 'zh-CN': row.unit_zh, en: row.unit_en },
    taxRate: row.tax_rate,
    cycleMonths: row.cycle_months,
    dueDays: row.due_days,
  };
}
