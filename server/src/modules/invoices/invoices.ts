import { createHmac } from 'node:crypto';
import { addFen, type Fen, fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { taxContained } from '../tariffs/tariffs.ts';
import type { ReceiptKey } from '../receipts/receipts.ts';
import { isTaxNumber, tidyTaxNumber } from './tax-number.ts';

/** Who the invoice is made out to 抬头. A person needs only a name, a company its tax number too. */
export type Buyer =
  | { readonly kind: 'personal'; readonly name: string }
  | { readonly kind: 'company'; readonly name: string; readonly taxNumber: string };

/** What is invoiced of a payment: the part that paid one bill. */
export interface InvoicePart {
  readonly billId: string;
  readonly itemCode: string;
  readonly name: string;
  /** Null: not invoiced by the property company, as water and power that it only collects. */
  readonly taxClassCode: string | null;
  /** In 0.01 %. */
  readonly taxRate: number;
  readonly amountFen: Fen;
}

export interface InvoiceLine extends InvoicePart {
  readonly taxClassCode: string;
  readonly taxFen: Fen;
}

export interface InvoiceAmounts {
  readonly lines: readonly InvoiceLine[];
  readonly amountFen: Fen;
  readonly taxFen: Fen;
}

/** @returns LT-2903 no name, LT-2904 a tax number that cannot be right */
export function checkedBuyer(buyer: Buyer): Result<Buyer> {
  const name = buyer.name.trim().normalize('NFC');
  if (name.length === 0) return failed('LT-2903');
  if (buyer.kind === 'personal') return ok({ kind: 'personal', name });
  const taxNumber = tidyTaxNumber(buyer.taxNumber);
  return isTaxNumber(taxNumber) ? ok({ kind: 'company', name, taxNumber }) : failed('LT-2904');
}

/**
 * Lines of the invoice of a payment; the tax is contained in each. Prepayment is no line: it is invoiced when it pays a
 * bill.
 * @returns LT-2901 when nothing of the payment is invoiced by the property company
 */
export function invoiceAmounts(parts: readonly InvoicePart[]): Result<InvoiceAmounts> {
  const lines = parts.flatMap((part): InvoiceLine[] => {
    const { taxClassCode } = part;
    if (taxClassCode === null || part.amountFen <= 0) return [];
    return [{ ...part, taxClassCode, taxFen: taxContained(part.amountFen, part.taxRate) }];
  });
  if (lines.length === 0) return failed('LT-2901');
  return ok(sumOf(lines));
}

/**
 * What a red invoice takes back of an issued one after refunds; what was never invoiced takes nothing back.
 * @param lines of the issued invoice
 * @param refunded fen that went back, by bill, over all refunds
 * @param takenBack fen that earlier red invoices took back, by bill
 * @returns undefined when nothing is left to take back
 */
export function redAmounts(
  lines: readonly InvoiceLine[],
  refunded: ReadonlyMap<string, number>,
  takenBack: ReadonlyMap<string, number>,
): InvoiceAmounts | undefined {
  const red = lines.flatMap((line): InvoiceLine[] => {
    const already = takenBack.get(line.billId) ?? 0;
    const amountFen = fen(Math.min(refunded.get(line.billId) ?? 0, line.amountFen) - already);
    if (amountFen <= 0) return [];
    // With the last part goes all the tax that is left, so that red and blue come to nothing together.
    const closes = already + amountFen === line.amountFen;
    const before = taxContained(fen(already), line.taxRate);
    return [{ ...line, amountFen, taxFen: closes ? fen(line.taxFen - before) : taxContained(amountFen, line.taxRate) }];
  });
  return red.length === 0 ? undefined : sumOf(red);
}

function sumOf(lines: readonly InvoiceLine[]): InvoiceAmounts {
  return {
    lines,
    amountFen: addFen(...lines.map((line) => line.amountFen)),
    taxFen: addFen(...lines.map((line) => line.taxFen)),
  };
}

/** Address of an invoice's page nobody can guess: 128 bits over the order's id. */
export function invoiceToken(orderId: string, key: ReceiptKey): string {
  return createHmac('sha256', key).update(`invoice ${orderId}`).digest().subarray(0, 16).toString('base64url');
}

/** Path of that page on this server. */
export function invoicePath(orderId: string, key: ReceiptKey): string {
  return `/i/${orderId}.${invoiceToken(orderId, key)}`;
}

/** 5 s, 10 s, 20 s … at most ten minutes between two questions to the platform. */
export function delayBeforeNextTry(attempts: number): number {
  return Math.min(5_000 * 2 ** Math.min(attempts, 16), 600_000);
}
