import type { Kysely, Selectable } from 'kysely';
import type { CardSlip } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import type { OrderRow } from './orders.store.ts';
import type { PaymentTables } from './payments.tables.ts';

/** What the slips of these orders would say; an order that was not paid by card, or whose terminal never told, has none. */
export async function cardSlips(
  db: Kysely<Database>,
  bookings: readonly { readonly order: OrderRow }[],
): Promise<ReadonlyMap<string, CardSlip>> {
  const byCard = bookings.filter(({ order }) => order.method === 'bank-card').map(({ order }) => order.order_id);
  if (byCard.length === 0) return new Map();
  const rows = await db.selectFrom('bank_card_payment').selectAll().where('order_id', 'in', byCard).execute();
  return new Map(rows.map((row) => [row.order_id, cardSlip(row)]));
}

type SlipColumns = 'terminal_id' | 'batch' | 'trace' | 'card_masked';

export function cardSlip(row: Pick<Selectable<PaymentTables['bank_card_payment']>, SlipColumns>): CardSlip {
  return {
    terminalId: row.terminal_id,
    ...(row.batch !== null && { batch: row.batch }),
    ...(row.trace !== null && { trace: row.trace }),
    ...(row.card_masked !== null && { cardMasked: row.card_masked }),
  };
}
