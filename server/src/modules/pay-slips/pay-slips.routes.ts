import { ok } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { paySlipRoutes } from '../../contract/pay-slip-api.ts';
import { sessionInside } from '../sessions/looking-inside.ts';
import type { Tries } from '../sessions/tries.ts';
import { openByPaySlip, type PaySlipSessions } from './pay-slip-session.ts';
import { paySlipPage, unusableSlipPage } from './pay-slip-page.ts';
import { makePaySlip, revokePaySlips, type SlipAddresses, useOfSlip } from './pay-slips.store.ts';

/** Asking for a slip, and coming with one. Expects kiosks to be identified. */
export function paySlipRoutesPlugin(context: PaySlipSessions & SlipAddresses, triesOfKiosk: Tries): FastifyPluginAsync {
  const { storage, clock } = context;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { makePaySlip: make, openByPaySlip: open, revokePaySlips: revoke } = paySlipRoutes;

    app.route({
      ...contractRoute(make, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const now = clock.now();
        const made = await storage.transact(async (tx) => {
          const session = await sessionInside(tx, kiosk.kioskId, params.sessionId, now);
          if (!session.ok) return session;
          const { receiptKey, publicUrl } = context;
          return makePaySlip(tx, session.value, body.slipId, { now, receiptKey, publicUrl });
        });
        return made.ok ? made.value : sendProblem(reply, made.error);
      },
    });

    app.route({
      ...contractRoute(open, 'kiosk'),
      handler: async ({ kiosk, body }, reply) => {
        const session = await openByPaySlip(context, triesOfKiosk, kiosk, body);
        return session.ok ? session.value : sendProblem(reply, session.error);
      },
    });

    app.route({
      ...contractRoute(revoke, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        const now = clock.now();
        const revoked = await storage.transact(async (tx) => {
          const session = await sessionInside(tx, kiosk.kioskId, params.sessionId, now);
          return session.ok ? ok(await revokePaySlips(tx, session.value, now)) : session;
        });
        return revoked.ok ? { revoked: revoked.value } : sendProblem(reply, revoked.error);
      },
    });
  };
}

/** What a phone shows that scans the slip: for whom, how much, and where it can be paid. */
export function paySlipPagePlugin({ storage, clock, receiptKey }: PaySlipSessions): FastifyPluginAsync {
  return async (plugin) => {
    plugin.withTypeProvider<ZodTypeProvider>().route({
      method: 'GET',
      url: '/p/:token',
      schema: { hide: true, params: z.object({ token: z.string().max(80) }) },
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      handler: async ({ params }, reply) => {
        const slip = await useOfSlip(storage.db, params.token, { now: clock.now(), receiptKey });
        return reply
          .code(slip.ok ? 200 : 404)
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('x-robots-tag', 'noindex')
          .header('referrer-policy', 'no-referrer')
          .send(slip.ok ? paySlipPage(slip.value) : unusableSlipPage(slip.error.code));
      },
    });
  };
}
