import type { Clock } from '@louting/common/clock';
import { ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { noticeWishRoutes, type NoticeWishes } from '../../contract/owner-preferences.ts';
import type { Storage } from '../../storage/storage.ts';
import { sessionInside } from '../sessions/looking-inside.ts';
import { choicesOfWish, wishesOf } from './notice-wishes.ts';
import { choicesOfParty, rememberChoices } from './preferences.store.ts';

/** By which ways news come: of the person, not of the home. Expects kiosks to be identified. */
export function noticeWishRoutesPlugin({
  storage,
  clock,
}: {
  readonly storage: Storage;
  readonly clock: Clock;
}): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { noticeWishes: get, setNoticeWishes: set } = noticeWishRoutes;

    app.route({
      ...contractRoute(get, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        const session = await sessionInside(storage.db, kiosk.kioskId, params.sessionId, clock.now());
        if (!session.ok) return sendProblem(reply, session.error);
        return wishesOf(await choicesOfParty(storage.db, session.value.partyId));
      },
    });

    app.route({
      ...contractRoute(set, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const now = clock.now();
        const wishes = await storage.transact(async (tx): Promise<Result<NoticeWishes>> => {
          const session = await sessionInside(tx, kiosk.kioskId, params.sessionId, now);
          if (!session.ok) return session;
          const { partyId } = session.value;
          await rememberChoices(tx, partyId, choicesOfWish(body.type, body.ways), now);
          return ok(wishesOf(await choicesOfParty(tx, partyId)));
        });
        return wishes.ok ? wishes.value : sendProblem(reply, wishes.error);
      },
    });
  };
}
