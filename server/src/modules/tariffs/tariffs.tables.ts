import type { ColumnType } from 'kysely';
import type { Formula, RoundingMode, RoundingUnit } from './tariffs.ts';

/** Prices are in 1/10,000 yuan per unit, tax rates in 0.01 %. */
export interface TariffTables {
  charge_item: {
    item_code: string;
    family: ItemFamily;
    name_zh: string;
    name_en: string;
    /** 会计科目 the income is posted to: an own service to 6001, money collected for others to 2241. */
    subject_code: string;
    pass_through: number;
    /** 税收分类编码 */
    tax_class_code: string | null;
  };
  tariff: { tariff_id: string; community_id: string; item_code: string; name_zh: string; name_en: string };
  tariff_version: {
    tariff_version_id: string;
    tariff_id: string;
    from_date: string;
    to_date: string | null;
    formula: Formula;
    unit_price: number;
    unit_zh: string;
    unit_en: string;
    /** `Tier[]` of tariffs.ts */
    tiers_json: string | null;
    rounding_unit: RoundingUnit;
    rounding_mode: RoundingMode;
    tax_rate: number;
    cycle_months: number;
    /** Days from the first day after the period to the due date. */
    due_days: number;
    /** What the charge rests on: contract, decision of the owners, official document. */
    basis_zh: ColumnType<string | null, string | null | undefined>;
    basis_en: ColumnType<string | null, string | null | undefined>;
  };
  assignment: {
    assignment_id: string;
    room_id: string;
    tariff_id: string;
    from_date: string;
    to_date: string | null;
  };
}

export type ItemFamily = 'property' | 'utility' | 'parking' | 'special';
