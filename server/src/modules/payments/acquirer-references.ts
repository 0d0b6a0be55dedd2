import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { orderIdOf } from './channel-orders.ts';

/** As an acquirer's file tells of a sale or of its return. */
interface AcquirerRow {
  readonly channel: string;
  /** Empty, or the till's own, where the terminal passes no order number on. */
  readonly outTradeNo: string;
  /** The retrieval reference number of the sale. */
  readonly transactionId: string;
  readonly terminal?: string;
  readonly at: number;
}

/** Reference numbers come again after some time, and a file's clock and a terminal's may stand on two days. */
const SAME_SALE_MS = 36 * 3_600_000;

/**
 * Orders of the rows that name none of ours: by the reference, terminal and day that the terminal told the kiosk. Where
 * two could be meant, none is.
 */
export async function ordersByReference<Row extends AcquirerRow>(
  tx: Transaction<Database>,
  rows: readonly Row[],
): Promise<ReadonlyMap<Row, string>> {
  const nameless = rows.filter(
    (row) => row.channel === 'pos' && row.transactionId !== '' && orderIdOf(row.outTradeNo) === undefined,
  );
  if (nameless.length === 0) return new Map();
  const known = await tx
    .selectFrom('bank_card_payment')
    .select(['order_id', 'reference', 'terminal_id', 'paid_at'])
    .where('reference', 'in', [...new Set(nameless.map((row) => row.transactionId))])
    .execute();
  const found = new Map<Row, string>();
  for (const row of nameless) {
    const meant = known.filter(
      (card) =>
        card.reference === row.transactionId &&
        Math.abs(card.paid_at - row.at) < SAME_SALE_MS &&
        (!row.terminal || card.terminal_id === '' || card.terminal_id === row.terminal),
    );
    const [one] = meant;
    if (one && meant.length === 1) found.set(row, one.order_id);
  }
  return found;
}
