import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { exceptionsRoutes } from '../../contract/exceptions-api.ts';
import type { PaymentsContext } from '../payments/payments-context.ts';
import { recordAudit } from '../staff/audit-trail.ts';
import { assignTo } from './exceptions.store.ts';
import { exceptionDetail, listExceptions } from './exceptions.view.ts';
import { resolveException } from './resolve-exception.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;

/** The queue of cases about money that staff must settle. */
export function exceptionsAdminPart(payments: PaymentsContext): AdminPart {
  return (admin) => async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { storage, clock, newId, gate } = admin;
    const { exceptions, exception, assignException: assign, resolveException: resolve } = exceptionsRoutes;
    const trail = (request: FastifyRequest, exceptionId: string) => ({
      at: clock.now(),
      staffId: gate.staffOf(request).staffId,
      subject: `payment_exception:${exceptionId}`,
      address: request.ip,
    });

    app.route({
      ...contractRoute(exceptions, 'portal'),
      preValidation: gate.require('exceptions.view'),
      handler: (request) => listExceptions(admin.booksOf(request, request.query.communityId), request.query),
    });

    app.route({
      ...contractRoute(exception, 'portal'),
      preValidation: gate.require('exceptions.view'),
      handler: async (request, reply) => {
        const found = await exceptionDetail(admin.booksOf(request), request.params.exceptionId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });

    app.route({
      ...contractRoute(assign, 'portal'),
      preValidation: gate.require('exceptions.resolve'),
      handler: async (request, reply) => {
        const { exceptionId } = request.params;
        if (!(await exceptionDetail(admin.booksOf(request), exceptionId))) return sendProblem(reply, NOT_FOUND);
        const { take } = request.body;
        const about = trail(request, exceptionId);
        await storage.transact(async (tx) => {
          const changed = await assignTo(tx, exceptionId, take ? about.staffId : null);
          const action = take ? 'take-exception' : 'release-exception';
          if (changed) await recordAudit(tx, newId, { ...about, action, result: 'ok' });
        });
        const found = await exceptionDetail(admin.booksOf(request), exceptionId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });

    app.route({
      ...contractRoute(resolve, 'portal'),
      preValidation: gate.require('exceptions.resolve'),
      handler: async (request, reply) => {
        const { exceptionId } = request.params;
        const before = await exceptionDetail(admin.booksOf(request), exceptionId);
        if (!before) return sendProblem(reply, NOT_FOUND);
        const about = trail(request, exceptionId);
        const decision = { ...request.body, exceptionId, by: `staff:${about.staffId}` };
        const resolved = await storage.transact(async (tx) => {
          const done = await resolveException(tx, payments, decision);
          const result = done.ok ? 'ok' : done.error.code;
          if (before.state !== 'RESOLVED') {
            await recordAudit(tx, newId, { ...about, action: 'resolve-exception', result });
          }
          return done;
        });
        if (!resolved.ok) return sendProblem(reply, resolved.error);
        if (before.orderId !== undefined) payments.watch.changed(before.orderId);
        const found = await exceptionDetail(admin.booksOf(request), exceptionId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });
  };
}
