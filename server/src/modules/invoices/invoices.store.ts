import { createHash } from 'node:crypto';
import { fen } from '@louting/common/money';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { type InvoiceEvent, nextInvoiceState } from './invoice-states.ts';
import type { Buyer, InvoiceAmounts, InvoiceLine } from './invoices.ts';
import type { InvoiceFormat, InvoiceTables } from './invoices.tables.ts';

export type InvoiceRow = Selectable<InvoiceTables['invoice']>;

export async function findInvoice(db: Kysely<Database>, invoiceId: string): Promise<InvoiceRow | undefined> {
  return db.selectFrom('invoice').selectAll().where('invoice_id', '=', invoiceId).executeTakeFirst();
}

/** The newest invoice of a payment that is not a red one. */
export async function invoiceOfOrder(db: Kysely<Database>, orderId: string): Promise<InvoiceRow | undefined> {
  return db
    .selectFrom('invoice')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('kind', '=', 'blue')
    .orderBy('requested_at', 'desc')
    .orderBy('invoice_id', 'desc')
    .executeTakeFirst();
}

export async function insertInvoice(
  tx: Transaction<Database>,
  row: InvoiceRow,
  amounts: InvoiceAmounts,
): Promise<void> {
  await insertRows(tx, 'invoice', [row]);
  await insertRows(
    tx,
    'invoice_line',
    amounts.lines.map((line, index) => ({
      invoice_id: row.invoice_id,
      line_number: index + 1,
      bill_id: line.billId,
      item_code: line.itemCode,
      name: line.name,
      tax_class_code: line.taxClassCode,
      tax_rate: line.taxRate,
      amount_fen: line.amountFen,
      tax_fen: line.taxFen,
    })),
  );
}

export async function linesOfInvoice(db: Kysely<Database>, invoiceId: string): Promise<InvoiceLine[]> {
  const rows = await db
    .selectFrom('invoice_line')
    .selectAll()
    .where('invoice_id', '=', invoiceId)
    .orderBy('line_number')
    .execute();
  return rows.map((row) => ({
    billId: row.bill_id,
    itemCode: row.item_code,
    name: row.name,
    taxClassCode: row.tax_class_code,
    taxRate: row.tax_rate,
    amountFen: fen(row.amount_fen),
    taxFen: fen(row.tax_fen),
  }));
}

/** Fen that red invoices of an issued one take back or are about to, by bill. */
export async function takenBackByBill(db: Kysely<Database>, invoiceId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('invoice_line')
    .innerJoin('invoice', 'invoice.invoice_id', 'invoice_line.invoice_id')
    .where('invoice.red_of', '=', invoiceId)
    .where('invoice.state', '<>', 'REJECTED')
    .groupBy('invoice_line.bill_id')
    .select(['invoice_line.bill_id', (eb) => eb.fn.sum<number>('invoice_line.amount_fen').as('amount')])
    .execute();
  return new Map(rows.map((row) => [row.bill_id, row.amount]));
}

/**
 * Moves an invoice by what happened to it; an event that no longer matters changes nothing.
 * @throws Error when it is no longer in the state that was read
 */
export async function moveInvoice(
  tx: Transaction<Database>,
  invoice: InvoiceRow,
  event: InvoiceEvent,
  changes: Partial<InvoiceRow> = {},
): Promise<InvoiceRow> {
  const state = nextInvoiceState(invoice.state, event);
  if (state === undefined) return invoice;
  const { numUpdatedRows } = await tx
    .updateTable('invoice')
    .set({ ...changes, state })
    .where('invoice_id', '=', invoice.invoice_id)
    .where('state', '=', invoice.state)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`invoice ${invoice.invoice_id} was no longer ${invoice.state}`);
  return { ...invoice, ...changes, state };
}

export async function keepFile(
  tx: Transaction<Database>,
  invoiceId: string,
  format: InvoiceFormat,
  content: Uint8Array,
): Promise<void> {
  const file = {
    invoice_id: invoiceId,
    format,
    content: Buffer.from(content).toString('base64'),
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  await insertRows(tx, 'invoice_file', [file], 'on conflict (invoice_id, format) do nothing');
}

export async function fileOfInvoice(
  db: Kysely<Database>,
  invoiceId: string,
  format: InvoiceFormat,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('invoice_file')
    .select('content')
    .where('invoice_id', '=', invoiceId)
    .where('format', '=', format)
    .executeTakeFirst();
  return row && Buffer.from(row.content, 'base64');
}

export async function formatsOfInvoice(db: Kysely<Database>, invoiceId: string): Promise<InvoiceFormat[]> {
  const rows = await db.selectFrom('invoice_file').select('format').where('invoice_id', '=', invoiceId).execute();
  return rows.map((row) => row.format);
}

export function buyerOf(invoice: InvoiceRow): Buyer {
  return invoice.buyer_kind === 'company' && invoice.buyer_tax_number !== null
    ? { kind: 'company', name: invoice.buyer_name, taxNumber: invoice.buyer_tax_number }
    : { kind: 'personal', name: invoice.buyer_name };
}
