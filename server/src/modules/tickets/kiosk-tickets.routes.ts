import { ok } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { kioskTicketRoutes } from '../../contract/tickets-api.ts';
import { keepSurvey, raiseAtKiosk, ticketAtKiosk, ticketOfKiosk } from './kiosk-tickets.store.ts';
import { ringLine } from './ring-line.ts';
import type { TicketsContext } from './tickets-context.ts';
import { endTicket } from './tickets.store.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;

/** Calls for help, disputes and faces. Expects kiosks to be identified. */
export function kioskTicketRoutesPlugin(context: TicketsContext): FastifyPluginAsync {
  const { storage, clock } = context;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { raise, ticket, withdraw, survey } = kioskTicketRoutes;

    app.route({
      method: raise.method,
      url: raise.path,
      schema: { tags: ['kiosk'], body: raise.body, response: { 200: raise.response, ...PROBLEM } },
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
      method: ticket.method,
      url: ticket.path,
      schema: { tags: ['kiosk'], params: ticket.params, response: { 200: ticket.response, ...PROBLEM } },
      handler: async ({ kiosk, params }, reply) => {
        const found = await ticketOfKiosk(storage.db, kiosk, params.ticketId);
        return found.ok ? ticketAtKiosk(found.value, clock.now()) : sendProblem(reply, found.error);
      },
    });

    app.route({
      method: withdraw.method,
      url: withdraw.path,
      schema: { tags: ['kiosk'], params: withdraw.params, response: { 200: withdraw.response, ...PROBLEM } },
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
      method: survey.method,
      url: survey.path,
      schema: { tags: ['kiosk'], body: survey.body, response: { 200: survey.response, ...PROBLEM } },
      handler: async ({ kiosk, body }, reply) => {
        const kept = await storage.transact((tx) => keepSurvey(tx, context, kiosk, body));
        return kept.ok ? { surveyId: body.surveyId } : sendProblem(reply, kept.error);
      },
    });
  };
}
