import { ok } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { kioskTicketRoutes } from '../../contract/tickets-api.ts';
import { keepSurvey, raiseAtKiosk, ticketAtKiosk, ticketOfKiosk } from './kiosk-tickets.store.ts';
import { ringLine } from './ring-line.ts';
import type { TicketsContext } from './tickets-context.ts';
import { endTicket } from './tickets.store.ts';

/** Calls for help, disputes and faces. Expects kiosks to be identified. */
export function kioskTicketRoutesPlugin(context: TicketsContext): FastifyPluginAsync {
  const { storage, clock } = context;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { raise, ticket, withdraw, survey } = kioskTicketRoutes;

    app.route({
      ...contractRoute(raise, 'kiosk'),
      handler: async ({ kiosk, body, log }, reply) => {
        const raised = await storage.transact((tx) => raiseAtKiosk(tx, context, kiosk, body));
        if (!raised.ok) return sendProblem(reply, raised.error);
        const { kioskId, communityId } = kiosk;
        log.info({ kioskId, kind: body.kind, ticketId: body.ticketId }, 'ticket raised');
        if (raised.value.toRing)
          void ringLine(context, { ticketId: body.ticketId, communityId, kioskId, why: 'called' });
        return raised.value.ticket;
      },
    });

    app.route({
      ...contractRoute(ticket, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        const found = await ticketOfKiosk(storage.db, kiosk, params.ticketId);
        return found.ok ? ticketAtKiosk(found.value, clock.now()) : sendProblem(reply, found.error);
      },
    });

    app.route({
      ...contractRoute(withdraw, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        const left = await storage.transact(async (tx) => {
          const found = await ticketOfKiosk(tx, kiosk, params.ticketId);
          if (!found.ok) return found;
          const changed = await endTicket(tx, context, found.value, 'withdraw', `kiosk:${kiosk.kioskId}`);
          return ok(changed ? { ...found.value, state: 'closed' as const } : found.value);
        });
        return left.ok ? ticketAtKiosk(left.value, clock.now()) : sendProblem(reply, left.error);
      },
    });

    app.route({
      ...contractRoute(survey, 'kiosk'),
      handler: async ({ kiosk, body }, reply) => {
        const kept = await storage.transact((tx) => keepSurvey(tx, context, kiosk, body));
        return kept.ok ? { surveyId: body.surveyId } : sendProblem(reply, kept.error);
      },
    });
  };
}
