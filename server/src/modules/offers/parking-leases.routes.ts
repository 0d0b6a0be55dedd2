import { businessDate } from '@louting/common/clock';
import type { Result } from '@louting/common/result';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Transaction } from 'kysely';
import type { AdminPart } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { parkingLeaseRoutes } from '../../contract/parking-leases-api.ts';
import type { Database } from '../../storage/database.ts';
import { endLease, type LeaseMaker, makeLease, renewLease } from './make-lease.ts';
import { listLeases, parkingTariffs } from './parking-leases.view.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;

/** Parking spaces that the office lets to homes of its communities. */
export const parkingLeasesPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { leases, tariffs, makeLease: make, renewLease: renew, endLease: end } = parkingLeaseRoutes;
  const today = () => businessDate(clock.now());

  /** Does it in one transaction, with its trace. */
  async function change(
    request: FastifyRequest,
    action: 'make-lease' | 'renew-lease' | 'end-lease',
    leaseId: string,
    work: (tx: Transaction<Database>, maker: LeaseMaker) => Promise<Result<undefined>>,
  ): Promise<Result<undefined>> {
    const { communityIds } = admin.booksOf(request);
    const by = `staff:${gate.staffOf(request).staffId}`;
    const maker = { communityIds, by, now: clock.now(), today: today() };
    const done = await storage.transact((tx) => work(tx, maker));
    const result = done.ok ? 'ok' : done.error.code;
    await admin.audit(request, { action, subject: `parking_lease:${leaseId}`, result });
    return done;
  }

  app.route({
    method: leases.method,
    url: leases.path,
    schema: { tags: ['portal'], querystring: leases.query, response: { 200: leases.response, ...PROBLEM } },
    preValidation: gate.require('leases.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return listLeases(storage.db, communityIds, request.query, today());
    },
  });

  app.route({
    method: tariffs.method,
    url: tariffs.path,
    schema: { tags: ['portal'], querystring: tariffs.query, response: { 200: tariffs.response, ...PROBLEM } },
    preValidation: gate.require('leases.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return { rows: await parkingTariffs(storage.db, communityIds, request.query.day ?? today()) };
    },
  });

  app.route({
    method: make.method,
    url: make.path,
    schema: { tags: ['portal'], body: make.body, response: { 200: make.response, ...PROBLEM } },
    preValidation: gate.require('leases.manage'),
    handler: async (request, reply) => {
      const { body } = request;
      const { leaseId } = body;
      const made = await change(request, 'make-lease', leaseId, (tx, maker) => makeLease(tx, body, maker));
      return made.ok ? reply.send({ leaseId }) : sendProblem(reply, made.error);
    },
  });

  app.route({
    method: renew.method,
    url: renew.path,
    schema: {
      tags: ['portal'],
      params: renew.params,
      body: renew.body,
      response: { 200: renew.response, ...PROBLEM },
    },
    preValidation: gate.require('leases.manage'),
    handler: async (request, reply) => {
      const { body, params } = request;
      const { leaseId } = body;
      const renewed = await change(request, 'renew-lease', leaseId, (tx, maker) =>
        renewLease(tx, params.leaseId, body, maker),
      );
      return renewed.ok ? reply.send({ leaseId }) : sendProblem(reply, renewed.error);
    },
  });

  app.route({
    method: end.method,
    url: end.path,
    schema: { tags: ['portal'], params: end.params, body: end.body, response: { 200: end.response, ...PROBLEM } },
    preValidation: gate.require('leases.manage'),
    handler: async (request, reply) => {
      const { leaseId } = request.params;
      const wanted = { leaseId, lastDay: request.body.lastDay };
      const ended = await change(request, 'end-lease', leaseId, (tx, maker) => endLease(tx, wanted, maker));
      return ended.ok ? reply.send({ leaseId }) : sendProblem(reply, ended.error);
    },
  });
};
