import fastifyCookie from '@fastify/cookie';
import { businessDate, type Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { adminRoutes } from '../../contract/admin-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { issueEnrolmentCode } from '../kiosks/kiosks.store.ts';
import { recordAudit, type AuditEntry } from '../staff/audit-trail.ts';
import { createStaffGate } from '../staff/staff-gate.ts';
import { staffRoutesPlugin } from '../staff/staff.routes.ts';
import { createStaffService } from '../staff/staff-service.ts';
import { householdView } from './household.view.ts';
import { listKiosks } from './kiosks.view.ts';
import { listPayments, paymentDetail } from './payments.view.ts';
import { listReceipts, receiptView } from './receipts.view.ts';
import { listRooms } from './rooms.view.ts';
import { scopedBooks } from './scope.ts';

export interface AdminRoutesDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Origin under which the server is reached, without a slash at the end; over https the cookie becomes `Secure`. */
  readonly publicUrl: string;
  /** What other capabilities offer to staff. */
  readonly parts?: readonly AdminPart[];
}

const NOT_FOUND = { code: 'LT-9002' } as const;

/**
 * All of `/admin/v1`: log-in, and what staff see of the books.
 * Expects the zod validator and serializer compilers on the application.
 */
export function adminRoutesPlugin(dependencies: AdminRoutesDependencies): FastifyPluginAsync {
  const { storage, clock, newId, publicUrl, parts = [] } = dependencies;
  const secure = publicUrl.startsWith('https:');
  const service = createStaffService({ storage, clock, newId });
  const gate = createStaffGate(service, secure);
  const booksOf = (request: FastifyRequest, communityId?: string) =>
    scopedBooks(storage.db, gate.staffOf(request), communityId);
  const audit = (request: FastifyRequest, entry: Pick<AuditEntry, 'action' | 'subject' | 'result'>) => {
    const { staffId } = gate.staffOf(request);
    return storage.transact((tx) =>
      recordAudit(tx, newId, { ...entry, staffId, at: clock.now(), address: request.ip }),
    );
  };
  const auditOutcome: AdminContext['auditOutcome'] = (request, tried, outcome) =>
    audit(request, { ...tried, result: outcome.ok ? 'ok' : outcome.error.code });

  return async (plugin) => {
    if (!plugin.hasReplyDecorator('setCookie')) await plugin.register(fastifyCookie);
    await plugin.register(staffRoutesPlugin({ service, gate, secure }));
    for (const part of parts) {
      await plugin.register(part({ storage, clock, newId, publicUrl, gate, booksOf, audit, auditOutcome }));
    }
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { kiosks, createEnrolmentCode, payments, payment, receipts, receipt, rooms, household } = adminRoutes;

    app.route({
      ...contractRoute(kiosks, 'portal'),
      preValidation: gate.require('kiosks.view'),
      handler: async (request) => ({
        rows: await listKiosks(booksOf(request, request.query.communityId), clock.now()),
      }),
    });

    app.route({
      ...contractRoute(createEnrolmentCode, 'portal'),
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request, reply) => {
        const { kioskId } = request.params;
        const visible = await booksOf(request)
          .kiosks()
          .select('kiosk.kiosk_id')
          .where('kiosk.kiosk_id', '=', kioskId)
          .executeTakeFirst();
        if (!visible) return sendProblem(reply, NOT_FOUND);
        const issued = await issueEnrolmentCode(storage, kioskId, clock.now());
        await auditOutcome(request, { action: 'issue-enrolment-code', subject: `kiosk:${kioskId}` }, issued);
        return issued.ok ? reply.send(issued.value) : sendProblem(reply, issued.error);
      },
    });

    app.route({
      ...contractRoute(payments, 'portal'),
      preValidation: gate.require('payments.view'),
      handler: (request) => listPayments(booksOf(request, request.query.communityId), request.query),
    });

    app.route({
      ...contractRoute(payment, 'portal'),
      preValidation: gate.require('payments.view'),
      handler: async (request, reply) => {
        const found = await paymentDetail(booksOf(request), request.params.orderId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });

    app.route({
      ...contractRoute(receipts, 'portal'),
      preValidation: gate.require('receipts.view'),
      handler: (request) => listReceipts(booksOf(request, request.query.communityId), request.query),
    });

    app.route({
      ...contractRoute(receipt, 'portal'),
      preValidation: gate.require('receipts.view'),
      handler: async (request, reply) => {
        const { receiptNumber } = request.params;
        const found = await receiptView(booksOf(request), receiptNumber, publicUrl);
        if (!found) return sendProblem(reply, { code: 'LT-2401' });
        await audit(request, { action: 'view-receipt', subject: `receipt:${receiptNumber}`, result: 'ok' });
        return reply.send(found);
      },
    });

    app.route({
      ...contractRoute(rooms, 'portal'),
      preValidation: gate.require('households.view'),
      handler: (request) => listRooms(booksOf(request, request.query.communityId), request.query),
    });

    app.route({
      ...contractRoute(household, 'portal'),
      preValidation: gate.require('households.view'),
      handler: async (request, reply) => {
        const { roomId } = request.params;
        const found = await householdView(booksOf(request), roomId, businessDate(clock.now()));
        if (!found) return sendProblem(reply, NOT_FOUND);
        await audit(request, { action: 'view-household', subject: `room:${roomId}`, result: 'ok' });
        return reply.send(found);
      },
    });
  };
}
