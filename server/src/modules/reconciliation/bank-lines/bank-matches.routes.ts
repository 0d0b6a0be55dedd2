import { failed, ok, type Result } from '@louting/common/result';
import { fen } from '@louting/common/money';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { reconciliationRoutes } from '../../../contract/reconciliation-api.ts';
import type { AuditEntry } from '../../staff/audit-trail.ts';
import { TAG } from '../tag.ts';
import { decideMatch, proposeMatch } from './bank-decisions.store.ts';
import { bankLineView, billNames } from './bank-lines.view.ts';
import { openBillsOf } from './households.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

const ACTIONS = { confirm: 'confirm-bank-match', reject: 'reject-bank-match', undo: 'undo-bank-match' } as const;

/** What people say about bank lines: one proposes, another decides. */
export function bankMatchRoutes(admin: AdminContext, context: ReconciliationContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  const { db } = storage;
  const { proposeMatch: propose, decideMatch: decide, openBills } = reconciliationRoutes;

  const answerLine = async (
    request: FastifyRequest,
    reply: FastifyReply,
    entry: Pick<AuditEntry, 'action' | 'subject'>,
    lineId: string,
    outcome: Result<unknown>,
  ) => {
    if (!outcome.ok) return answerAudited(admin, request, reply, entry, outcome);
    const line = await bankLineView(db, admin.booksOf(request), lineId, gate.staffOf(request).staffId);
    return answerAudited(admin, request, reply, entry, line ? ok(line) : failed('LT-2728'));
  };
  const seesLine = async (request: FastifyRequest, lineId: string) => {
    const lines = admin.booksOf(request).bankLines();
    return (await lines.select('line.line_id').where('line.line_id', '=', lineId).executeTakeFirst()) !== undefined;
  };

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(propose, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { lineId } = request.params;
        if (!(await seesLine(request, lineId))) return sendProblem(reply, { code: 'LT-2728' });
        const proposal = { ...request.body, lineId };
        const by = gate.staffOf(request).staffId;
        const proposed = await storage.transact((tx) => proposeMatch(tx, context, proposal, by));
        const subject = proposed.ok ? `bank_match:${proposed.value}` : `bank_line:${lineId}`;
        return answerLine(request, reply, { action: 'propose-bank-match', subject }, lineId, proposed);
      },
    });

    app.route({
      ...contractRoute(decide, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { matchId } = request.params;
        const match = await db
          .selectFrom('bank_match')
          .select('line_id')
          .where('match_id', '=', matchId)
          .executeTakeFirst();
        if (!match || !(await seesLine(request, match.line_id))) return sendProblem(reply, { code: 'LT-2732' });
        const step = request.body;
        const by = gate.staffOf(request).staffId;
        const decided = await storage.transact((tx) => decideMatch(tx, context, matchId, step, by));
        const entry = { action: ACTIONS[step.action], subject: `bank_match:${matchId}` } as const;
        return answerLine(request, reply, entry, match.line_id, decided);
      },
    });

    app.route({
      ...contractRoute(openBills, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const { roomId } = request.params;
        const room = await admin
          .booksOf(request)
          .rooms()
          .select('room.community_id')
          .where('room.room_id', '=', roomId)
          .executeTakeFirst();
        if (!room) return sendProblem(reply, { code: 'LT-9002' });
        const bills = await openBillsOf(db, room.community_id, roomId);
        const names = await billNames(
          db,
          bills.map(({ billId }) => billId),
        );
        const rows = bills.flatMap(({ billId, outstandingFen }) => {
          const name = names.get(billId);
          return name ? [{ billId, ...name, outstandingFen: fen(outstandingFen) }] : [];
        });
        return reply.send({ rows });
      },
    });
  };
}
