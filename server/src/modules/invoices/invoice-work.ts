import type { FailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Job } from '../../jobs/job-runner.ts';
import type { Database } from '../../storage/database.ts';
import { findOrder } from '../payments/orders.store.ts';
import {
  INVOICE_FORMATS,
  type InvoicePlatform,
  type InvoiceRequest,
  type PlatformOutcome,
} from './invoice-platform.ts';
import { delayBeforeNextTry } from './invoices.ts';
import {
  buyerOf,
  findInvoice,
  type InvoiceRow,
  keepFile,
  linesOfInvoice,
  moveInvoice,
  takenBackByBill,
} from './invoices.store.ts';
import type { InvoicesContext } from './request-invoice.ts';

export interface InvoiceWorkContext extends InvoicesContext {
  readonly platform: InvoicePlatform;
  readonly failPoints: FailPoints;
  readonly logger: Logger;
}

const AT_ONCE = 20;
const EVERY_MS = 1_000;

/** Asks the tax platform for what was requested, and fetches the files of what was issued. */
export function invoiceWork(context: InvoiceWorkContext): Job {
  return {
    name: 'invoice-work',
    everyMs: EVERY_MS,
    hasWork: async () => (await dueInvoices(context)).length > 0,
    run: async (signal) => {
      for (const invoiceId of await dueInvoices(context)) {
        if (signal.aborted) return;
        await workOnInvoice(context, invoiceId);
      }
    },
  };
}

async function dueInvoices({ storage, clock }: InvoiceWorkContext): Promise<string[]> {
  const rows = await storage.db
    .selectFrom('invoice')
    .select('invoice_id')
    .where('work_at', '<=', clock.now())
    .orderBy('work_at')
    .limit(AT_ONCE)
    .execute();
  return rows.map((row) => row.invoice_id);
}

/** One step on with one invoice. What the platform did not answer stays as it is and is asked for again later. */
export async function workOnInvoice(context: InvoiceWorkContext, invoiceId: string): Promise<void> {
  const invoice = await findInvoice(context.storage.db, invoiceId);
  if (!invoice) return;
  if (invoice.state === 'REQUESTED' || invoice.state === 'ISSUING') {
    const outcome = await askPlatform(context, invoice);
    if (outcome.ok) return learnInvoice(context, invoice.invoice_id, outcome.value);
    context.logger.warn({ invoiceId, ...outcome.error }, 'the invoice platform does not answer');
    return putOff(context, invoice);
  }
  const fetched = await fetchFiles(context, invoice);
  if (!fetched.ok) return putOff(context, invoice);
  await context.storage.transact((tx) =>
    tx.updateTable('invoice').set({ work_at: null }).where('invoice_id', '=', invoiceId).execute(),
  );
}

/** An invoice that may already be at the platform is asked for first, and sent again only when it never arrived. */
async function askPlatform(context: InvoiceWorkContext, invoice: InvoiceRow): Promise<Result<PlatformOutcome>> {
  const { platform, failPoints, storage } = context;
  const requestNumber = requestNumberOf(invoice.invoice_id);
  if (invoice.state === 'ISSUING') {
    const asked = await platform.query(requestNumber);
    if (!asked.ok) return asked;
    if (asked.value.state !== 'unknown') return ok(asked.value);
  } else {
    await storage.transact((tx) => moveInvoice(tx, invoice, 'submitted'));
  }
  const request = await requestOf(storage.db, invoice, requestNumber);
  failPoints.hit('invoice.request.before');
  const answer = await platform.request(request);
  failPoints.hit('invoice.request.after');
  return answer;
}

/** What the platform calls the invoice: 32 letters and digits. */
export function requestNumberOf(invoiceId: string): string {
  return invoiceId.replaceAll('-', '');
}

async function requestOf(db: Kysely<Database>, invoice: InvoiceRow, requestNumber: string): Promise<InvoiceRequest> {
  const [lines, order, redOf, seller] = await Promise.all([
    linesOfInvoice(db, invoice.invoice_id),
    findOrder(db, invoice.order_id),
    invoice.red_of === null ? undefined : findInvoice(db, invoice.red_of),
    db
      .selectFrom('community')
      .select('company_name')
      .where('community_id', '=', invoice.community_id)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    requestNumber,
    kind: invoice.kind,
    ...(redOf?.invoice_number ? { redOfNumber: redOf.invoice_number } : {}),
    buyer: buyerOf(invoice),
    sellerName: seller.company_name,
    // The tax office asks for the place of the service; the payment reference lets both sides find the receipt.
    remark: `${order?.room_label ?? ''} ${order?.reference ?? ''}`.trim(),
    lines,
    amountFen: fen(invoice.amount_fen),
    taxFen: fen(invoice.tax_fen),
  };
}

async function learnInvoice(context: InvoiceWorkContext, invoiceId: string, outcome: PlatformOutcome): Promise<void> {
  const now = context.clock.now();
  await context.storage.transact(async (tx) => {
    const invoice = await findInvoice(tx, invoiceId);
    if (!invoice) return;
    if (outcome.state === 'issuing') {
      const attempts = invoice.work_attempts + 1;
      await tx
        .updateTable('invoice')
        .set({
          state: 'ISSUING',
          work_at: now + delayBeforeNextTry(Math.min(attempts, 3) - 1),
          work_attempts: attempts,
        })
        .where('invoice_id', '=', invoiceId)
        .where('state', 'in', ['REQUESTED', 'ISSUING'])
        .execute();
      return;
    }
    if (outcome.state === 'refused') {
      await moveInvoice(tx, invoice, 'refused', { refusal: outcome.reason, work_at: null });
      return;
    }
    const { invoiceNumber, issuedAt } = outcome;
    const files = { invoice_number: invoiceNumber, issued_at: issuedAt, work_at: now, work_attempts: 0 };
    const issued = await moveInvoice(tx, invoice, 'issued', files);
    const blue = issued.red_of === null ? undefined : await findInvoice(tx, issued.red_of);
    if (!blue) return;
    const takenBack = [...(await takenBackByBill(tx, blue.invoice_id)).values()].reduce((sum, one) => sum + one, 0);
    await moveInvoice(tx, blue, takenBack >= blue.amount_fen ? 'red-issued-whole' : 'red-issued-in-part');
  });
}

/** @returns LT-2906, LT-2907 while a file is missing */
async function fetchFiles({ platform, storage }: InvoiceWorkContext, invoice: InvoiceRow): Promise<Result<undefined>> {
  if (invoice.invoice_number === null) return failed('LT-2907');
  for (const format of INVOICE_FORMATS) {
    const file = await platform.download(requestNumberOf(invoice.invoice_id), format);
    if (!file.ok) return file;
    await storage.transact((tx) => keepFile(tx, invoice.invoice_id, format, file.value));
  }
  return ok();
}

async function putOff({ storage, clock }: InvoiceWorkContext, invoice: InvoiceRow): Promise<void> {
  const later = {
    work_at: clock.now() + delayBeforeNextTry(invoice.work_attempts),
    work_attempts: invoice.work_attempts + 1,
  };
  await storage.transact((tx) =>
    tx.updateTable('invoice').set(later).where('invoice_id', '=', invoice.invoice_id).execute(),
  );
}
