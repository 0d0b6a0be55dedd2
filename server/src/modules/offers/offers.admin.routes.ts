import { businessDate } from '@louting/common/clock';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { offersAdminRoutes } from '../../contract/offers-admin-api.ts';
import { publishedOffers, publishOffer, withdrawOffer } from './publish-offer.ts';

/** What the office offers at the kiosks of its communities. */
export const offersAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { offers, publishOffer: publish, withdrawOffer: withdraw } = offersAdminRoutes;
  const staff = (request: FastifyRequest) => `staff:${gate.staffOf(request).staffId}`;

  app.route({
    ...contractRoute(offers, 'portal'),
    preValidation: gate.require('deposits.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return { rows: await publishedOffers(storage.db, communityIds, businessDate(clock.now())) };
    },
  });

  app.route({
    ...contractRoute(publish, 'portal'),
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { offerId, communityId } = request.body;
      if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
      const by = { by: staff(request), now: clock.now() };
      const published = await storage.transact((tx) => publishOffer(tx, request.body, by));
      await admin.auditOutcome(request, { action: 'publish-offer', subject: `offer:${offerId}` }, published);
      return published.ok ? reply.send({ offerId }) : sendProblem(reply, published.error);
    },
  });

  app.route({
    ...contractRoute(withdraw, 'portal'),
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { offerId } = request.params;
      const { communityIds } = admin.booksOf(request);
      const by = { communityIds, by: staff(request), now: clock.now() };
      const withdrawn = await storage.transact((tx) => withdrawOffer(tx, offerId, by));
      await admin.auditOutcome(request, { action: 'withdraw-offer', subject: `offer:${offerId}` }, withdrawn);
      return withdrawn.ok ? reply.send({ offerId }) : sendProblem(reply, withdrawn.error);
    },
  });
};
