import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { bankBalanceRoutes } from '../../../contract/bank-balances-api.ts';
import { TAG } from '../tag.ts';
import { balanceStatementCsv } from './balance-statement-csv.ts';
import { balanceStatementOf } from './balances.store.ts';

/** 银行存款余额调节表. */
export function bankBalanceRoutesOf(admin: AdminContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  const { balanceStatement: asJson, balanceStatementCsv: asCsv } = bankBalanceRoutes;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(asJson, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const { communityId, date } = request.query;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        return reply.send(await balanceStatementOf(storage.db, communityId, date));
      },
    });

    app.route({
      ...contractRoute(asCsv, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const { communityId, date } = request.query;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        const statement = await balanceStatementOf(storage.db, communityId, date);
        const entry = {
          action: 'export-balance-statement',
          subject: `community:${communityId}`,
          result: 'ok',
        } as const;
        await admin.audit(request, entry);
        return reply
          .header('content-disposition', `attachment; filename="louting-bank-balance-${date}.csv"`)
          .type('text/csv; charset=utf-8')
          .send(balanceStatementCsv(statement));
      },
    });
  };
}
