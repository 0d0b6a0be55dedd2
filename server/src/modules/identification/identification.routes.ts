import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import {
  identificationRoutes,
  PHONE_CODE_LIVES_S,
  RESEND_AFTER_S,
  type WayIn,
} from '../../contract/identification-api.ts';
import type { IdentificationContext, Place } from './identification-context.ts';
import { identifyByCode, sendPhoneCode } from './phone-codes.store.ts';
import { doorsOf, identifyByRoom } from './room-claim.store.ts';
import { endShowing, showingState, startShowing } from './showings.store.ts';
import { offeredWays } from './ways.store.ts';

/** Ways beside the card to say who one is. Expects kiosks to be identified. */
export function identificationRoutesPlugin(context: IdentificationContext): FastifyPluginAsync {
  const { storage } = context;

  const placeOf = ({ kiosk, ip }: FastifyRequest): Place => ({
    kioskId: kiosk.kioskId,
    communityId: kiosk.communityId,
    address: ip,
  });
  async function offered(kioskId: string, way: WayIn): Promise<Result<undefined>> {
    return (await offeredWays(storage.db, kioskId)).includes(way) ? ok() : failed('LT-1016');
  }

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { sendPhoneCode: send, doors, identify, show, showing, endShowing: end } = identificationRoutes;

    app.route({
      ...contractRoute(send, 'kiosk'),
      handler: async (request, reply) => {
        const allowed = await offered(request.kiosk.kioskId, 'phone-code');
        const sent = allowed.ok ? await sendPhoneCode(context, placeOf(request), request.body) : allowed;
        if (!sent.ok) return sendProblem(reply, sent.error);
        return { resendAfterS: RESEND_AFTER_S, livesS: PHONE_CODE_LIVES_S };
      },
    });

    app.route({
      ...contractRoute(doors, 'kiosk'),
      handler: ({ kiosk }) => doorsOf(storage.db, kiosk.communityId),
    });

    app.route({
      ...contractRoute(identify, 'kiosk'),
      handler: async (request, reply) => {
        const { body } = request;
        const allowed = await offered(request.kiosk.kioskId, body.way);
        if (!allowed.ok) return sendProblem(reply, allowed.error);
        const place = placeOf(request);
        const identified =
          body.way === 'room' ? await identifyByRoom(context, place, body) : await identifyByCode(context, place, body);
        return identified.ok ? identified.value : sendProblem(reply, identified.error);
      },
    });

    app.route({
      ...contractRoute(show, 'kiosk'),
      handler: async (request, reply) => {
        const allowed = await offered(request.kiosk.kioskId, 'owner-phone');
        const shown = allowed.ok ? await startShowing(context, placeOf(request), request.body.showingId) : allowed;
        return shown.ok ? shown.value : sendProblem(reply, shown.error);
      },
    });

    app.route({
      ...contractRoute(showing, 'kiosk'),
      handler: ({ kiosk, params }) => showingState(context, kiosk.kioskId, params.showingId),
    });

    app.route({
      ...contractRoute(end, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        await endShowing(context, kiosk.kioskId, params.showingId);
        return reply.code(204).send();
      },
    });
  };
}
