import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { cashRoutes, orphanRoutes } from '../../contract/cash-api.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { listBoxes } from './boxes.view.ts';
import { collectionRoutes, decisionRoutes } from './cash-changes.routes.ts';
import { listDeposits, listDifferences } from './cash-lists.view.ts';
import type { CashContext } from './cash-sessions.store.ts';
import { collectionView, listCollections } from './collections.view.ts';
import { recordOrphans } from './note-decisions.store.ts';
import { listDoubtful, listNotes } from './notes.view.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;
const TAGS = { tags: ['portal: cash'] };

/** `/admin/v1/cash`: boxes, pulls and counts, differences, notes in doubt, deposits. */
export const cashPart: AdminPart = (admin) => async (plugin) => {
  await plugin.register(viewsOf(admin));
  await plugin.register(collectionRoutes(admin));
  await plugin.register(decisionRoutes(admin));
};

function viewsOf(admin: AdminContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { boxes, notes, collections, collection, differences, doubtfulNotes, deposits } = cashRoutes;
    const preValidation = gate.require('cash.view');
    app.route({
      method: boxes.method,
      url: boxes.path,
      schema: { ...TAGS, querystring: boxes.query, response: { 200: boxes.response, ...PROBLEM } },
      preValidation,
      handler: (request) => listBoxes(storage.db, admin.booksOf(request, request.query.communityId)),
    });
    app.route({
      method: notes.method,
      url: notes.path,
      schema: {
        ...TAGS,
        params: notes.params,
        querystring: notes.query,
        response: { 200: notes.response, ...PROBLEM },
      },
      preValidation,
      handler: async (request, reply) => {
        const kiosk = await admin
          .booksOf(request)
          .kiosks()
          .select('kiosk.kiosk_id')
          .where('kiosk.kiosk_id', '=', request.params.kioskId)
          .executeTakeFirst();
        if (!kiosk) return sendProblem(reply, { code: 'LT-9002' });
        return reply.send(await listNotes(storage.db, kiosk.kiosk_id, request.query));
      },
    });
    app.route({
      method: collections.method,
      url: collections.path,
      schema: { ...TAGS, querystring: collections.query, response: { 200: collections.response, ...PROBLEM } },
      preValidation,
      handler: (request) =>
        listCollections(
          storage.db,
          admin.booksOf(request, request.query.communityId),
          request.query,
          gate.staffOf(request).staffId,
        ),
    });
    app.route({
      method: collection.method,
      url: collection.path,
      schema: { ...TAGS, params: collection.params, response: { 200: collection.response, ...PROBLEM } },
      preValidation,
      handler: async (request, reply) => {
        const { staffId } = gate.staffOf(request);
        const found = await collectionView(storage.db, admin.booksOf(request), request.params.collectionId, staffId);
        return found ? reply.send(found) : sendProblem(reply, { code: 'LT-2307' });
      },
    });
    app.route({
      method: differences.method,
      url: differences.path,
      schema: { ...TAGS, querystring: differences.query, response: { 200: differences.response, ...PROBLEM } },
      preValidation,
      handler: (request) =>
        listDifferences(
          storage.db,
          admin.booksOf(request, request.query.communityId),
          request.query,
          gate.staffOf(request).staffId,
        ),
    });
    app.route({
      method: doubtfulNotes.method,
      url: doubtfulNotes.path,
      schema: { ...TAGS, querystring: doubtfulNotes.query, response: { 200: doubtfulNotes.response, ...PROBLEM } },
      preValidation,
      handler: (request) =>
        listDoubtful(storage.db, admin.booksOf(request, request.query.communityId).communityIds, request.query),
    });
    app.route({
      method: deposits.method,
      url: deposits.path,
      schema: { ...TAGS, querystring: deposits.query, response: { 200: deposits.response, ...PROBLEM } },
      preValidation,
      handler: (request) => listDeposits(storage.db, admin.booksOf(request, request.query.communityId), request.query),
    });
  };
}

/** Kiosks tell of notes in the box without an order. Expects kiosks to be identified. */
export function orphanRoutesPlugin(dependencies: {
  readonly storage: Storage;
  readonly clock: CashContext['clock'];
}): FastifyPluginAsync {
  const { storage, clock } = dependencies;
  return async (plugin) => {
    const { reportOrphans } = orphanRoutes;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      method: reportOrphans.method,
      url: reportOrphans.path,
      schema: { tags: ['kiosk'], body: reportOrphans.body, response: { 200: reportOrphans.response, ...PROBLEM } },
      handler: async ({ kiosk, body, log }) => {
        await storage.transact((tx) => recordOrphans(tx, kiosk.kioskId, body.orphans, clock.now()));
        log.warn({ kioskId: kiosk.kioskId, orphans: body.orphans.length }, 'notes in the box without an order');
        return { orphanIds: body.orphans.map((orphan) => orphan.orphanId) };
      },
    });
  };
}
