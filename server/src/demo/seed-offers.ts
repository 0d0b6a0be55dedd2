import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { setStayTariff } from '../modules/parking-stays/stay-tariffs.store.ts';
import { publishOffer } from '../modules/offers/publish-offer.ts';
import type { Storage } from '../storage/storage.ts';
import { seedLeases } from './seed-leases.ts';

/** What each charge of the demo rests on (明码标价): data of the demo, not of the product. */
const BASES = [
  ['property', '前期物业服务合同 第 12 条', 'Property service contract, article 12'],
  ['water', '市发改委 居民阶梯水价', 'City price list, tiered water'],
  ['power', '省发改委 居民阶梯电价', 'Province price list, tiered power'],
  ['parking', '前期物业服务合同 第 15 条', 'Property service contract, article 15'],
  ['sanitation', '市城管局 垃圾处理费标准', 'City waste fee'],
] as const;

const OFFERS = [
  { kind: 'deposit', nameZh: '装修押金', nameEn: 'Renovation deposit', priceFen: fen(200_000) },
  { kind: 'activity', nameZh: '重阳敬老活动', nameEn: 'Double Ninth outing', priceFen: fen(5_000) },
] as const;

/** Half an hour free, the first hour 5 yuan, then 2 yuan an hour, 20 yuan at most in 24 hours. */
const STAY_TARIFF = {
  taxRate: 900,
  freeMinutes: 30,
  firstMinutes: 60,
  firstFen: 500,
  blockMinutes: 60,
  blockFen: 200,
  capFen: 2_000,
  graceMinutes: 15,
};

/** What homes can pay without a bill, what the charges rest on, and whom to complain to. */
export async function seedOffers(
  storage: Storage,
  communities: readonly { readonly communityId: string; readonly code: string }[],
  { newId, now, today }: { readonly newId: () => string; readonly now: number; readonly today: string },
): Promise<void> {
  await storage.transact(async (tx) => {
    await tx.updateTable('community').set({ complaint_phone: '12345' }).execute();
    for (const [item, zh, en] of BASES) {
      const tariffs = tx.selectFrom('tariff').select('tariff_id').where('item_code', '=', item);
      await tx
        .updateTable('tariff_version')
        .set({ basis_zh: zh, basis_en: en })
        .where('tariff_id', 'in', tariffs)
        .execute();
    }
    for (const { communityId } of communities) {
      for (const [index, offer] of OFFERS.entries()) {
        const wanted = { ...offer, offerId: newId(), communityId, from: today };
        const published = await publishOffer(tx, wanted, { by: 'demo', now: now + index });
        if (!published.ok) throw new Error(`demo offer: ${published.error.code}`);
      }
      const from = `${today.slice(0, 4)}-01-01`;
      const tariff = { ...STAY_TARIFF, tariffId: newId(), from };
      unwrap(await setStayTariff(tx, communityId, tariff, { by: 'demo', today: from, now }));
    }
    await seedLeases(tx, communities, { newId, now, today });
  });
}
