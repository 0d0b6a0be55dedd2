import type { Failure, Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { cashRoutes } from '../../contract/cash-api.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import type { AuditEntry } from '../staff/audit-trail.ts';
import { countCollection, registerCollection } from './collections.store.ts';
import { collectionView } from './collections.view.ts';
import type { CashContext } from './cash-sessions.store.ts';
import { registerDeposit } from './deposits.store.ts';
import { explainDifference, findDifference } from './differences.store.ts';
import { decideNote, findDoubtful } from './note-decisions.store.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;
const NOT_FOUND: Failure = { code: 'LT-9002' };
const TAGS = { tags: ['portal: cash'] };

/** Writes what was tried to the trail, and answers it or its refusal. */
async function answer<T>(
  admin: AdminContext,
  request: FastifyRequest,
  reply: FastifyReply,
  entry: Pick<AuditEntry, 'action' | 'subject'>,
  outcome: Result<T>,
): Promise<FastifyReply> {
  await admin.audit(request, { ...entry, result: outcome.ok ? 'ok' : outcome.error.code });
  return outcome.ok ? reply.send(outcome.value) : sendProblem(reply, outcome.error);
}

/** Pulls, counts, capacities and deposits. */
export function collectionRoutes(admin: AdminContext): FastifyPluginAsync {
  const { storage, clock, newId, gate } = admin;
  const context: CashContext = { clock, newId };
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { setCapacity, registerCollection: register, countCollection: count, registerDeposit: deposit } = cashRoutes;
    const preValidation = gate.require('cash.collect');
    const kioskInScope = (request: FastifyRequest, kioskId: string) =>
      admin
        .booksOf(request)
        .kiosks()
        .select(['kiosk.kiosk_id', 'kiosk.community_id'])
        .where('kiosk.kiosk_id', '=', kioskId)
        .executeTakeFirst();
    const answerCollection = async (
      request: FastifyRequest,
      reply: FastifyReply,
      entry: Pick<AuditEntry, 'action' | 'subject'>,
      collectionId: string,
      outcome: Result<unknown>,
    ) => {
      if (!outcome.ok) return answer(admin, request, reply, entry, outcome);
      const { staffId } = gate.staffOf(request);
      const value = await collectionView(storage.db, admin.booksOf(request), collectionId, staffId);
      return answer(admin, request, reply, entry, { ok: true, value });
    };
    app.route({
      method: setCapacity.method,
      url: setCapacity.path,
      schema: {
        ...TAGS,
        params: setCapacity.params,
        body: setCapacity.body,
        response: { 200: setCapacity.response, ...PROBLEM },
      },
      preValidation,
      handler: async (request, reply) => {
        const kiosk = await kioskInScope(request, request.params.kioskId);
        if (!kiosk) return sendProblem(reply, NOT_FOUND);
        const { notes: capacity } = request.body;
        const values = { capacity_notes: capacity, set_by: gate.staffOf(request).staffId, set_at: clock.now() };
        await storage.transact((tx) =>
          tx
            .insertInto('cash_box')
            .values({ kiosk_id: kiosk.kiosk_id, ...values })
            .onConflict((conflict) => conflict.column('kiosk_id').doUpdateSet(values))
            .execute(),
        );
        const entry = { action: 'set-cash-box-capacity', subject: `kiosk:${kiosk.kiosk_id}` } as const;
        return answer(admin, request, reply, entry, { ok: true, value: { capacity } });
      },
    });
    app.route({
      method: register.method,
      url: register.path,
      schema: { ...TAGS, body: register.body, response: { 200: register.response, ...PROBLEM } },
      preValidation,
      handler: async (request, reply) => {
        const kiosk = await kioskInScope(request, request.body.kioskId);
        if (!kiosk) return sendProblem(reply, NOT_FOUND);
        const { staffId } = gate.staffOf(request);
        const pull = { pulledAt: undefined, ...request.body, communityId: kiosk.community_id, staffId };
        const outcome = await storage.transact((tx) => registerCollection(tx, context, pull));
        const { collectionId } = request.body;
        const entry = { action: 'register-cash-collection', subject: `cash_collection:${collectionId}` } as const;
        return answerCollection(request, reply, entry, collectionId, outcome);
      },
    });
    app.route({
      method: count.method,
      url: count.path,
      schema: { ...TAGS, params: count.params, body: count.body, response: { 200: count.response, ...PROBLEM } },
      preValidation,
      handler: async (request, reply) => {
        const { collectionId } = request.params;
        const { staffId } = gate.staffOf(request);
        const seen = await collectionView(storage.db, admin.booksOf(request), collectionId, staffId);
        if (!seen) return sendProblem(reply, { code: 'LT-2307' });
        const counted = { collectionId, notes: request.body.notes, staffId };
        const outcome = await storage.transact((tx) => countCollection(tx, context, counted));
        const entry = { action: 'count-cash-collection', subject: `cash_collection:${collectionId}` } as const;
        return answerCollection(request, reply, entry, collectionId, outcome);
      },
    });
    app.route({
      method: deposit.method,
      url: deposit.path,
      schema: { ...TAGS, body: deposit.body, response: { 200: deposit.response, ...PROBLEM } },
      preValidation,
      handler: async (request, reply) => {
        const { staffId } = gate.staffOf(request);
        const { communityId, depositId } = request.body;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, NOT_FOUND);
        const outcome = await storage.transact((tx) => registerDeposit(tx, context, { ...request.body, staffId }));
        const entry = { action: 'register-cash-deposit', subject: `cash_deposit:${depositId}` } as const;
        return answer(admin, request, reply, entry, outcome.ok ? { ok: true, value: { depositId } } : outcome);
      },
    });
  };
}

/** What differences and notes in doubt were. */
export function decisionRoutes(admin: AdminContext): FastifyPluginAsync {
  const { storage, clock, newId, gate } = admin;
  const context: CashContext = { clock, newId };
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { explainDifference: explain, decideNote: decide } = cashRoutes;
    const preValidation = gate.require('cash.close');
    app.route({
      method: explain.method,
      url: explain.path,
      schema: { ...TAGS, params: explain.params, body: explain.body, response: { 200: explain.response, ...PROBLEM } },
      preValidation,
      handler: async (request, reply) => {
        const { differenceId } = request.params;
        const { staffId } = gate.staffOf(request);
        const { communityIds } = admin.booksOf(request);
        const outcome = await storage.transact(async (tx) => {
          const difference = await findDifference(tx, differenceId);
          if (!difference || !communityIds.includes(difference.community_id)) return undefined;
          return explainDifference(tx, context, difference, { ...request.body, staffId });
        });
        if (!outcome) return sendProblem(reply, NOT_FOUND);
        const entry = { action: 'explain-cash-difference', subject: `cash_difference:${differenceId}` } as const;
        return answer(admin, request, reply, entry, outcome);
      },
    });
    app.route({
      method: decide.method,
      url: decide.path,
      schema: { ...TAGS, params: decide.params, body: decide.body, response: { 200: decide.response, ...PROBLEM } },
      preValidation,
      handler: async (request, reply) => {
        const { noteId } = request.params;
        const { staffId } = gate.staffOf(request);
        const { communityIds } = admin.booksOf(request);
        const outcome = await storage.transact(async (tx) => {
          const note = await findDoubtful(tx, noteId);
          if (!note || !communityIds.includes(note.communityId)) return undefined;
          return decideNote(tx, context, note, { denominationFen: undefined, ...request.body, staffId });
        });
        if (!outcome) return sendProblem(reply, NOT_FOUND);
        const entry = { action: 'decide-doubtful-note', subject: `cash_note:${noteId}` } as const;
        return answer(admin, request, reply, entry, outcome.ok ? { ok: true, value: { noteId } } : outcome);
      },
    });
  };
}
