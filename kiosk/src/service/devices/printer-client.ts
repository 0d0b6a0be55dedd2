import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { failed, ok } from '@louting/common/result';
import type { ServiceLink } from './bridge-link.ts';
import type { ReceiptPrinterPort } from './device-ports.ts';
import { keepReport } from './device-report.ts';

/** How long `outcomeOf` goes on asking while the printer is not there yet. */
const OUTCOME_WAIT_MS = 10_000;
const OUTCOME_RETRY_MS = 250;

export function createPrinterPort(
  link: ServiceLink,
  clock: Clock,
  failPoints: FailPoints,
  outcomeWaitMs = OUTCOME_WAIT_MS,
): ReceiptPrinterPort {
  return {
    ...keepReport('receipt-printer', 'LT-3201', link),
    print: async (jobId, { form, fields }) => {
      const named = await link.command('Common.SetTransactionState', { state: 'active', transactionID: jobId });
      if (!named.ok) return failed(named.error.code, named.error.detail);
      const values = Object.fromEntries(Object.entries(fields).map(([name, lines]) => [name, [...lines]]));
      failPoints.hit('xfs.print-form.before');
      const printed = await link.command('Printer.PrintForm', { formName: form, fields: values });
      failPoints.hit('xfs.print-form.after');
      if (printed.ok) return ok();
      if (printed.error.completionCode === undefined) return failed('LT-3205', 'device bridge was lost');
      return failed(printed.error.code, printed.error.detail);
    },

    outcomeOf: async (jobId) => {
      const until = clock.now() + outcomeWaitMs;
      for (;;) {
        const asked = await link.command('Printer.GetJobOutcome', { transactionID: jobId });
        if (asked.ok) return asked.value.outcome ?? 'unknown';
        const undecided = asked.error.completionCode === 'deviceNotReady' || asked.error.code === 'LT-3903';
        if (!undecided || clock.now() >= until) return 'unknown';
        await delay(OUTCOME_RETRY_MS);
      }
    },
  };
}
