import { businessDate, type Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { offerRoutes } from '../../contract/offers-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { sessionInside } from '../sessions/looking-inside.ts';
import { offersOfRoom, shownOffer } from './offers.store.ts';
import { takeOffer } from './take-offer.ts';

/** What can be paid without a bill, for the household's own people. Expects kiosks to be identified. */
export function offerRoutesPlugin(context: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
}): FastifyPluginAsync {
  const { storage, clock } = context;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { offersOfSession: list, takeOffer: take } = offerRoutes;

    app.route({
      ...contractRoute(list, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        const now = clock.now();
        const session = await sessionInside(storage.db, kiosk.kioskId, params.sessionId, now);
        if (!session.ok) return sendProblem(reply, session.error);
        const offers = await offersOfRoom(storage.db, session.value, businessDate(now));
        return { offers: offers.map(shownOffer) };
      },
    });

    app.route({
      ...contractRoute(take, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const { takeId, offerKey, months } = body;
        const { sessionId } = params;
        const taken = await storage.transact(async (tx) => {
          const session = await sessionInside(tx, kiosk.kioskId, sessionId, clock.now());
          return session.ok ? takeOffer(tx, session.value, { sessionId, takeId, offerKey, months }, context) : session;
        });
        return taken.ok ? taken.value : sendProblem(reply, taken.error);
      },
    });
  };
}
