import { failed, ok } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { reconciliationRoutes } from '../../../contract/reconciliation-api.ts';
import { TAG } from '../tag.ts';
import { followCashBooks } from '../channel-days/cash-days.store.ts';
import { stepDifference } from './differences.store.ts';
import { findDifference, listDifferences } from './differences.view.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

const ACTIONS = { take: 'take-difference', close: 'close-difference', escalate: 'escalate-difference' } as const;

export function differenceRoutes(admin: AdminContext, context: ReconciliationContext): FastifyPluginAsync {
  const { storage, clock, gate } = admin;
  const { differences, settleDifference: settle } = reconciliationRoutes;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(differences, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: (request) => listDifferences(storage.db, admin.booksOf(request), request.query),
    });

    app.route({
      ...contractRoute(settle, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { differenceId } = request.params;
        const books = admin.booksOf(request);
        if (!(await findDifference(storage.db, books, differenceId))) return sendProblem(reply, { code: 'LT-2726' });
        await followCashBooks(context);
        const by = { staffId: gate.staffOf(request).staffId, at: clock.now() };
        const stepped = await storage.transact((tx) => stepDifference(tx, differenceId, request.body, by));
        const entry = {
          action: ACTIONS[request.body.action],
          subject: `channel_difference:${differenceId}`,
        } as const;
        if (!stepped.ok) return answerAudited(admin, request, reply, entry, stepped);
        const view = await findDifference(storage.db, books, differenceId);
        return answerAudited(admin, request, reply, entry, view ? ok(view) : failed('LT-2726'));
      },
    });
  };
}
