import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { cardAuthRoutes } from '../../contract/card-auth-api.ts';
import { answerCardAuthentication, type CardAuthContext, startCardAuthentication } from './card-auth.store.ts';

/** Expects kiosks to be identified. */
export function cardAuthRoutesPlugin(context: CardAuthContext): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { start, answer } = cardAuthRoutes;
    app.route({
      ...contractRoute(start, 'kiosk'),
      handler: async ({ kiosk, body }, reply) => {
        const started = await startCardAuthentication(context, kiosk, body);
        return started.ok ? started.value : sendProblem(reply, started.error);
      },
    });
    app.route({
      ...contractRoute(answer, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const answered = await answerCardAuthentication(context, kiosk, params.authenticationId, body.answers);
        return answered.ok ? answered.value : sendProblem(reply, answered.error);
      },
    });
  };
}
