import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { adminCardRoutes } from '../../contract/card-auth-api.ts';

/** What a card that proves nothing is worth in a community. */
export function cardsAdminPart(admin: AdminContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { setWorth } = adminCardRoutes;
    app.route({
      ...contractRoute(setWorth, 'portal'),
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request, reply) => {
        const { communityId } = request.params;
        const { cards } = request.body;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        await storage.transact((tx) =>
          tx.updateTable('community').set({ cards }).where('community_id', '=', communityId).execute(),
        );
        await admin.audit(request, { action: 'set-cards', subject: `community:${communityId}`, result: cards });
        return { cards };
      },
    });
  };
}
