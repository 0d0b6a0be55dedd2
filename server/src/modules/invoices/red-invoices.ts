import type { Job } from '../../jobs/job-runner.ts';
import { refundedByBill } from '../refunds/refunded-by-bill.ts';
import { redAmounts } from './invoices.ts';
import { findInvoice, insertInvoice, linesOfInvoice, moveInvoice, takenBackByBill } from './invoices.store.ts';
import type { InvoicesContext } from './request-invoice.ts';

const EVERY_MS = 5_000;

/** Takes invoices back whose money went back; safe to run again at any time. */
export function redInvoiceWork(context: InvoicesContext): Job {
  return {
    name: 'red-invoices',
    everyMs: EVERY_MS,
    hasWork: async () => (await invoicesWithRefunds(context)).length > 0,
    run: async () => {
      for (const invoiceId of await invoicesWithRefunds(context)) await takeBack(context, invoiceId);
    },
  };
}

async function invoicesWithRefunds({ storage }: InvoicesContext): Promise<string[]> {
  const rows = await storage.db
    .selectFrom('invoice')
    .select('invoice_id')
    .where('kind', '=', 'blue')
    .where('state', '=', 'ISSUED')
    .where('order_id', 'in', (eb) => eb.selectFrom('refund').select('order_id').where('state', '=', 'SUCCEEDED'))
    .execute();
  return rows.map((row) => row.invoice_id);
}

async function takeBack({ storage, clock, newId }: InvoicesContext, invoiceId: string): Promise<void> {
  await storage.transact(async (tx) => {
    const blue = await findInvoice(tx, invoiceId);
    if (blue?.state !== 'ISSUED') return;
    const amounts = redAmounts(
      await linesOfInvoice(tx, invoiceId),
      await refundedByBill(tx, blue.order_id),
      await takenBackByBill(tx, invoiceId),
    );
    if (!amounts) return;
    const now = clock.now();
    await moveInvoice(tx, blue, 'refunded');
    await insertInvoice(
      tx,
      {
        ...blue,
        invoice_id: newId(),
        kind: 'red',
        red_of: blue.invoice_id,
        state: 'REQUESTED',
        amount_fen: amounts.amountFen,
        tax_fen: amounts.taxFen,
        invoice_number: null,
        issued_at: null,
        requested_at: now,
        requested_by: 'refund',
        work_at: now,
        work_attempts: 0,
      },
      amounts,
    );
  });
}
