import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { parkingStayRoutes } from '../../contract/parking-stays-api.ts';
import { sessionRoutes } from '../../contract/session-api.ts';
import { createTries } from '../sessions/tries.ts';
import { findCars } from './find-cars.ts';
import type { ParkingContext } from './parking-context.ts';
import { openStaySession } from './stay-session.ts';

/** More than a queue of drivers asks; somebody who tries digits is slowed down. */
const SEARCHES_OF_KIOSK = 20;
const MINUTE_MS = 60_000;

/** Finding a car and what it owes. Expects kiosks to be identified. */
export function parkingStayRoutesPlugin(context: ParkingContext): FastifyPluginAsync {
  const { storage, clock, cardKey } = context;
  const tries = createTries(SEARCHES_OF_KIOSK, MINUTE_MS);
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { findCars: find } = parkingStayRoutes;
    const { openStay: open } = sessionRoutes;

    app.route({
      ...contractRoute(find, 'kiosk'),
      handler: async ({ kiosk, body }, reply) => {
        if (!tries.allow(kiosk.kioskId, clock.now())) return sendProblem(reply, { code: 'LT-1008' });
        const { communityId } = kiosk;
        const found = await findCars(storage.db, { communityId, ...body, key: cardKey });
        return found.ok ? found.value : sendProblem(reply, found.error);
      },
    });

    app.route({
      ...contractRoute(open, 'kiosk'),
      handler: async ({ kiosk, body }, reply) => {
        const session = await storage.transact((tx) => openStaySession(tx, context, kiosk, body));
        return session.ok ? session.value : sendProblem(reply, session.error);
      },
    });
  };
}
