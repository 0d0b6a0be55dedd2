import { createInvoicePlatform } from './channels/invoicing/invoice-platform-client.ts';
import { createSmtpMailer } from './channels/invoicing/smtp-mailer.ts';
import type { ServerConfig } from './config.ts';
import type { Job } from './jobs/job-runner.ts';
import { dayReminderJob } from './modules/cash/day-reminder.job.ts';
import { escalationJob } from './modules/exceptions/escalation.job.ts';
import { forgetIdentificationsJob } from './modules/identification/forget-identifications.job.ts';
import { invoiceMailWork } from './modules/invoices/invoice-mail.ts';
import { invoiceWork } from './modules/invoices/invoice-work.ts';
import { redInvoiceWork } from './modules/invoices/red-invoices.ts';
import { loadSealKey } from './modules/ledger/chain/seal-key.ts';
import { sealingJobs } from './modules/ledger/chain/sealing.job.ts';
import { offersJob } from './modules/offers/offers.job.ts';
import type { ParkingContext } from './modules/parking-stays/parking-context.ts';
import { parkingStaysJob } from './modules/parking-stays/parking-stays.job.ts';
import type { PaymentsContext } from './modules/payments/payments-context.ts';
import { dailyRunsJob } from './modules/reconciliation/channel-days/daily-runs.job.ts';
import { createRefundJob } from './modules/refunds/refund-job.ts';
import { refundsContext } from './modules/refunds/refunds-context.ts';
import { prepaymentJob } from './modules/prepayment/prepayment.job.ts';
import { escalateTicketsJob } from './modules/tickets/escalate-tickets.job.ts';
import { ticketsContext } from './modules/tickets/tickets-context.ts';

/** What runs by itself, each in one server process at a time. */
export function periodicWork(
  payments: PaymentsContext,
  config: ServerConfig,
  parking: Pick<ParkingContext, 'cardKey' | 'gates'>,
): readonly Job[] {
  const { storage, clock, newId, logger } = payments;
  const { stateDir } = config;
  return [
    ...sealingJobs({ storage, clock, key: loadSealKey(stateDir) }, stateDir),
    dayReminderJob({ storage, clock }),
    prepaymentJob({ storage, clock, newId }),
    offersJob({ storage, clock, newId }),
    parkingStaysJob({ storage, clock, newId, ...parking }),
    createRefundJob(refundsContext(payments)),
    forgetIdentificationsJob({ storage, clock }),
    escalationJob({ storage, clock, logger }),
    dailyRunsJob(payments),
    escalateTicketsJob(ticketsContext(payments)),
    ...invoicing(payments, config),
  ];
}

function invoicing(payments: PaymentsContext, { invoicePlatform, mail }: ServerConfig): Job[] {
  const { storage, clock, newId, failPoints, logger } = payments;
  const context = { storage, clock, newId, failPoints, logger };
  const jobs = [redInvoiceWork(context)];
  if (invoicePlatform) {
    const platform = createInvoicePlatform(invoicePlatform, { clock, newNonce: newId, failPoints, logger });
    jobs.push(invoiceWork({ ...context, platform }));
  }
  if (mail) jobs.push(invoiceMailWork({ ...context, mailer: createSmtpMailer(mail) }));
  return jobs;
}
