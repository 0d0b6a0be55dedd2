import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import { MONTHS_OFFERED, type Offer, type OfferKind } from '../../contract/offers-api.ts';
import type { Database } from '../../storage/database.ts';
import { maskPlate } from '../estate/masking.ts';
import { isOffered, type OfferKey } from './offers.ts';

/** An offer as it is taken: with what its bill is made of. */
export interface TakeableOffer {
  readonly key: OfferKey;
  readonly kind: OfferKind;
  readonly itemCode: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly priceFen: number;
  readonly lease?: {
    readonly leaseId: string;
    readonly space: string;
    readonly plate: string;
    readonly paidUntil: string;
  };
}

const PARKING = { 'zh-CN': '车位续费', en: 'Parking, more months' };

/** What a home can pay without a bill: its own parking spaces first. @param today business date */
export async function offersOfRoom(
  db: Kysely<Database>,
  { roomId, communityId }: { readonly roomId: string; readonly communityId: string },
  today: string,
): Promise<TakeableOffer[]> {
  const offers = await db
    .selectFrom('offer')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('withdrawn_at', 'is', null)
    .orderBy('published_at')
    .execute();
  const open = offers.filter((offer) =>
    isOffered({ from: offer.from_date, to: offer.to_date, withdrawn: offer.withdrawn_at !== null }, today),
  );
  return [
    ...(await leasesOf(db, roomId)),
    ...open.map((offer) => ({
      key: `offer:${offer.offer_id}` as const,
      kind: offer.kind,
      itemCode: offer.item_code,
      name: { 'zh-CN': offer.name_zh, en: offer.name_en },
      priceFen: offer.price_fen,
    })),
  ];
}

async function leasesOf(db: Kysely<Database>, roomId: string): Promise<TakeableOffer[]> {
  const leases = await db.selectFrom('parking_lease').selectAll().where('room_id', '=', roomId).execute();
  const paid = await db
    .selectFrom('offer_taken')
    .innerJoin('bill', 'bill.bill_id', 'offer_taken.bill_id')
    .select(['offer_taken.lease_id', 'offer_taken.to_date'])
    .where('offer_taken.room_id', '=', roomId)
    .where('offer_taken.lease_id', 'is not', null)
    .where('bill.state', '=', 'PAID')
    .execute();
  return leases.map((lease) => {
    const until = paid.flatMap((row) => (row.lease_id === lease.lease_id && row.to_date !== null ? [row.to_date] : []));
    const paidUntil = [lease.paid_until, ...until].sort().at(-1) ?? lease.paid_until;
    return {
      key: `lease:${lease.lease_id}`,
      kind: 'parking',
      itemCode: lease.item_code,
      name: PARKING,
      priceFen: lease.monthly_fen,
      lease: { leaseId: lease.lease_id, space: lease.space_label, plate: lease.plate, paidUntil },
    };
  });
}

/** As it leaves the server: the plate masked. */
export function shownOffer({ key, kind, name, priceFen, lease }: TakeableOffer): Offer {
  return {
    offerKey: key,
    kind,
    name,
    priceFen: fen(priceFen),
    months: lease ? [...MONTHS_OFFERED] : [],
    ...(lease
      ? { parking: { space: lease.space, plateMasked: maskPlate(lease.plate), paidUntil: lease.paidUntil } }
      : {}),
  };
}
