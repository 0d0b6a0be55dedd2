import { fen } from '@louting/common/money';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { depositsRoutes, type RoomMoney } from '../../contract/deposits-api.ts';
import { agree, agreedAt, agreementOfRoom } from '../agreements/agreements.store.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { prepaymentMovements, usePrepayment } from '../prepayment/prepayment.store.ts';
import { heldOf } from './deposits.ts';
import { communityOfDeposit, decideReturn, depositsOfRoom, returnDeposit, takeDeposit } from './deposits.store.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;

/** Prepayment, deposits and agreements of a household. */
export const depositsAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, newId, gate } = admin;
  const dependencies = { clock, newId };
  const { roomMoney, changeAgreement, usePrepayment: use, takeDeposit: take } = depositsRoutes;
  const { returnDeposit: giveBack, decideReturn: decide } = depositsRoutes;
  const staff = (request: FastifyRequest) => `staff:${gate.staffOf(request).staffId}`;

  app.route({
    ...contractRoute(roomMoney, 'portal'),
    preValidation: gate.require('households.view'),
    handler: async (request, reply) => {
      const { roomId } = request.params;
      if (!(await seesRoom(admin, request, roomId))) return sendProblem(reply, NOT_FOUND);
      return reply.send(await moneyOfRoom(admin, roomId, staff(request)));
    },
  });

  app.route({
    ...contractRoute(changeAgreement, 'portal'),
    preValidation: gate.require('agreements.manage'),
    handler: async (request, reply) => {
      const { roomId } = request.params;
      if (!(await seesRoom(admin, request, roomId))) return sendProblem(reply, NOT_FOUND);
      const agreement = request.body;
      await storage.transact((tx) => agree(tx, roomId, agreement, staff(request), clock.now()));
      await admin.audit(request, { action: 'change-agreement', subject: `room:${roomId}`, result: 'ok' });
      return reply.send(agreement);
    },
  });

  app.route({
    ...contractRoute(use, 'portal'),
    preValidation: gate.require('agreements.manage'),
    handler: async (request, reply) => {
      const { roomId } = request.params;
      if (!(await seesRoom(admin, request, roomId))) return sendProblem(reply, NOT_FOUND);
      const asked = { useId: request.body.useId, roomId, kind: 'staff', by: staff(request) } as const;
      const used = await storage.transact((tx) => usePrepayment(tx, asked, dependencies));
      await admin.auditOutcome(request, { action: 'use-prepayment', subject: `room:${roomId}` }, used);
      return used.ok ? reply.send(used.value) : sendProblem(reply, used.error);
    },
  });

  app.route({
    ...contractRoute(take, 'portal'),
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { roomId } = request.params;
      const { depositId } = request.body;
      if (!(await seesRoom(admin, request, roomId))) return sendProblem(reply, NOT_FOUND);
      const asked = { ...request.body, roomId, by: staff(request) };
      const taken = await storage.transact((tx) => takeDeposit(tx, asked, dependencies));
      await admin.auditOutcome(request, { action: 'take-deposit', subject: `deposit:${depositId}` }, taken);
      return taken.ok ? reply.send({ depositId, ...taken.value }) : sendProblem(reply, taken.error);
    },
  });

  app.route({
    ...contractRoute(giveBack, 'portal'),
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { depositId } = request.params;
      const { returnId, deductAccount = null, ...wanted } = request.body;
      if (!sees(admin, request, await communityOfDeposit(storage.db, { depositId }))) {
        return sendProblem(reply, { code: 'LT-2811' });
      }
      const asked = { ...wanted, returnId, deductAccount, depositId, by: staff(request) };
      const made = await storage.transact((tx) => returnDeposit(tx, asked, dependencies));
      await admin.auditOutcome(request, { action: 'return-deposit', subject: `deposit_return:${returnId}` }, made);
      return made.ok ? reply.send({ returnId, ...made.value }) : sendProblem(reply, made.error);
    },
  });

  app.route({
    ...contractRoute(decide, 'portal'),
    preValidation: gate.require('deposits.manage'),
    handler: async (request, reply) => {
      const { returnId } = request.params;
      if (!sees(admin, request, await communityOfDeposit(storage.db, { returnId }))) {
        return sendProblem(reply, { code: 'LT-2811' });
      }
      const decision = { returnId, approve: request.body.approve, by: staff(request) };
      const decided = await storage.transact((tx) => decideReturn(tx, decision, dependencies));
      const result = decided.ok ? decided.value.state : decided.error.code;
      await admin.audit(request, { action: 'decide-deposit-return', subject: `deposit_return:${returnId}`, result });
      return decided.ok ? reply.send({ returnId, ...decided.value }) : sendProblem(reply, decided.error);
    },
  });
};

async function moneyOfRoom({ storage }: AdminContext, roomId: string, viewer: string): Promise<RoomMoney> {
  const { db } = storage;
  const deposits = await depositsOfRoom(db, roomId, viewer);
  const at = await agreedAt(db, roomId);
  return {
    prepaidFen: await prepaidOfRoom(db, roomId),
    depositsHeldFen: fen(deposits.reduce((sum, deposit) => sum + heldOf(deposit), 0)),
    agreement: await agreementOfRoom(db, roomId),
    ...(at !== undefined && { agreedAt: at }),
    movements: await prepaymentMovements(db, roomId),
    deposits,
  };
}

async function seesRoom(admin: AdminContext, request: FastifyRequest, roomId: string): Promise<boolean> {
  const rooms = admin.booksOf(request).rooms();
  return (await rooms.select('room.room_id').where('room.room_id', '=', roomId).executeTakeFirst()) !== undefined;
}

function sees({ gate }: AdminContext, request: FastifyRequest, communityId: string | undefined): boolean {
  return gate.staffOf(request).communities.some((community) => community.communityId === communityId);
}
