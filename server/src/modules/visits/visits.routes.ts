import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { kioskVisitRoutes, usageRoutes } from '../../contract/visits-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { usageOf } from './usage.view.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;

/** Kiosks tell how they were used. Expects kiosks to be identified. */
export function kioskVisitsPlugin(storage: Storage): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { visit } = kioskVisitRoutes;
    app.route({
      method: visit.method,
      url: visit.path,
      schema: { tags: ['kiosk'], body: visit.body, response: { 200: visit.response, ...PROBLEM } },
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
      method: usage.method,
      url: usage.path,
      schema: { tags: ['portal'], querystring: usage.query, response: { 200: usage.response, ...PROBLEM } },
      preValidation: admin.gate.require('kiosks.view'),
      handler: (request) =>
        usageOf(admin.booksOf(request, request.query.communityId), request.query.days, admin.clock.now()),
    });
  };
}
