import { businessDate } from '@louting/common/clock';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { offersAdminRoutes } from '../../contract/offers-admin-api.ts';
import { publishedOffers, publishOffer, withdrawOffer } from './publish-offer.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;

/** What the office offers at the kiosks of its communities. */
export const offersAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { offers, publishOffer: publish, withdrawOffer: withdraw } = offersAdminRoutes;
  const staff = (request: FastifyRequest) => `staff:${gate.staffOf(request).staffId}`;

  app.route({
    method: offers.method,
    url: offers.path,
    schema: { tags: ['portal'], querystring: offers.query, response: { 200: offers.response, ...PROBLEM } },
    preValidation: gate.require('deposits.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return { rows: await publishedOffers(storage.db, communityIds, businessDate(clock.now())) };
    },
  });

  app.route({
    method: publish.method,
    url: publish.path,
    schema: { tags: ['portal'], body: publish.body, response: { 200: publish.response, ...PROBLEM } },
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { offerId, communityId } = request.body;
      if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
      const by = { by: staff(request), now: clock.now() };
      const published = await storage.transact((tx) => publishOffer(tx, request.body, by));
      const result = published.ok ? 'ok' : published.error.code;
      await admin.audit(request, { action: 'publish-offer', subject: `offer:${offerId}`, result });
      return published.ok ? reply.send({ offerId }) : sendProblem(reply, published.error);
    },
  });

  app.route({
    method: withdraw.method,
    url: withdraw.path,
    schema: { tags: ['portal'], params: withdraw.params, response: { 200: withdraw.response, ...PROBLEM } },
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { offerId } = request.params;
      const { communityIds } = admin.booksOf(request);
      const by = { communityIds, by: staff(request), now: clock.now() };
      const withdrawn = await storage.transact((tx) => withdrawOffer(tx, offerId, by));
      const result = withdrawn.ok ? 'ok' : withdrawn.error.code;
      await admin.audit(request, { action: 'withdraw-offer', subject: `offer:${offerId}`, result });
      return withdrawn.ok ? reply.send({ offerId }) : sendProblem(reply, withdrawn.error);
    },
  });
};
