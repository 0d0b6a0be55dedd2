import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { ledgerRoutes } from '../../contract/ledger-api.ts';
import { changeSubjects, exportVouchers, subjectRows, voucherBatches, voucherFile } from './vouchers.store.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;

/** Voucher exports for the accounting software. */
export const vouchersAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, newId, gate } = admin;
  const {
    voucherBatches: list,
    exportVouchers: make,
    voucherFile: file,
    subjects,
    changeSubjects: change,
  } = ledgerRoutes;

  app.route({
    ...contractRoute(list, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const { communityId } = request.query;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send({ rows: await voucherBatches(storage.db, communityId) });
    },
  });

  app.route({
    ...contractRoute(make, 'portal'),
    preValidation: gate.require('ledger.close'),
    handler: async (request, reply) => {
      const { communityId, target, month } = request.body;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      const { staffId, name } = gate.staffOf(request);
      const wanted = { ...request.body, by: `staff:${staffId}`, maker: name };
      const made = await exportVouchers(storage, wanted, { clock, newId });
      const subject = made.ok
        ? `voucher_batch:${made.value.batchId}`
        : `ledger_period:${communityId}:${month}:${target}`;
      await admin.auditOutcome(request, { action: 'export-vouchers', subject }, made);
      return made.ok ? reply.send(made.value) : sendProblem(reply, made.error);
    },
  });

  app.route({
    ...contractRoute(file, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const found = await voucherFile(storage.db, request.params.batchId);
      if (!found || !sees(admin, request, found.communityId)) return sendProblem(reply, NOT_FOUND);
      const subject = `voucher_batch:${request.params.batchId}`;
      await admin.audit(request, { action: 'export-vouchers', subject, result: 'downloaded' });
      return reply
        .header('content-disposition', `attachment; filename="${found.name}"`)
        .type('application/octet-stream')
        .send(found.bytes);
    },
  });

  app.route({
    ...contractRoute(subjects, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const { communityId, target } = request.query;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send({ rows: await subjectRows(storage.db, communityId, target) });
    },
  });

  app.route({
    ...contractRoute(change, 'portal'),
    preValidation: gate.require('ledger.close'),
    handler: async (request, reply) => {
      const { communityId, target, rows } = request.body;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      const changed = await changeSubjects(storage, { communityId, target }, rows);
      await admin.auditOutcome(
        request,
        {
          action: 'change-subjects',
          subject: `voucher_subject:${communityId}:${target}`,
        },
        changed,
      );
      if (!changed.ok) return sendProblem(reply, changed.error);
      return reply.send({ rows: await subjectRows(storage.db, communityId, target) });
    },
  });
};

function sees({ gate }: AdminContext, request: FastifyRequest, communityId: string): boolean {
  return gate.staffOf(request).communities.some((community) => community.communityId === communityId);
}
