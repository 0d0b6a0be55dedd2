import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { InvoiceView } from '../../contract/invoices-api.ts';
import type { Database } from '../../storage/database.ts';
import { maskName } from '../estate/masking.ts';
import type { ReceiptKey } from '../receipts/receipts.ts';
import { invoicePath } from './invoices.ts';
import { formatsOfInvoice, invoiceOfOrder, type InvoiceRow } from './invoices.store.ts';
import { invoiceOnOffer } from './request-invoice.ts';

export interface InvoicePages {
  readonly receiptKey: ReceiptKey;
  /** Origin under which owners reach this server, without a slash at the end. */
  readonly publicUrl: string;
}

/** The invoice of a payment as its payer sees it. */
export async function invoiceView(db: Kysely<Database>, pages: InvoicePages, orderId: string): Promise<InvoiceView> {
  const pageUrl = `${pages.publicUrl}${invoicePath(orderId, pages.receiptKey)}`;
  const invoice = await invoiceOfOrder(db, orderId);
  if (!invoice) return { state: 'none', pageUrl, ...(await offered(db, orderId)) };
  return {
    state: await stateForPayer(db, invoice),
    pageUrl,
    amountFen: fen(invoice.amount_fen),
    buyerMasked: shownBuyer(invoice),
    ...(invoice.invoice_number === null ? {} : { invoiceNumber: invoice.invoice_number }),
    ...(invoice.state === 'REJECTED' ? { failure: { code: 'LT-2905', detail: invoice.refusal ?? '' } } : {}),
  };
}

/** Made, but with its files still on the way, it cannot be taken yet. */
async function stateForPayer(db: Kysely<Database>, { invoice_id, state }: InvoiceRow): Promise<InvoiceView['state']> {
  if (state !== 'ISSUED') return state;
  return (await formatsOfInvoice(db, invoice_id)).length > 0 ? 'ISSUED' : 'ISSUING';
}

async function offered(db: Kysely<Database>, orderId: string): Promise<Partial<InvoiceView>> {
  const offer = await invoiceOnOffer(db, orderId);
  if (!offer.ok) return { failure: { code: offer.error.code } };
  return { amountFen: offer.value.amountFen, buyerMasked: maskName(offer.value.name) };
}

/** A person's name is masked; a company's is public. */
export function shownBuyer(invoice: Pick<InvoiceRow, 'buyer_kind' | 'buyer_name'>): string {
  return invoice.buyer_kind === 'company' ? invoice.buyer_name : maskName(invoice.buyer_name);
}
