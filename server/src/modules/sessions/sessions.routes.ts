import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sendProblem } from '../../app/problem.ts';
import { kioskRoutes, ProblemSchema } from '../../contract/kiosk-api.ts';
import { closeSession, openSession, type SessionsContext } from './sessions.store.ts';

/** Expects kiosks to be identified. */
export function sessionRoutesPlugin(context: SessionsContext): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const open = kioskRoutes.openSession;
    const close = kioskRoutes.closeSession;

    app.route({
      method: open.method,
      url: open.path,
      schema: { tags: ['kiosk'], body: open.body, response: { 200: open.response, '4xx': ProblemSchema } },
      handler: async ({ kiosk, body }, reply) => {
        const session = await openSession(context, kiosk, body);
        return session.ok ? session.value : sendProblem(reply, session.error);
      },
    });

    app.route({
      method: close.method,
      url: close.path,
      schema: { tags: ['kiosk'], params: close.params },
      handler: async ({ kiosk, params }, reply) => {
        await closeSession(context, kiosk.kioskId, params.sessionId);
        return reply.code(204).send();
      },
    });
  };
}
