import { businessDate } from '@louting/common/clock';
import type { Result } from '@louting/common/result';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Transaction } from 'kysely';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { parkingLeaseRoutes } from '../../contract/parking-leases-api.ts';
import type { Database } from '../../storage/database.ts';
import { endLease, type LeaseMaker, makeLease, renewLease } from './make-lease.ts';
import { listLeases, parkingTariffs } from './parking-leases.view.ts';

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
    await admin.auditOutcome(request, { action, subject: `parking_lease:${leaseId}` }, done);
    return done;
  }

  app.route({
    ...contractRoute(leases, 'portal'),
    preValidation: gate.require('leases.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return listLeases(storage.db, communityIds, request.query, today());
    },
  });

  app.route({
    ...contractRoute(tariffs, 'portal'),
    preValidation: gate.require('leases.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return { rows: await parkingTariffs(storage.db, communityIds, request.query.day ?? today()) };
    },
  });

  app.route({
    ...contractRoute(make, 'portal'),
    preValidation: gate.require('leases.manage'),
    handler: async (request, reply) => {
      const { body } = request;
      const { leaseId } = body;
      const made = await change(request, 'make-lease', leaseId, (tx, maker) => makeLease(tx, body, maker));
      return made.ok ? reply.send({ leaseId }) : sendProblem(reply, made.error);
    },
  });

  app.route({
    ...contractRoute(renew, 'portal'),
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
    ...contractRoute(end, 'portal'),
    preValidation: gate.require('leases.manage'),
    handler: async (request, reply) => {
      const { leaseId } = request.params;
      const wanted = { leaseId, lastDay: request.body.lastDay };
      const ended = await change(request, 'end-lease', leaseId, (tx, maker) => endLease(tx, wanted, maker));
      return ended.ok ? reply.send({ leaseId }) : sendProblem(reply, ended.error);
    },
  });
};
