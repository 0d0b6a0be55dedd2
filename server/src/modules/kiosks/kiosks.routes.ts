import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { kioskRoutes } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { totalsAskedOf } from '../cash/terminal-totals/terminal-totals.store.ts';
import { enrolKiosk, kioskConfiguration, recordHeartbeat, type ServerAbilities } from './kiosks.store.ts';

export interface KioskRoutesDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  /** What this server can do for its kiosks. */
  readonly can: ServerAbilities;
}

/** The one kiosk request without a signature: it brings the key. */
export function enrolmentPlugin(dependencies: KioskRoutesDependencies): FastifyPluginAsync {
  const { storage, clock, newId, can } = dependencies;
  return async (plugin) => {
    const { enrol } = kioskRoutes;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(enrol, 'kiosk'),
      config: { rateLimit: { max: 10, timeWindow: 60_000 } },
      handler: async (request, reply) => {
        const enrolled = await enrolKiosk(storage, request.body, clock.now(), newId);
        if (!enrolled.ok) return sendProblem(reply, enrolled.error);
        const { keyId, kioskId } = enrolled.value;
        request.log.info({ kioskId }, 'kiosk enrolled');
        return { keyId, configuration: await kioskConfiguration(storage.db, kioskId, can) };
      },
    });
  };
}

/** Heartbeats. Expects kiosks to be identified. */
export function kioskRoutesPlugin(dependencies: KioskRoutesDependencies): FastifyPluginAsync {
  const { storage, clock, can } = dependencies;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { heartbeat } = kioskRoutes;

    app.route({
      ...contractRoute(heartbeat, 'kiosk'),
      handler: async ({ kiosk, body }) => {
        const serverTime = clock.now();
        await recordHeartbeat(storage, kiosk.kioskId, body, serverTime);
        const totalsAsked = await totalsAskedOf(storage.db, kiosk.kioskId);
        return { serverTime, configuration: await kioskConfiguration(storage.db, kiosk.kioskId, can), totalsAsked };
      },
    });
  };
}
