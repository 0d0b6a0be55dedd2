import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { type Change, changeRoutes } from '../../../contract/reconciliation-changes-api.ts';
import { TAG } from '../tag.ts';
import { matchWaitingLines } from '../bank-lines/bank-matching.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { rulesOf } from '../rules/rules.view.ts';
import { decideChange, proposeChange } from './changes.store.ts';
import { findChange, listChanges } from './changes.view.ts';

const ACTIONS = { confirm: 'confirm-reconciliation-change', refuse: 'refuse-reconciliation-change' } as const;

/** Rules and corrections of reconciliation that take two people. */
export function changeRoutesOf(admin: AdminContext, context: ReconciliationContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  const { db } = storage;
  const { rules, changes, proposeChange: propose, decideChange: decide } = changeRoutes;

  const answerChange = async (
    request: FastifyRequest,
    reply: FastifyReply,
    action: (typeof ACTIONS)['confirm' | 'refuse'] | 'propose-reconciliation-change',
    changeId: string,
    done: Result<unknown>,
  ) => {
    const entry = { action, subject: `reconciliation_change:${changeId}` } as const;
    if (!done.ok) return answerAudited(admin, request, reply, entry, done);
    const view = await findChange(db, admin.booksOf(request), changeId, gate.staffOf(request).staffId);
    return answerAudited(admin, request, reply, entry, view ? ok(view) : failed('LT-2743'));
  };

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(rules, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const { communityId } = request.query;
        const { communityIds } = admin.booksOf(request);
        if (!communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        return reply.send(await rulesOf(db, communityId));
      },
    });

    app.route({
      ...contractRoute(changes, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: (request) =>
        listChanges(db, admin.booksOf(request, request.query.communityId), gate.staffOf(request).staffId),
    });

    app.route({
      ...contractRoute(propose, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { staffId, communities } = gate.staffOf(request);
        const sees = (communityId: string | null) =>
          communityId === null
            ? communities.length > 0
            : communities.some((community) => community.communityId === communityId);
        const proposed = await storage.transact((tx) => proposeChange(tx, context, request.body, staffId, sees));
        return answerChange(request, reply, 'propose-reconciliation-change', request.body.changeId, proposed);
      },
    });

    app.route({
      ...contractRoute(decide, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { changeId } = request.params;
        const { staffId } = gate.staffOf(request);
        if (!(await findChange(db, admin.booksOf(request), changeId, staffId))) {
          return sendProblem(reply, { code: 'LT-9002' });
        }
        const { action } = request.body;
        const decided = await storage.transact((tx) => decideChange(tx, context, changeId, request.body, staffId));
        if (decided.ok && action === 'confirm') await followUp(context, decided.value);
        return answerChange(request, reply, ACTIONS[action], changeId, decided);
      },
    });
  };
}

/** A rule or a class that is other now can explain lines that wait. */
async function followUp(context: ReconciliationContext, change: Change): Promise<void> {
  if (change.kind === 'posting-rule' || change.kind === 'bank-fee-rule') {
    await matchWaitingLines(context, change.communityId);
  }
  if (change.kind !== 'line-class') return;
  const line = await context.storage.db
    .selectFrom('bank_line')
    .select('community_id')
    .where('line_id', '=', change.lineId)
    .executeTakeFirst();
  if (line) await matchWaitingLines(context, line.community_id);
}
