import { addFen, type Fen } from '@louting/common/money';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { chargeFixed } from '../tariffs/tariffs.ts';
import { tariffsOfCommunity } from '../tariffs/tariffs.store.ts';

type LeaseRow = Selectable<Database['parking_lease']>;

export interface LeaseWithPaid extends LeaseRow {
  /** Last day whose bill is paid. */
  readonly paidUntil: string;
  /** The same with bills that are still to be paid: nothing before it may be taken away. */
  readonly billedUntil: string;
}

/** Until when leases are paid is not stored: it follows from the bills. */
export async function withPaid(db: Kysely<Database>, leases: readonly LeaseRow[]): Promise<LeaseWithPaid[]> {
  if (leases.length === 0) return [];
  const ids = leases.map((lease) => lease.lease_id);
  const taken = await db
    .selectFrom('offer_taken')
    .innerJoin('bill', 'bill.bill_id', 'offer_taken.bill_id')
    .select(['offer_taken.lease_id', 'offer_taken.to_date', 'bill.state'])
    .where('offer_taken.lease_id', 'in', ids)
    .where('bill.state', 'in', ['PAID', 'PUBLISHED', 'PARTIALLY_PAID'])
    .execute();
  return leases.map((lease) => {
    const latest = (states: readonly string[]) =>
      taken.reduce(
        (last, { lease_id, to_date, state }) =>
          lease_id === lease.lease_id && to_date !== null && to_date > last && states.includes(state) ? to_date : last,
        lease.paid_until,
      );
    return { ...lease, paidUntil: latest(['PAID']), billedUntil: latest(['PAID', 'PUBLISHED', 'PARTIALLY_PAID']) };
  });
}

export interface ParkingPrice {
  readonly tariffId: string;
  readonly itemCode: string;
  readonly monthlyFen: Fen;
}

/** What a month of a parking space costs on a day, tariff by tariff; those that charge by area or meter have no such price. */
export async function parkingPricesOn(db: Kysely<Database>, communityId: string, day: string): Promise<ParkingPrice[]> {
  const items = await db.selectFrom('charge_item').select('item_code').where('family', '=', 'parking').execute();
  const ofParking = new Set(items.map((item) => item.item_code));
  return (await tariffsOfCommunity(db, communityId)).flatMap(({ tariffId, itemCode, versions }) => {
    const version = versions.find(({ from_date, to_date }) => from_date <= day && (to_date === null || to_date >= day));
    if (!ofParking.has(itemCode) || version?.formula !== 'fixed') return [];
    const monthlyFen = addFen(...chargeFixed(version, 1).map((line) => line.amountFen));
    return monthlyFen > 0 ? [{ tariffId, itemCode, monthlyFen }] : [];
  });
}
