import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { sessionRoutes } from '../../contract/session-api.ts';
import type { SessionsContext } from './sessions-context.ts';
import { agreeInSession, closeSession, openSession } from './sessions.store.ts';

/** Expects kiosks to be identified. */
export function sessionRoutesPlugin(context: SessionsContext): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const open = sessionRoutes.openSession;
    const close = sessionRoutes.closeSession;
    const { agree } = sessionRoutes;

    app.route({
      ...contractRoute(open, 'kiosk'),
      handler: async ({ kiosk, body }, reply) => {
        const session = await openSession(context, kiosk, body);
        return session.ok ? session.value : sendProblem(reply, session.error);
      },
    });

    app.route({
      ...contractRoute(agree, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const agreed = await agreeInSession(context, kiosk, params.sessionId, body);
        return agreed.ok ? agreed.value : sendProblem(reply, agreed.error);
      },
    });

    app.route({
      ...contractRoute(close, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        await closeSession(context, kiosk.kioskId, params.sessionId);
        return reply.code(204).send();
      },
    });
  };
}
