import type { Result } from '@louting/common/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../../app/admin-context.ts';
import { contractRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { hopperRoutes } from '../../../contract/hoppers-api.ts';
import type { CashContext } from '../cash-sessions.store.ts';
import { listHoppers } from './hoppers.view.ts';
import { countMovement, registerMovement } from './movements.store.ts';
import { listMovements, movementView } from './movements.view.ts';

const TAG = 'portal: cash';

/** `/admin/v1/cash/hoppers…`: the coins that change is paid from. */
export const hoppersPart: AdminPart = (admin) => async (plugin) => {
  const { storage, clock, newId, gate } = admin;
  const context: CashContext = { clock, newId };
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { hoppers, movements, registerMovement: register, countMovement: count } = hopperRoutes;

  /** Writes what was tried to the trail, and answers the movement or the refusal. */
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    action: 'register-hopper-movement' | 'count-hopper-movement',
    movementId: string,
    outcome: Result<unknown>,
  ) => {
    await admin.auditOutcome(request, { action, subject: `hopper_movement:${movementId}` }, outcome);
    if (!outcome.ok) return sendProblem(reply, outcome.error);
    const { staffId } = gate.staffOf(request);
    const view = await movementView(storage.db, admin.booksOf(request), movementId, staffId);
    return view ? reply.send(view) : sendProblem(reply, { code: 'LT-2307' });
  };

  app.route({
    ...contractRoute(hoppers, TAG),
    preValidation: gate.require('cash.view'),
    handler: (request) => listHoppers(admin.booksOf(request, request.query.communityId)),
  });
  app.route({
    ...contractRoute(movements, TAG),
    preValidation: gate.require('cash.view'),
    handler: (request) => {
      const { staffId } = gate.staffOf(request);
      return listMovements(storage.db, admin.booksOf(request, request.query.communityId), request.query, staffId);
    },
  });
  app.route({
    ...contractRoute(register, TAG),
    preValidation: gate.require('cash.collect'),
    handler: async (request, reply) => {
      const { body } = request;
      const kiosk = await admin
        .booksOf(request)
        .kiosks()
        .select('kiosk.community_id')
        .where('kiosk.kiosk_id', '=', body.kioskId)
        .executeTakeFirst();
      if (!kiosk) return sendProblem(reply, { code: 'LT-9002' });
      const movement = {
        movementId: body.movementId,
        kioskId: body.kioskId,
        communityId: kiosk.community_id,
        kind: body.kind,
        source: body.kind === 'fill' ? body.source : null,
        movedAt: body.movedAt,
        coins: body.coins,
        staffId: gate.staffOf(request).staffId,
      };
      const outcome = await storage.transact((tx) => registerMovement(tx, context, movement));
      return answer(request, reply, 'register-hopper-movement', body.movementId, outcome);
    },
  });
  app.route({
    ...contractRoute(count, TAG),
    preValidation: gate.require('cash.collect'),
    handler: async (request, reply) => {
      const { movementId } = request.params;
      const { staffId } = gate.staffOf(request);
      if (!(await movementView(storage.db, admin.booksOf(request), movementId, staffId))) {
        return sendProblem(reply, { code: 'LT-2307' });
      }
      const counted = { movementId, coins: request.body.coins, staffId };
      const outcome = await storage.transact((tx) => countMovement(tx, context, counted));
      return answer(request, reply, 'count-hopper-movement', movementId, outcome);
    },
  });
};
