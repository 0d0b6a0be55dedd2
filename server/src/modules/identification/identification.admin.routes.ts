import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { adminIdentificationRoutes } from '../../contract/identification-api.ts';
import { offeredWays, setWaysOfCommunity, setWaysOfKiosk, waysOfCommunities } from './ways.store.ts';

/** Which ways in the kiosks of a community offer, all alike or one otherwise. */
export function identificationAdminPart(admin: AdminContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { ways: all, setWays, setWaysOfCommunity: setCommon } = adminIdentificationRoutes;

    app.route({
      ...contractRoute(all, 'portal'),
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request) => ({
        communities: await waysOfCommunities(admin.booksOf(request, request.query.communityId)),
      }),
    });

    app.route({
      ...contractRoute(setCommon, 'portal'),
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request, reply) => {
        const { communityId } = request.params;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        const ways = await storage.transact((tx) => setWaysOfCommunity(tx, communityId, request.body.ways));
        await admin.audit(request, { action: 'set-ways-in', subject: `community:${communityId}`, result: 'ok' });
        return { ways };
      },
    });

    app.route({
      ...contractRoute(setWays, 'portal'),
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request, reply) => {
        const { kioskId } = request.params;
        const kiosk = admin.booksOf(request).kiosks().select('kiosk_id').where('kiosk_id', '=', kioskId);
        if (!(await kiosk.executeTakeFirst())) return sendProblem(reply, { code: 'LT-9002' });
        await storage.transact((tx) => setWaysOfKiosk(tx, kioskId, request.body.ways));
        await admin.audit(request, { action: 'set-ways-in', subject: `kiosk:${kioskId}`, result: 'ok' });
        return { ways: [...(await offeredWays(storage.db, kioskId))] };
      },
    });
  };
}
