import type { Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { Job } from '../../jobs/job-runner.ts';
import { delayBeforeNextTry } from './invoices.ts';
import { fileOfInvoice, findInvoice, type InvoiceRow } from './invoices.store.ts';
import type { InvoiceFormat } from './invoices.tables.ts';
import type { InvoicesContext } from './request-invoice.ts';

export interface Mail {
  /** Made and stored before the first try; the receiving server can tell a repetition by it. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly content: Uint8Array }[];
}

export interface Mailer {
  /** @returns LT-2908 when the mail server did not take it */
  send(mail: Mail): Promise<Result<undefined>>;
}

const EVERY_MS = 2_000;
const AT_ONCE = 10;
const TRIES = 10;

/** Sends issued invoices to the addresses people gave. A mail may come twice after a power cut, never not at all. */
export function invoiceMailWork(context: InvoicesContext & { readonly mailer: Mailer; readonly logger: Logger }): Job {
  const { storage, clock, mailer, logger } = context;
  return {
    name: 'invoice-mail',
    everyMs: EVERY_MS,
    hasWork: async () => (await dueMails(context)).length > 0,
    run: async () => {
      for (const row of await dueMails(context)) {
        const invoice = await findInvoice(storage.db, row.invoice_id);
        if (!invoice) continue;
        const sent = await mailer.send(await mailOf(context, invoice, row.mail_id, row.address));
        if (!sent.ok) logger.warn({ mailId: row.mail_id, ...sent.error }, 'an invoice could not be mailed');
        const now = clock.now();
        const outcome = sent.ok
          ? { state: 'SENT' as const, sent_at: now, failure: null }
          : {
              state: row.attempts + 1 >= TRIES ? ('FAILED' as const) : ('QUEUED' as const),
              attempts: row.attempts + 1,
              next_at: now + delayBeforeNextTry(row.attempts),
              failure: sent.error.detail ?? sent.error.code,
            };
        await storage.transact((tx) =>
          tx.updateTable('invoice_mail').set(outcome).where('mail_id', '=', row.mail_id).execute(),
        );
      }
    },
  };
}

function dueMails({ storage, clock }: InvoicesContext) {
  return (
    storage.db
      .selectFrom('invoice_mail')
      .innerJoin('invoice', 'invoice.invoice_id', 'invoice_mail.invoice_id')
      .selectAll('invoice_mail')
      .where('invoice_mail.state', '=', 'QUEUED')
      .where('invoice_mail.next_at', '<=', clock.now())
      // With all its files: an invoice whose files are still being fetched waits.
      .where('invoice.invoice_number', 'is not', null)
      .where('invoice.work_at', 'is', null)
      .orderBy('invoice_mail.next_at')
      .limit(AT_ONCE)
      .execute()
  );
}

async function mailOf({ storage }: InvoicesContext, invoice: InvoiceRow, mailId: string, to: string): Promise<Mail> {
  const formats: readonly InvoiceFormat[] = ['pdf', 'ofd', 'xml'];
  const attachments = [];
  for (const format of formats) {
    const content = await fileOfInvoice(storage.db, invoice.invoice_id, format);
    if (content) attachments.push({ name: `${invoice.invoice_number}.${format}`, content });
  }
  const red = invoice.kind === 'red' ? '红字' : '';
  return {
    messageId: mailId,
    to,
    subject: `${red}电子发票 ${invoice.invoice_number}`,
    text: `您好：\n\n您的${red}电子发票已开具，发票号码 ${invoice.invoice_number}，请查收附件（PDF、OFD、XML）。\n\n此邮件由系统发出，请勿回复。\n`,
    attachments,
  };
}
