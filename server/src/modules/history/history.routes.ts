import type { Clock } from '@louting/common/clock';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { historyRoutes } from '../../contract/history-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { sessionInside } from '../sessions/looking-inside.ts';
import { paidOfRoom } from './history.store.ts';

/** What was paid, for the household's own people. Expects kiosks to be identified. */
export function historyRoutesPlugin(context: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly publicUrl: string;
}): FastifyPluginAsync {
  return async (plugin) => {
    const route = historyRoutes.paidOfSession;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(route, 'kiosk'),
      handler: async ({ kiosk, params, query }, reply) => {
        const { storage, clock, publicUrl } = context;
        const now = clock.now();
        const session = await sessionInside(storage.db, kiosk.kioskId, params.sessionId, now);
        if (!session.ok) return sendProblem(reply, session.error);
        return reply.send(await paidOfRoom(storage.db, session.value.roomId, { now, publicUrl, year: query.year }));
      },
    });
  };
}
