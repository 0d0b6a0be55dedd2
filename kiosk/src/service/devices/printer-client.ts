import type { FailPoints } from '@louting/common/fail-points';
import { failed, ok } from '@louting/common/result';
import type { ServiceLink } from './bridge-link.ts';
import type { ReceiptPrinterPort } from './device-ports.ts';
import { keepReport } from './device-report.ts';

export function createPrinterPort(link: ServiceLink, failPoints: FailPoints): ReceiptPrinterPort {
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
  };
}
