import { businessDate } from '@louting/common/clock';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { parkingTariffRoutes } from '../../contract/parking-tariffs-api.ts';
import { parkingPrices, setParkingPrice } from './parking-tariffs.store.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;

/** What the office asks for a month of a parking space. */
export const parkingTariffsPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { prices, setPrice } = parkingTariffRoutes;
  const today = () => businessDate(clock.now());

  app.route({
    method: prices.method,
    url: prices.path,
    schema: { tags: ['portal'], querystring: prices.query, response: { 200: prices.response, ...PROBLEM } },
    preValidation: gate.require('leases.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return { rows: await parkingPrices(storage.db, communityIds, today()) };
    },
  });

  app.route({
    method: setPrice.method,
    url: setPrice.path,
    schema: { tags: ['portal'], body: setPrice.body, response: { 200: setPrice.response, ...PROBLEM } },
    preValidation: gate.require('parking-tariffs.set'),
    handler: async (request, reply) => {
      const { body } = request;
      if (!admin.booksOf(request).communityIds.includes(body.communityId))
        return sendProblem(reply, { code: 'LT-9002' });
      const set = await storage.transact((tx) => setParkingPrice(tx, body, today()));
      const result = set.ok ? 'ok' : set.error.code;
      await admin.audit(request, { action: 'set-parking-price', subject: `tariff_version:${body.versionId}`, result });
      return set.ok ? reply.send({ versionId: body.versionId }) : sendProblem(reply, set.error);
    },
  });
};
