import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { z } from 'zod';
import type { offersAdminRoutes, PublishedOffer } from '../../contract/offers-admin-api.ts';
import type { Database } from '../../storage/database.ts';

type Wanted = z.output<typeof offersAdminRoutes.publishOffer.body>;

/**
 * Offers it, under a charge item of its own, so that bills, receipts and books name it as it was offered. A deposit is
 * nobody's income: until it stands among the deposits it is money collected for others.
 * @returns LT-9001 the id is of another offer
 */
export async function publishOffer(
  tx: Transaction<Database>,
  wanted: Wanted,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<Result<undefined>> {
  const known = await tx.selectFrom('offer').selectAll().where('offer_id', '=', wanted.offerId).executeTakeFirst();
  if (known) {
    const same = known.community_id === wanted.communityId && known.name_zh === wanted.nameZh;
    return same ? ok() : failed('LT-9001', 'this id is used for another offer');
  }
  const itemCode = `offer-${wanted.offerId}`;
  const isDeposit = wanted.kind === 'deposit';
  await tx
    .insertInto('charge_item')
    .values({
      item_code: itemCode,
      family: 'special',
      name_zh: wanted.nameZh,
      name_en: wanted.nameEn,
      subject_code: isDeposit ? '2241' : '6001',
      pass_through: isDeposit ? 1 : 0,
      tax_class_code: null,
    })
    .execute();
  await tx
    .insertInto('offer')
    .values({
      offer_id: wanted.offerId,
      community_id: wanted.communityId,
      kind: wanted.kind,
      item_code: itemCode,
      name_zh: wanted.nameZh,
      name_en: wanted.nameEn,
      price_fen: wanted.priceFen,
      from_date: wanted.from,
      to_date: wanted.to ?? null,
      published_by: by,
      published_at: now,
      withdrawn_by: null,
      withdrawn_at: null,
    })
    .execute();
  return ok();
}

/** @returns LT-2851 no such offer in the communities */
export async function withdrawOffer(
  tx: Transaction<Database>,
  offerId: string,
  { communityIds, by, now }: { readonly communityIds: readonly string[]; readonly by: string; readonly now: number },
): Promise<Result<undefined>> {
  const offer = await tx
    .selectFrom('offer')
    .select('withdrawn_at')
    .where('offer_id', '=', offerId)
    .where('community_id', 'in', communityIds)
    .executeTakeFirst();
  if (!offer) return failed('LT-2851');
  await tx
    .updateTable('offer')
    .set({ withdrawn_at: now, withdrawn_by: by })
    .where('offer_id', '=', offerId)
    .where('withdrawn_at', 'is', null)
    .execute();
  return ok();
}

export async function publishedOffers(
  db: Kysely<Database>,
  communityIds: readonly string[],
  today: string,
): Promise<PublishedOffer[]> {
  const rows = await db
    .selectFrom('offer')
    .innerJoin('community', 'community.community_id', 'offer.community_id')
    .selectAll('offer')
    .select(['community.name_zh as community_zh', 'community.name_en as community_en'])
    .select((eb) =>
      eb
        .selectFrom('bill')
        .whereRef('bill.item_code', '=', 'offer.item_code')
        .where('bill.state', '=', 'PAID')
        .select((inner) => inner.fn.countAll<number>().as('paid'))
        .as('paid'),
    )
    .where('offer.community_id', 'in', communityIds)
    .orderBy('offer.published_at', 'desc')
    .execute();
  return rows.map((row) => ({
    offerId: row.offer_id,
    communityName: { 'zh-CN': row.community_zh, en: row.community_en },
    kind: row.kind,
    name: { 'zh-CN': row.name_zh, en: row.name_en },
    priceFen: fen(row.price_fen),
    from: row.from_date,
    ...(row.to_date === null ? {} : { to: row.to_date }),
    state: stateOn(today, { from: row.from_date, to: row.to_date, withdrawn: row.withdrawn_at !== null }),
    paid: row.paid ?? 0,
  }));
}

function stateOn(
  today: string,
  { from, to, withdrawn }: { readonly from: string; readonly to: string | null; readonly withdrawn: boolean },
): PublishedOffer['state'] {
  if (withdrawn) return 'WITHDRAWN';
  if (today < from) return 'COMING';
  return to !== null && today > to ? 'OVER' : 'OFFERED';
}
