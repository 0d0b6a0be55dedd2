import type { Result } from '@louting/common/result';
import type { Buyer, InvoiceAmounts } from './invoices.ts';
import type { InvoiceFormat } from './invoices.tables.ts';

/** The tax platform 数电票 as the invoices module uses it; its maker's wire stands in `channels/invoicing/`. */
export interface InvoicePlatform {
  /**
   * Asks for an invoice; the same request number again asks for the same one.
   * @returns LT-2906 no believable answer: it may have been issued, ask by `query`
   */
  request(invoice: InvoiceRequest): Promise<Result<PlatformOutcome>>;
  /** @returns LT-2906; `unknown` when the platform never got the request */
  query(requestNumber: string): Promise<Result<PlatformOutcome | { readonly state: 'unknown' }>>;
  /** The signed file. @returns LT-2906, LT-2907 not issued */
  download(requestNumber: string, format: InvoiceFormat): Promise<Result<Uint8Array>>;
}

export interface InvoiceRequest extends InvoiceAmounts {
  /** Made and stored before the first call. */
  readonly requestNumber: string;
  readonly kind: 'blue' | 'red';
  /** Of a red invoice: number of the one it takes back, with the refund as reason (the confirmation form). */
  readonly redOfNumber?: string;
  readonly buyer: Buyer;
  readonly sellerName: string;
  readonly remark: string;
}

export type PlatformOutcome =
  | { readonly state: 'issuing' }
  | { readonly state: 'issued'; readonly invoiceNumber: string; readonly issuedAt: number }
  | { readonly state: 'refused'; readonly reason: string };

export const INVOICE_FORMATS: readonly InvoiceFormat[] = ['pdf', 'ofd', 'xml'];

/** 20 digits: year, region, channel and serial 2 + 2 + 1 + 15. */
export function isInvoiceNumber(text: string): boolean {
  return /^\d{20}$/.test(text);
}
