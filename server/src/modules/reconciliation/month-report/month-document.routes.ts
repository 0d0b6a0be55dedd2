import { ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { monthDocumentRoutes } from '../../../contract/month-document-api.ts';
import { TAG } from '../tag.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { type DocumentOf, prepareDocument, signDocument } from './month-document.store.ts';
import { monthDocuments } from './month-document.view.ts';

/** The month's report as a document. */
export function monthDocumentRoutesOf(admin: AdminContext, context: ReconciliationContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  const { documents, prepareDocument: prepare, signDocument: sign } = monthDocumentRoutes;
  const sees = (request: FastifyRequest, { communityId }: DocumentOf) =>
    admin.booksOf(request).communityIds.includes(communityId);
  const answerDocuments = async (
    request: FastifyRequest,
    reply: FastifyReply,
    action: 'prepare-month-report' | 'sign-month-report',
    of: DocumentOf,
    done: Result<undefined>,
  ) => {
    const entry = { action, subject: `month_report:${of.communityId}:${of.month}` } as const;
    if (!done.ok) return answerAudited(admin, request, reply, entry, done);
    const view = await monthDocuments(storage.db, of, gate.staffOf(request).staffId);
    return answerAudited(admin, request, reply, entry, ok(view));
  };

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(documents, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const of = { ...request.params, ...request.query };
        if (!sees(request, of)) return sendProblem(reply, { code: 'LT-9002' });
        return reply.send(await monthDocuments(storage.db, of, gate.staffOf(request).staffId));
      },
    });

    app.route({
      ...contractRoute(prepare, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const of = { ...request.params, ...request.body };
        if (!sees(request, of)) return sendProblem(reply, { code: 'LT-9002' });
        const by = gate.staffOf(request).staffId;
        const prepared = await storage.transact((tx) => prepareDocument(tx, context, of, by));
        return answerDocuments(request, reply, 'prepare-month-report', of, prepared);
      },
    });

    app.route({
      ...contractRoute(sign, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const of = { month: request.params.month, ...request.body };
        if (!sees(request, of)) return sendProblem(reply, { code: 'LT-9002' });
        const by = gate.staffOf(request).staffId;
        const { reportId } = request.params;
        const signed = await storage.transact((tx) => signDocument(tx, context, of, reportId, by));
        return answerDocuments(request, reply, 'sign-month-report', of, signed);
      },
    });
  };
}
