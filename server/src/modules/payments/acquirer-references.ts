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
  /** Where the file has no reference. */
  readonly slip?: { readonly batch: string; readonly trace: string };
  readonly terminal?: string;
  readonly at: number;
}

interface KnownSale {
  readonly order_id: string;
  readonly reference: string;
  readonly terminal_id: string;
  readonly batch: string | null;
  readonly trace: string | null;
  readonly paid_at: number;
}

/** Numbers come again after some time, and a file's clock and a terminal's may stand on two days. */
const SAME_SALE_MS = 36 * 3_600_000;

/**
 * Orders of the rows that name none of ours: by the terminal, the day, and the reference or else the batch and trace
 * number that the terminal told the kiosk. Where two could be meant, none is.
 */
export async function ordersOfCardSales<Row extends AcquirerRow>(
  tx: Transaction<Database>,
  rows: readonly Row[],
): Promise<ReadonlyMap<Row, string>> {
  const nameless = rows.filter((row) => row.channel === 'pos' && orderIdOf(row.outTradeNo) === undefined);
  const bySlip = nameless.filter((row) => row.slip);
  const byReference = nameless.filter((row) => !row.slip && row.transactionId !== '');
  return new Map([
    ...onlyOnes(byReference, await salesByReference(tx, byReference), hasReference),
    ...onlyOnes(bySlip, await salesOfTerminals(tx, bySlip), hasSlip),
  ]);
}

function onlyOnes<Row extends AcquirerRow>(
  rows: readonly Row[],
  known: readonly KnownSale[],
  fits: (sale: KnownSale, row: AcquirerRow) => boolean,
): [Row, string][] {
  return rows.flatMap((row): [Row, string][] => {
    const meant = known.filter((sale) => Math.abs(sale.paid_at - row.at) < SAME_SALE_MS && fits(sale, row));
    const [one] = meant;
    return one && meant.length === 1 ? [[row, one.order_id]] : [];
  });
}

function hasReference(sale: KnownSale, row: AcquirerRow): boolean {
  const sameTerminal = !row.terminal || sale.terminal_id === '' || sale.terminal_id === row.terminal;
  return sale.reference === row.transactionId && sameTerminal;
}

/** Batches and traces are small numbers that every terminal has: without the terminal they say nothing. */
function hasSlip(sale: KnownSale, { terminal, slip }: AcquirerRow): boolean {
  if (!slip || sale.terminal_id !== terminal) return false;
  return plain(sale.batch) === plain(slip.batch) && plain(sale.trace) === plain(slip.trace);
}

/** A file that went through a spreadsheet has lost its leading zeros. */
function plain(number: string | null): string | undefined {
  return number?.replace(/^0+(?=.)/, '');
}

const FACTS = ['order_id', 'reference', 'terminal_id', 'batch', 'trace', 'paid_at'] as const;

async function salesByReference(tx: Transaction<Database>, rows: readonly AcquirerRow[]): Promise<KnownSale[]> {
  if (rows.length === 0) return [];
  const references = [...new Set(rows.map((row) => row.transactionId))];
  return tx.selectFrom('bank_card_payment').select(FACTS).where('reference', 'in', references).execute();
}

async function salesOfTerminals(tx: Transaction<Database>, rows: readonly AcquirerRow[]): Promise<KnownSale[]> {
  const terminals = [...new Set(rows.flatMap(({ terminal }) => terminal ?? []))];
  if (terminals.length === 0) return [];
  const times = rows.map(({ at }) => at);
  return tx
    .selectFrom('bank_card_payment')
    .select(FACTS)
    .where('terminal_id', 'in', terminals)
    .where('paid_at', '>', Math.min(...times) - SAME_SALE_MS)
    .where('paid_at', '<', Math.max(...times) + SAME_SALE_MS)
    .execute();
}
