import { fen } from '@louting/common/money';
import { addDays } from '../modules/billing/periods.ts';
import { publishOffer } from '../modules/offers/publish-offer.ts';
import { insertRows } from '../storage/insert-rows.ts';
import type { Storage } from '../storage/storage.ts';

/** What each charge of the demo rests on (明码标价): data of the demo, not of the product. */
const BASES = [
  ['property', '前期物业服务合同 第 12 条', 'Property service contract, article 12'],
  ['water', '市发改委 居民阶梯水价', 'City price list, tiered water'],
  ['power', '省发改委 居民阶梯电价', 'Province price list, tiered power'],
  ['parking', '车位租赁合同', 'Parking lease'],
  ['sanitation', '市城管局 垃圾处理费标准', 'City waste fee'],
] as const;

const OFFERS = [
  { kind: 'deposit', nameZh: '装修押金', nameEn: 'Renovation deposit', priceFen: fen(200_000) },
  { kind: 'activity', nameZh: '重阳敬老活动', nameEn: 'Double Ninth outing', priceFen: fen(5_000) },
] as const;

/** Homes that pay on for a parking space by months. */
const LEASES = [
  { community: 'CH', room: '10-1-701', space: 'B1-086', plate: '浙A12345' },
  { community: 'CH', room: '1-1-101', space: 'B1-087', plate: '浙A67890' },
] as const;

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
    }
    await insertRows(tx, 'charge_item', [
      {
        item_code: 'parking-lease',
        family: 'parking',
        name_zh: '车位租金',
        name_en: 'Parking space',
        subject_code: '6001',
        pass_through: 0,
        tax_class_code: '3040502020200000000',
      },
    ]);
    for (const { community, room, space, plate } of LEASES) {
      const communityId = communities.find(({ code }) => code === community)?.communityId ?? '';
      const home = await tx
        .selectFrom('room')
        .select('room_id')
        .where('community_id', '=', communityId)
        .where('code', '=', room)
        .executeTakeFirst();
      if (!home) continue;
      await insertRows(tx, 'parking_lease', [
        {
          lease_id: newId(),
          room_id: home.room_id,
          space_label: space,
          plate,
          monthly_fen: 30_000,
          item_code: 'parking-lease',
          paid_until: addDays(`${today.slice(0, 7)}-01`, 29),
        },
      ]);
    }
  });
}
