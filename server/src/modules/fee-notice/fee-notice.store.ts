import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { FeeNotice, PublishedCharge, PublishedStayTariff } from '../../contract/fee-notice-api.ts';
import type { PaymentMethod } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { type DatedStayTariff, stayTariffOn } from '../parking-stays/stay-tariffs.store.ts';
import { tariffsOfCommunity } from '../tariffs/tariffs.store.ts';

/**
 * What the community charges on a day, from the very tariffs that bills are made with.
 * @param today business date
 */
export async function feeNoticeOf(
  db: Kysely<Database>,
  communityId: string,
  { today, methods }: { readonly today: string; readonly methods: readonly PaymentMethod[] },
): Promise<FeeNotice> {
  const community = await db
    .selectFrom('community')
    .select(['company_name', 'service_phone', 'complaint_phone'])
    .where('community_id', '=', communityId)
    .executeTakeFirstOrThrow();
  const stay = await stayTariffOn(db, communityId, today);
  return {
    companyName: community.company_name,
    servicePhone: community.service_phone,
    ...(community.complaint_phone === null ? {} : { complaintPhone: community.complaint_phone }),
    asOf: today,
    charges: await chargesOn(db, communityId, today),
    ...(stay ? { stayTariff: publishedStay(stay) } : {}),
    methods: [...methods],
  };
}

function publishedStay({ from, ...tariff }: DatedStayTariff): PublishedStayTariff {
  const { freeMinutes, firstMinutes, blockMinutes } = tariff;
  const [firstFen, blockFen, capFen] = [fen(tariff.firstFen), fen(tariff.blockFen), fen(tariff.capFen)];
  return { freeMinutes, firstMinutes, firstFen, blockMinutes, blockFen, capFen, validFrom: from };
}

async function chargesOn(db: Kysely<Database>, communityId: string, today: string): Promise<PublishedCharge[]> {
  const tariffs = new Map((await tariffsOfCommunity(db, communityId)).map((tariff) => [tariff.tariffId, tariff]));
  const rows = await db
    .selectFrom('tariff')
    .innerJoin('charge_item as item', 'item.item_code', 'tariff.item_code')
    .innerJoin('tariff_version as version', 'version.tariff_id', 'tariff.tariff_id')
    .select(['tariff.tariff_id', 'tariff.name_zh', 'tariff.name_en', 'item.family', 'version.tariff_version_id'])
    .select(['version.basis_zh', 'version.basis_en'])
    .where('tariff.community_id', '=', communityId)
    .where('version.from_date', '<=', today)
    .where((where) => where.or([where('version.to_date', 'is', null), where('version.to_date', '>=', today)]))
    .orderBy(sql`case item.family when 'property' then 1 when 'utility' then 2 when 'special' then 3 else 4 end`)
    .orderBy('tariff.name_zh')
    .execute();
  return rows.flatMap((row): PublishedCharge[] => {
    const tariff = tariffs.get(row.tariff_id);
    const version = tariff?.versions.find(({ versionId }) => versionId === row.tariff_version_id);
    if (!tariff || !version) return [];
    const basis = row.basis_zh === null ? undefined : { 'zh-CN': row.basis_zh, en: row.basis_en ?? row.basis_zh };
    return [
      {
        name: { 'zh-CN': row.name_zh, en: row.name_en },
        family: row.family,
        passThrough: tariff.passThrough,
        formula: version.formula,
        unit: version.unit,
        unitPrice: version.unitPrice,
        tiers: version.tiers.map(({ upTo, price }) => (upTo === undefined ? { price } : { upTo, price })),
        cycleMonths: version.cycleMonths,
        validFrom: version.from_date,
        ...(basis ? { basis } : {}),
      },
    ];
  });
}
