import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Kysely, Transaction } from 'kysely';
import type { AnomalyRule } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { isOneOf } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import { anomaliesOf, type AnomalyLimits, asksTwice, type BilledPeriod } from './anomalies.ts';

interface AnomaliesContext {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** An order as it is about to be made. */
export interface OrderInQuestion {
  readonly orderId: string;
  readonly kioskId: string;
  readonly communityId: string;
  readonly roomId: string;
  readonly amountFen: number;
  readonly billIds: readonly string[];
}

const paidSince = statement((db, values: { roomId: string; since: number; orderId: string }) =>
  db
    .selectFrom('payment_order')
    .select(['paid_at', 'amount_fen'])
    .where('room_id', '=', values.roomId)
    .where('created_at', '>=', values.since)
    .where('state', '=', 'SUCCEEDED')
    .where('order_id', '<>', values.orderId),
);

/** An order lives for a quarter of an hour at most: who paid within the time may have begun that much earlier. */
const ORDER_LIVES_MS = 900_000;

export async function anomaliesOfOrder(
  tx: Kysely<Database>,
  order: OrderInQuestion,
  limits: AnomalyLimits,
  at: number,
): Promise<AnomalyRule[]> {
  const since = at - limits.repeatedWithinMs - ORDER_LIVES_MS;
  const earlier = await paidSince(tx, { roomId: order.roomId, since, orderId: order.orderId });
  const billedTwice = order.billIds.length > 0 && (await billsAskedTwice(tx, order.billIds)).length > 0;
  const paid = earlier.map((row) => ({ at: row.paid_at ?? 0, amountFen: row.amount_fen }));
  return anomaliesOf({ at, amountFen: order.amountFen, earlier: paid, billedTwice }, limits);
}

/** What the owner was asked about and meant goes on record with the order. */
export async function recordConfirmed(
  tx: Transaction<Database>,
  { clock, newId }: AnomaliesContext,
  order: OrderInQuestion,
  rules: readonly AnomalyRule[],
): Promise<void> {
  if (rules.length === 0) return;
  const at = clock.now();
  const rows = rules.map((rule) => ({
    ...UNREVIEWED,
    anomaly_id: newId(),
    rule,
    subject: `order:${order.orderId}`,
    order_id: order.orderId,
    bill_id: null,
    other_bill_id: null,
    community_id: order.communityId,
    room_id: order.roomId,
    kiosk_id: order.kioskId,
    amount_fen: order.amountFen,
    found_at: at,
    confirmed_at: at,
  }));
  await insertRows(tx, 'anomaly', rows, 'on conflict (subject, rule) do nothing');
}

const UNREVIEWED = { cause: null, action: null, reviewed_by: null, reviewed_at: null };

/**
 * Flags bills that ask a room again for what another live bill of it asks for, or was paid for. The books refuse a second
 * bill of the very same period; a month within a quarter is found here. Call it in the transaction that publishes them.
 */
export async function flagBilledTwice(
  tx: Transaction<Database>,
  { clock, newId }: AnomaliesContext,
  billIds: readonly string[],
): Promise<void> {
  if (billIds.length === 0) return;
  const at = clock.now();
  const rows = (await billsAskedTwice(tx, billIds)).map(({ bill, other, communityId, amountFen }) => ({
    ...UNREVIEWED,
    anomaly_id: newId(),
    rule: 'billed-twice' as const,
    subject: `bill:${bill.billId}`,
    order_id: null,
    bill_id: bill.billId,
    other_bill_id: other.billId,
    community_id: communityId,
    room_id: bill.roomId,
    kiosk_id: null,
    amount_fen: amountFen,
    found_at: at,
    confirmed_at: null,
  }));
  await insertRows(tx, 'anomaly', rows, 'on conflict (subject, rule) do nothing');
}

const billsOfSameItem = statement((db, values: { billIds: readonly string[] }) =>
  db
    .selectFrom('bill')
    .innerJoin('bill as other', (join) =>
      join
        .onRef('other.room_id', '=', 'bill.room_id')
        .onRef('other.item_code', '=', 'bill.item_code')
        .onRef('other.bill_id', '<>', 'bill.bill_id')
        .onRef('other.period_from', '<=', 'bill.period_to')
        .onRef('other.period_to', '>=', 'bill.period_from'),
    )
    .where('other.state', 'in', ['PUBLISHED', 'PARTIALLY_PAID', 'PAID'])
    .where(isOneOf(db, 'bill.bill_id', values.billIds))
    .select(['bill.bill_id', 'bill.room_id', 'bill.item_code', 'bill.period_from', 'bill.period_to'])
    .select(['bill.community_id', 'bill.amount_fen', 'bill.lease_id', 'other.lease_id as other_lease'])
    .select(['other.bill_id as other_id', 'other.period_from as other_from', 'other.period_to as other_to']),
);

interface AskedTwice {
  readonly bill: BilledPeriod;
  readonly other: BilledPeriod;
  readonly communityId: string;
  readonly amountFen: number;
}

/** Each bill once, with one of the others. */
async function billsAskedTwice(db: Kysely<Database>, billIds: readonly string[]): Promise<AskedTwice[]> {
  const found = new Map<string, AskedTwice>();
  for (const row of await billsOfSameItem(db, { billIds })) {
    const same = { roomId: row.room_id, itemCode: row.item_code };
    const bill = { ...same, billId: row.bill_id, from: row.period_from, to: row.period_to, leaseId: row.lease_id };
    const other = { ...same, billId: row.other_id, from: row.other_from, to: row.other_to, leaseId: row.other_lease };
    const asked = { bill, other, communityId: row.community_id, amountFen: row.amount_fen };
    if (asksTwice(bill, other)) found.set(row.bill_id, asked);
  }
  return [...found.values()];
}

/** Writes down what it came from and what was done. @returns false when somebody did so before */
export async function reviewAnomaly(
  tx: Transaction<Database>,
  review: {
    readonly anomalyId: string;
    readonly cause: string;
    readonly action: string;
    readonly staffId: string;
    readonly at: number;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('anomaly')
    .set({ cause: review.cause, action: review.action, reviewed_by: review.staffId, reviewed_at: review.at })
    .where('anomaly_id', '=', review.anomalyId)
    .where('reviewed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
