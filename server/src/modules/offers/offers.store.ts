import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { Offer, OfferKind } from '../../contract/offers-api.ts';
import type { Database } from '../../storage/database.ts';
import { maskPlate } from '../estate/masking.ts';
import { isOffered, type OfferKey } from './offers.ts';
import { monthsThatFit } from './parking-leases.ts';
import { withPaid } from './parking-leases.store.ts';

/** An offer as it is taken: with what its bill is made of. */
export interface TakeableOffer {
  readonly key: OfferKey;
  readonly kind: OfferKind;
  readonly itemCode: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly priceFen: number;
  readonly lease?: {
    readonly leaseId: string;
    /** Null of leases that were entered before there was a page for them. */
    readonly tariffId: string | null;
    readonly space: string;
    readonly plate: string;
    readonly paidUntil: string;
    /** How many can be chosen. */
    readonly months: readonly number[];
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
    ...(await leasesOf(db, roomId, today)),
    ...open.map((offer) => ({
      key: `offer:${offer.offer_id}` as const,
      kind: offer.kind,
      itemCode: offer.item_code,
      name: { 'zh-CN': offer.name_zh, en: offer.name_en },
      priceFen: offer.price_fen,
    })),
  ];
}

/** Those with months still to be paid; a renewal only when the lease before it is paid to its end, or over. */
async function leasesOf(db: Kysely<Database>, roomId: string, today: string): Promise<TakeableOffer[]> {
  const rows = await db
    .selectFrom('parking_lease')
    .selectAll()
    .where('room_id', '=', roomId)
    .where((where) => where.or([where('to_date', 'is', null), where('to_date', '>=', today)]))
    .orderBy('space_label')
    .orderBy('from_date')
    .execute();
  const payable = (await withPaid(db, rows))
    .map((lease) => ({ lease, months: monthsThatFit(lease.paidUntil, lease.to_date) }))
    .filter(({ months }) => months.length > 0);
  const unpaid = new Set(payable.map(({ lease }) => lease.lease_id));
  return payable
    .filter(({ lease }) => lease.renews_lease_id === null || !unpaid.has(lease.renews_lease_id))
    .map(({ lease, months }) => ({
      key: `lease:${lease.lease_id}`,
      kind: 'parking',
      itemCode: lease.item_code,
      name: PARKING,
      priceFen: lease.monthly_fen,
      lease: {
        leaseId: lease.lease_id,
        tariffId: lease.tariff_id,
        space: lease.space_label,
        plate: lease.plate,
        paidUntil: lease.paidUntil,
        months,
      },
    }));
}

/** As it leaves the server: the plate masked. */
export function shownOffer({ key, kind, name, priceFen, lease }: TakeableOffer): Offer {
  return {
    offerKey: key,
    kind,
    name,
    priceFen: fen(priceFen),
    months: lease ? [...lease.months] : [],
    ...(lease
      ? { parking: { space: lease.space, plateMasked: maskPlate(lease.plate), paidUntil: lease.paidUntil } }
      : {}),
  };
}
