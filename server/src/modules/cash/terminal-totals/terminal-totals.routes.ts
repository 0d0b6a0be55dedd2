import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../../app/admin-context.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { adminTotalsRoutes, kioskTotalsRoutes } from '../../../contract/terminal-totals-api.ts';
import type { Storage } from '../../../storage/storage.ts';
import { askTotals, tellTotals, type TotalsContext } from './terminal-totals.store.ts';

/** Staff ask a bank-card terminal what it sold. */
export const terminalTotalsPart: AdminPart = (admin) => async (plugin) => {
  const { storage, clock, gate } = admin;
  const { ask } = adminTotalsRoutes;
  plugin.withTypeProvider<ZodTypeProvider>().route({
    ...contractRoute(ask, 'portal: cash'),
    preValidation: gate.require('cash.close'),
    handler: async (request, reply) => {
      const { kioskId } = request.body;
      const kiosk = await admin
        .booksOf(request)
        .kiosks()
        .select('kiosk.community_id')
        .where('kiosk_id', '=', kioskId)
        .executeTakeFirst();
      if (!kiosk) return sendProblem(reply, { code: 'LT-9002' });
      const by = `staff:${gate.staffOf(request).staffId}`;
      const asked = { ...request.body, communityId: kiosk.community_id, by };
      const totalsId = await storage.transact((tx) => askTotals(tx, asked, clock.now()));
      await admin.audit(request, { action: 'ask-terminal-totals', subject: `kiosk:${kioskId}`, result: 'ok' });
      return reply.send({ totalsId });
    },
  });
};

/** Kiosks tell what their terminal said. Expects kiosks to be identified. */
export function kioskTotalsPlugin({
  storage,
  ...context
}: TotalsContext & { readonly storage: Storage }): FastifyPluginAsync {
  return async (plugin) => {
    const { tell } = kioskTotalsRoutes;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(tell, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const from = { kioskId: kiosk.kioskId, totalsId: params.totalsId };
        const told = await storage.transact((tx) => tellTotals(tx, context, from, body));
        return told.ok ? reply.send(params) : sendProblem(reply, told.error);
      },
    });
  };
}
