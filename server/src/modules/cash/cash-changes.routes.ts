import type { Failure, Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { answerAudited } from '../../app/answer-audited.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { cashRoutes } from '../../contract/cash-api.ts';
import type { AuditEntry } from '../staff/audit-trail.ts';
import { countCollection, registerCollection } from './collections.store.ts';
import { collectionView } from './collections.view.ts';
import type { CashContext } from './cash-sessions.store.ts';
import { registerDeposit } from './deposits.store.ts';
import { explainDifference, findDifference } from './differences.store.ts';
import { decideNote, findDoubtful } from './note-decisions.store.ts';

const NOT_FOUND: Failure = { code: 'LT-9002' };
const TAG = 'portal: cash';

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
      if (!outcome.ok) return answerAudited(admin, request, reply, entry, outcome);
      const { staffId } = gate.staffOf(request);
      const value = await collectionView(storage.db, admin.booksOf(request), collectionId, staffId);
      return answerAudited(admin, request, reply, entry, { ok: true, value });
    };
    app.route({
      ...contractRoute(setCapacity, TAG),
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
        return answerAudited(admin, request, reply, entry, { ok: true, value: { capacity } });
      },
    });
    app.route({
      ...contractRoute(register, TAG),
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
      ...contractRoute(count, TAG),
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
      ...contractRoute(deposit, TAG),
      preValidation,
      handler: async (request, reply) => {
        const { staffId } = gate.staffOf(request);
        const { communityId, depositId } = request.body;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, NOT_FOUND);
        const outcome = await storage.transact((tx) => registerDeposit(tx, context, { ...request.body, staffId }));
        const entry = { action: 'register-cash-deposit', subject: `cash_deposit:${depositId}` } as const;
        return answerAudited(admin, request, reply, entry, outcome.ok ? { ok: true, value: { depositId } } : outcome);
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
      ...contractRoute(explain, TAG),
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
        return answerAudited(admin, request, reply, entry, outcome);
      },
    });
    app.route({
      ...contractRoute(decide, TAG),
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
        return answerAudited(admin, request, reply, entry, outcome.ok ? { ok: true, value: { noteId } } : outcome);
      },
    });
  };
}
