import fastifyMultipart from '@fastify/multipart';
import type { AdminPart } from '../../app/admin-context.ts';
import type { PaymentsContext } from '../payments/payments-context.ts';
import { bankLineRoutes } from './bank-lines/bank-lines.routes.ts';
import { bankMatchRoutes } from './bank-lines/bank-matches.routes.ts';
import { channelRunRoutes } from './channel-days/channel-runs.routes.ts';
import { differenceRoutes } from './differences/differences.routes.ts';
import { reconciliationContext } from './channel-days/learn-trade.ts';
import { monthDocumentRoutesOf } from './month-report/month-document.routes.ts';
import { monthReportRoutes } from './month-report/month-report.routes.ts';
import { bankBalanceRoutesOf } from './statement-balances/balances.routes.ts';
import { transferSlipsRoutes } from './transfer-slips/transfer-slips.routes.ts';
import { changeRoutesOf } from './two-people/changes.routes.ts';

/** `/admin/v1/reconciliation`: days of channels and their differences, bank lines and what they pay, the month's report. */
export function reconciliationPart(payments: PaymentsContext): AdminPart {
  const context = reconciliationContext(payments);
  return (admin) => async (plugin) => {
    await plugin.register(fastifyMultipart);
    await plugin.register(channelRunRoutes(admin, context, payments.channels));
    await plugin.register(differenceRoutes(admin, context));
    await plugin.register(bankLineRoutes(admin, context));
    await plugin.register(bankMatchRoutes(admin, context));
    await plugin.register(transferSlipsRoutes(admin, context));
    await plugin.register(monthReportRoutes(admin));
    await plugin.register(monthDocumentRoutesOf(admin, context));
    await plugin.register(bankBalanceRoutesOf(admin));
    await plugin.register(changeRoutesOf(admin, context));
  };
}
