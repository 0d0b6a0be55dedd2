import { fen } from '@louting/common/money';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { adminInvoiceRoutes, InvoiceRowView, InvoicesQuerySchema } from '../../contract/invoices-api.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { contains } from '../admin-views/search.ts';
import { maskEmail } from '../estate/masking.ts';
import { shownBuyer } from './invoice-view.ts';

type Query = z.infer<typeof InvoicesQuerySchema>;
type Answer = z.infer<typeof adminInvoiceRoutes.invoices.response>;

/** A page of invoices, newest request first, with the sums of the whole selection. */
export async function listInvoices(books: ScopedBooks, query: Query): Promise<Answer> {
  const selected = selection(books, query);
  const sums = await selected
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .select(
      sql<number>`coalesce(sum(case when invoice.kind = 'red' then -invoice.amount_fen else invoice.amount_fen end), 0)`.as(
        'amount',
      ),
    )
    .select(
      sql<number>`coalesce(sum(case when invoice.kind = 'red' then -invoice.tax_fen else invoice.tax_fen end), 0)`.as(
        'tax',
      ),
    )
    .executeTakeFirstOrThrow();
  const rows = await selected
    .selectAll('invoice')
    .select(['payment_order.reference', 'room.label as room_label', 'payment.receipt_number'])
    .orderBy('invoice.requested_at', 'desc')
    .orderBy('invoice.invoice_id', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const ids = rows.map((row) => row.invoice_id);
  const files = await books.invoiceFiles(ids);
  const mails = await books.invoiceMails(ids);
  return {
    total: sums.total,
    totals: { amountFen: fen(sums.amount), taxFen: fen(sums.tax) },
    rows: rows.map((row): InvoiceRowView => ({
      invoiceId: row.invoice_id,
      orderId: row.order_id,
      kind: row.kind,
      state: row.state,
      buyerKind: row.buyer_kind,
      buyerShown: shownBuyer(row),
      amountFen: fen(row.amount_fen),
      taxFen: fen(row.tax_fen),
      ...(row.invoice_number === null ? {} : { invoiceNumber: row.invoice_number }),
      ...(row.issued_at === null ? {} : { issuedAt: row.issued_at }),
      requestedAt: row.requested_at,
      requestedBy: requesterOf(row.requested_by),
      reference: row.reference,
      ...(row.receipt_number === null ? {} : { receiptNumber: row.receipt_number }),
      roomId: row.room_id,
      roomLabel: row.room_label,
      ...(row.refusal === null ? {} : { refusal: row.refusal }),
      formats: files.filter((one) => one.invoice_id === row.invoice_id).map((one) => one.format),
      mails: mails
        .filter((one) => one.invoice_id === row.invoice_id)
        .map((one) => ({
          addressMasked: maskEmail(one.address),
          state: one.state,
          ...(one.sent_at === null ? {} : { sentAt: one.sent_at }),
          ...(one.failure === null ? {} : { failure: one.failure }),
        })),
    })),
  };
}

function selection(books: ScopedBooks, { search, state }: Query) {
  let selected = books.invoices();
  if (state !== undefined) selected = selected.where('invoice.state', '=', state);
  const wanted = search?.trim();
  if (wanted === undefined || wanted === '') return selected;
  return selected.where((where) =>
    where.or([
      where('invoice.invoice_number', '=', wanted),
      where('payment_order.reference', '=', wanted.toUpperCase()),
      where('payment.receipt_number', '=', wanted.toUpperCase()),
      contains(where.ref('room.code'), wanted),
      contains(where.ref('room.label'), wanted),
    ]),
  );
}

function requesterOf(by: string): InvoiceRowView['requestedBy'] {
  const [kind] = by.split(':');
  return kind === 'kiosk' || kind === 'staff' || kind === 'refund' ? kind : 'page';
}
