import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { parkingStaysAdminRoutes } from '../../contract/parking-stays-admin-api.ts';
import { letOut } from './gate-commands.store.ts';
import type { ParkingContext } from './parking-context.ts';
import { listStays, listStayTariffs } from './parking-stays.view.ts';
import { setStayTariff } from './stay-tariffs.store.ts';

/** As long as after a payment. */
const OPEN_FOR_MS = 15 * 60_000;

/** What the office sees and decides of cars that park for a while. */
export function parkingStaysPart({ cardKey }: Pick<ParkingContext, 'cardKey'>): AdminPart {
  return (admin) => async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { storage, clock, gate } = admin;
    const { stays, letOut: open, tariffs, setTariff } = parkingStaysAdminRoutes;

    app.route({
      ...contractRoute(stays, 'portal'),
      preValidation: gate.require('stays.view'),
      handler: async (request) => {
        const { communityIds } = admin.booksOf(request, request.query.communityId);
        return listStays(storage.db, communityIds, request.query, { key: cardKey, now: clock.now() });
      },
    });

    app.route({
      ...contractRoute(open, 'portal'),
      preValidation: gate.require('stays.let-out'),
      handler: async (request, reply) => {
        const { commandId, reason } = request.body;
        const { stayId } = request.params;
        const { communityIds } = admin.booksOf(request);
        const now = clock.now();
        const by = `staff:${gate.staffOf(request).staffId}`;
        const done = await storage.transact(async (tx): Promise<Result<undefined>> => {
          const stay = await tx
            .selectFrom('parking_stay')
            .selectAll()
            .where('stay_id', '=', stayId)
            .where('community_id', 'in', communityIds)
            .executeTakeFirst();
          if (!stay) return failed('LT-9002');
          if (stay.left_at !== null) return failed('LT-2863');
          await letOut(tx, stay, { commandId, until: now + OPEN_FOR_MS, by, reason, now });
          return ok();
        });
        await admin.auditOutcome(request, { action: 'open-gate', subject: `parking_stay:${stayId}` }, done);
        return done.ok ? reply.send({ commandId }) : sendProblem(reply, done.error);
      },
    });

    app.route({
      ...contractRoute(tariffs, 'portal'),
      preValidation: gate.require('stays.view'),
      handler: async (request) => {
        const { communityIds } = admin.booksOf(request, request.query.communityId);
        return { rows: await listStayTariffs(storage.db, communityIds, businessDate(clock.now())) };
      },
    });

    app.route({
      ...contractRoute(setTariff, 'portal'),
      preValidation: gate.require('parking-tariffs.set'),
      handler: async (request, reply) => {
        const { communityId, ...tariff } = request.body;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        const now = clock.now();
        const by = { by: `staff:${gate.staffOf(request).staffId}`, today: businessDate(now), now };
        const set = await storage.transact((tx) => setStayTariff(tx, communityId, tariff, by));
        await admin.auditOutcome(
          request,
          { action: 'set-stay-tariff', subject: `stay_tariff:${tariff.tariffId}` },
          set,
        );
        return set.ok ? reply.send({ tariffId: tariff.tariffId }) : sendProblem(reply, set.error);
      },
    });
  };
}
