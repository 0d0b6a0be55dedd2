import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { withPaid } from '../offers/parking-leases.store.ts';
import type { StayFacts } from './parking-stays.ts';
import { type DatedStayTariff, stayTariffOn } from './stay-tariffs.store.ts';

export type StayRow = Selectable<Database['parking_stay']>;

export type PricedStay = StayFacts & { readonly tariff: DatedStayTariff };

/** What has been asked for a stay, the newest first. */
export async function chargesOf(db: Kysely<Database>, stayId: string) {
  return db
    .selectFrom('parking_stay_charge as charge')
    .innerJoin('bill', 'bill.bill_id', 'charge.bill_id')
    .selectAll('charge')
    .select(['bill.state', 'bill.amount_fen', 'bill.paid_fen'])
    .where('charge.stay_id', '=', stayId)
    .orderBy('charge.priced_at', 'desc')
    .execute();
}

/** @returns LT-2864 nobody saw it come in, LT-2865 no tariff on that day */
export async function factsOf(db: Kysely<Database>, stay: StayRow): Promise<Result<PricedStay>> {
  if (stay.entered_at === null) return failed('LT-2864');
  const tariff = await stayTariffOn(db, stay.community_id, businessDate(stay.entered_at));
  if (!tariff) return failed('LT-2865');
  const charges = await chargesOf(db, stay.stay_id);
  const [paid] = charges.filter(({ state }) => state === 'PAID');
  return ok({
    enteredAt: stay.entered_at,
    tariff,
    leasedUntil: await leasedUntil(db, stay),
    paidFen: charges.reduce((sum, { paid_fen }) => sum + paid_fen, 0),
    paidAt: paid && (await paidAt(db, paid.bill_id)),
  });
}

/** The end of the last day that a monthly space is paid for this car, over all leases of its home that name it. */
async function leasedUntil(db: Kysely<Database>, { lease_id: leaseId }: StayRow): Promise<number | undefined> {
  if (leaseId === null) return undefined;
  const rows = await db
    .selectFrom('parking_lease')
    .innerJoin('parking_lease as named', (join) =>
      join.onRef('named.room_id', '=', 'parking_lease.room_id').onRef('named.plate', '=', 'parking_lease.plate'),
    )
    .selectAll('parking_lease')
    .where('named.lease_id', '=', leaseId)
    .execute();
  const days = (await withPaid(db, rows)).map(({ paidUntil, to_date: last }) =>
    last !== null && last < paidUntil ? last : paidUntil,
  );
  const day = days.sort().at(-1);
  return day === undefined ? undefined : Date.parse(`${day}T24:00:00+08:00`);
}

async function paidAt(db: Kysely<Database>, billId: string): Promise<number | undefined> {
  const payments = await db
    .selectFrom('allocation')
    .innerJoin('payment', 'payment.order_id', 'allocation.order_id')
    .select('payment.paid_at as at')
    .where('allocation.bill_id', '=', billId)
    .execute();
  const documents = await db
    .selectFrom('document_allocation')
    .select('allocated_at as at')
    .where('bill_id', '=', billId)
    .execute();
  const moments = [...payments, ...documents].map(({ at }) => at);
  return moments.length === 0 ? undefined : Math.max(...moments);
}
