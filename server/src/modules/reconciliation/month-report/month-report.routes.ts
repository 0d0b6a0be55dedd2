import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../../app/contract-route.ts';
import type { AdminContext } from '../../../app/admin-context.ts';
import { reconciliationRoutes } from '../../../contract/reconciliation-api.ts';
import { TAG } from '../tag.ts';
import { monthReportCsv } from './month-report-csv.ts';
import { monthDocuments } from './month-document.view.ts';
import { monthReport } from './month-report.ts';

export function monthReportRoutes(admin: AdminContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  const { month: asJson, monthCsv: asCsv } = reconciliationRoutes;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(asJson, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: (request) =>
        monthReport(storage.db, admin.booksOf(request, request.query.communityId).communityIds, request.params.month),
    });

    app.route({
      ...contractRoute(asCsv, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const { month } = request.params;
        const { communityId } = request.query;
        const { communityIds } = admin.booksOf(request, communityId);
        const [only] = communityIds;
        // A document is of one community; what was frozen is what is handed out.
        const kept =
          communityId !== undefined && only !== undefined
            ? await monthDocuments(storage.db, { communityId: only, month }, gate.staffOf(request).staffId)
            : undefined;
        const report = kept?.figures?.report ?? (await monthReport(storage.db, communityIds, month));
        const entry = {
          action: 'export-reconciliation-report',
          subject: `channel_day:${month}`,
          result: 'ok',
        } as const;
        await admin.audit(request, entry);
        return reply
          .header('content-disposition', `attachment; filename="louting-reconciliation-${month}.csv"`)
          .type('text/csv; charset=utf-8')
          .send(monthReportCsv(report, kept?.figures && kept.documents[0]));
      },
    });
  };
}
