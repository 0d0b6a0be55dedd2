import { businessDate } from '@louting/common/clock';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { parkingTariffRoutes } from '../../contract/parking-tariffs-api.ts';
import { parkingPrices, setParkingPrice } from './parking-tariffs.store.ts';

/** What the office asks for a month of a parking space. */
export const parkingTariffsPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { prices, setPrice } = parkingTariffRoutes;
  const today = () => businessDate(clock.now());

  app.route({
    ...contractRoute(prices, 'portal'),
    preValidation: gate.require('leases.manage'),
    handler: async (request) => {
      const { communityIds } = admin.booksOf(request, request.query.communityId);
      return { rows: await parkingPrices(storage.db, communityIds, today()) };
    },
  });

  app.route({
    ...contractRoute(setPrice, 'portal'),
    preValidation: gate.require('parking-tariffs.set'),
    handler: async (request, reply) => {
      const { body } = request;
      if (!admin.booksOf(request).communityIds.includes(body.communityId))
        return sendProblem(reply, { code: 'LT-9002' });
      const set = await storage.transact((tx) => setParkingPrice(tx, body, today()));
      await admin.auditOutcome(
        request,
        { action: 'set-parking-price', subject: `tariff_version:${body.versionId}` },
        set,
      );
      return set.ok ? reply.send({ versionId: body.versionId }) : sendProblem(reply, set.error);
    },
  });
};
