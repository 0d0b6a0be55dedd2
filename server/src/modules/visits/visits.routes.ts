import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import type { AdminContext } from '../../app/admin-context.ts';
import { kioskVisitRoutes, usageRoutes } from '../../contract/visits-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { usageOf } from './usage.view.ts';

/** Kiosks tell how they were used. Expects kiosks to be identified. */
export function kioskVisitsPlugin(storage: Storage): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { visit } = kioskVisitRoutes;
    app.route({
      ...contractRoute(visit, 'kiosk'),
      handler: async ({ kiosk: { kioskId, communityId }, body }) => {
        await storage.transact((tx) =>
          tx
            .insertInto('visit')
            .values({
              visit_id: body.visitId,
              community_id: communityId,
              kiosk_id: kioskId,
              started_at: body.startedAt,
              seconds: body.seconds,
              touches: body.touches,
              way: body.way ?? null,
              letters: body.letters,
              language: body.language,
              method: body.method ?? null,
              outcome: body.outcome,
              left_at: body.leftAt,
              code: body.code ?? null,
              helped: body.helped ? 1 : 0,
            })
            .onConflict((conflict) => conflict.column('visit_id').doNothing())
            .execute(),
        );
        return { visitId: body.visitId };
      },
    });
  };
}

export function usageAdminPart(admin: AdminContext): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { usage } = usageRoutes;
    app.route({
      ...contractRoute(usage, 'portal'),
      preValidation: admin.gate.require('kiosks.view'),
      handler: (request) =>
        usageOf(admin.booksOf(request, request.query.communityId), request.query.days, admin.clock.now()),
    });
  };
}
