import { businessDate } from '@louting/common/clock';
import type { Failure, Result } from '@louting/common/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { dayCloseRoutes } from '../../contract/day-close-api.ts';
import { findClose, prepareClose, signClose } from './day-close.store.ts';
import { closeView, dayStatus, listCloses } from './day-close.view.ts';
import { dayReport } from './day-report.ts';

const NOT_FOUND: Failure = { code: 'LT-9002' };
const TAG = 'portal: daily close';

/** `/admin/v1/cash/days` and `/closes`: the daily close 日结. */
export const dayClosePart: AdminPart = (admin) => async (plugin) => {
  const { storage, clock, newId, gate } = admin;
  const { db } = storage;
  const context = { clock, newId };
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { dayStatus: status, closes, previewClose, close, prepareClose: prepare, signClose: sign } = dayCloseRoutes;
  const staffIdOf = (request: FastifyRequest) => gate.staffOf(request).staffId;

  app.route({
    ...contractRoute(status, TAG),
    preValidation: gate.require('cash.view'),
    handler: async (request) => {
      const books = admin.booksOf(request, request.query.communityId);
      return { rows: await dayStatus(db, books, clock.now()), today: businessDate(clock.now()) };
    },
  });

  app.route({
    ...contractRoute(closes, TAG),
    preValidation: gate.require('cash.view'),
    handler: (request) =>
      listCloses(db, admin.booksOf(request, request.query.communityId), request.query, staffIdOf(request)),
  });

  app.route({
    ...contractRoute(previewClose, TAG),
    preValidation: gate.require('cash.close'),
    handler: async (request, reply) => {
      const { communityId, businessDate: date } = request.query;
      if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, NOT_FOUND);
      const { report } = await dayReport(db, communityId, date, clock.now());
      return reply.send(report);
    },
  });

  app.route({
    ...contractRoute(close, TAG),
    preValidation: gate.require('cash.view'),
    handler: async (request, reply) => {
      const found = await closeView(db, admin.booksOf(request), request.params.closeId, staffIdOf(request));
      return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
    },
  });

  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    action: 'prepare-day-close' | 'sign-day-close',
    closeId: string,
    outcome: Result<unknown>,
  ) => {
    await admin.auditOutcome(request, { action, subject: `day_close:${closeId}` }, outcome);
    if (!outcome.ok) return sendProblem(reply, outcome.error);
    return reply.send(await closeView(db, admin.booksOf(request), closeId, staffIdOf(request)));
  };

  app.route({
    ...contractRoute(prepare, TAG),
    preValidation: gate.require('cash.close'),
    handler: async (request, reply) => {
      const { communityId, closeId } = request.body;
      if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, NOT_FOUND);
      const wanted = { ...request.body, staffId: staffIdOf(request) };
      const outcome = await storage.transact((tx) => prepareClose(tx, context, wanted));
      return answer(request, reply, 'prepare-day-close', closeId, outcome);
    },
  });

  app.route({
    ...contractRoute(sign, TAG),
    preValidation: gate.require('cash.close'),
    handler: async (request, reply) => {
      const { closeId } = request.params;
      const { communityIds } = admin.booksOf(request);
      const signature = { accept: request.body.accept, staffId: staffIdOf(request) };
      const outcome = await storage.transact(async (tx) => {
        const found = await findClose(tx, closeId);
        if (!found || !communityIds.includes(found.community_id)) return undefined;
        return signClose(tx, context, found, signature);
      });
      return outcome ? answer(request, reply, 'sign-day-close', closeId, outcome) : sendProblem(reply, NOT_FOUND);
    },
  });
};
