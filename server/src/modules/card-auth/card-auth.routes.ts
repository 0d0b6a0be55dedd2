import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sendProblem } from '../../app/problem.ts';
import { cardAuthRoutes } from '../../contract/card-auth-api.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { answerCardAuthentication, type CardAuthContext, startCardAuthentication } from './card-auth.store.ts';

/** Expects kiosks to be identified. */
export function cardAuthRoutesPlugin(context: CardAuthContext): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { start, answer } = cardAuthRoutes;
    app.route({
      method: start.method,
      url: start.path,
      schema: { tags: ['kiosk'], body: start.body, response: { 200: start.response, '4xx': ProblemSchema } },
      handler: async ({ kiosk, body }, reply) => {
        const started = await startCardAuthentication(context, kiosk, body);
        return started.ok ? started.value : sendProblem(reply, started.error);
      },
    });
    app.route({
      method: answer.method,
      url: answer.path,
      schema: {
        tags: ['kiosk'],
        params: answer.params,
        body: answer.body,
        response: { 200: answer.response, '4xx': ProblemSchema },
      },
      handler: async ({ kiosk, params, body }, reply) => {
        const answered = await answerCardAuthentication(context, kiosk, params.authenticationId, body.answers);
        return answered.ok ? answered.value : sendProblem(reply, answered.error);
      },
    });
  };
}
