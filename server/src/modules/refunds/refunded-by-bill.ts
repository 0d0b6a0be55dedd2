import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** Fen of a payment that have left again, by the bill they were taken from. */
export async function refundedByBill(db: Kysely<Database>, orderId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('refund_part')
    .innerJoin('refund', 'refund.refund_id', 'refund_part.refund_id')
    .select(['refund_part.bill_id', sql<number>`sum(refund_part.amount_fen)`.as('refunded')])
    .where('refund.order_id', '=', orderId)
    .where('refund.state', '=', 'SUCCEEDED')
    .where('refund_part.source', '=', 'bill')
    .groupBy('refund_part.bill_id')
    .execute();
  return new Map(rows.map((row) => [row.bill_id ?? '', row.refunded]));
}
