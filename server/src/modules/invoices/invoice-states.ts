import type { InvoiceState } from './invoices.tables.ts';

/** What happened to an invoice, as far as the tax platform has told. */
export type InvoiceEvent =
  | 'submitted'
  | 'issued'
  | 'refused'
  /** The money it was made for went back, whole or in part. */
  | 'refunded'
  | 'red-issued-in-part'
  | 'red-issued-whole';

/**
 * Invoice states. An answer that did not come leaves an invoice ISSUING: it is asked for by its request
 * number and never requested again under another one.
 */
const NEXT: Readonly<Record<InvoiceState, Partial<Record<InvoiceEvent, InvoiceState>>>> = {
  REQUESTED: { submitted: 'ISSUING', issued: 'ISSUED', refused: 'REJECTED' },
  ISSUING: { issued: 'ISSUED', refused: 'REJECTED' },
  ISSUED: { refunded: 'RED_REQUIRED' },
  // Taken back in part it stays valid for the rest; until it is taken back whole there is no new one.
  RED_REQUIRED: { 'red-issued-in-part': 'ISSUED', 'red-issued-whole': 'RED_ISSUED' },
  RED_ISSUED: {},
  REJECTED: {},
};

/** @returns undefined when the event changes nothing any more */
export function nextInvoiceState(state: InvoiceState, event: InvoiceEvent): InvoiceState | undefined {
  return NEXT[state][event];
}
