import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { ledgerRoutes } from '../../contract/ledger-api.ts';
import { changeSubjects, exportVouchers, subjectRows, voucherBatches, voucherFile } from './vouchers.store.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;
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
    method: list.method,
    url: list.path,
    schema: { tags: ['portal'], querystring: list.query, response: { 200: list.response, ...PROBLEM } },
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const { communityId } = request.query;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send({ rows: await voucherBatches(storage.db, communityId) });
    },
  });

  app.route({
    method: make.method,
    url: make.path,
    schema: { tags: ['portal'], body: make.body, response: { 200: make.response, ...PROBLEM } },
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
      const result = made.ok ? 'ok' : made.error.code;
      await admin.audit(request, { action: 'export-vouchers', subject, result });
      return made.ok ? reply.send(made.value) : sendProblem(reply, made.error);
    },
  });

  app.route({
    method: file.method,
    url: file.path,
    schema: { tags: ['portal'], params: file.params },
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
    method: subjects.method,
    url: subjects.path,
    schema: { tags: ['portal'], querystring: subjects.query, response: { 200: subjects.response, ...PROBLEM } },
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const { communityId, target } = request.query;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send({ rows: await subjectRows(storage.db, communityId, target) });
    },
  });

  app.route({
    method: change.method,
    url: change.path,
    schema: { tags: ['portal'], body: change.body, response: { 200: change.response, ...PROBLEM } },
    preValidation: gate.require('ledger.close'),
    handler: async (request, reply) => {
      const { communityId, target, rows } = request.body;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      const changed = await changeSubjects(storage, { communityId, target }, rows);
      const result = changed.ok ? 'ok' : changed.error.code;
      await admin.audit(request, {
        action: 'change-subjects',
        subject: `voucher_subject:${communityId}:${target}`,
        result,
      });
      if (!changed.ok) return sendProblem(reply, changed.error);
      return reply.send({ rows: await subjectRows(storage.db, communityId, target) });
    },
  });
};

function sees({ gate }: AdminContext, request: FastifyRequest, communityId: string): boolean {
  return gate.staffOf(request).communities.some((community) => community.communityId === communityId);
}
