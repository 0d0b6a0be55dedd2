import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { cashRoutes, orphanRoutes } from '../../contract/cash-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { listBoxes } from './boxes.view.ts';
import { collectionRoutes, decisionRoutes } from './cash-changes.routes.ts';
import { listDeposits, listDifferences } from './cash-lists.view.ts';
import type { CashContext } from './cash-sessions.store.ts';
import { collectionView, listCollections } from './collections.view.ts';
import { recordOrphans } from './note-decisions.store.ts';
import { listDoubtful, listNotes } from './notes.view.ts';

const TAG = 'portal: cash';

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
      ...contractRoute(boxes, TAG),
      preValidation,
      handler: (request) => listBoxes(storage.db, admin.booksOf(request, request.query.communityId)),
    });
    app.route({
      ...contractRoute(notes, TAG),
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
      ...contractRoute(collections, TAG),
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
      ...contractRoute(collection, TAG),
      preValidation,
      handler: async (request, reply) => {
        const { staffId } = gate.staffOf(request);
        const found = await collectionView(storage.db, admin.booksOf(request), request.params.collectionId, staffId);
        return found ? reply.send(found) : sendProblem(reply, { code: 'LT-2307' });
      },
    });
    app.route({
      ...contractRoute(differences, TAG),
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
      ...contractRoute(doubtfulNotes, TAG),
      preValidation,
      handler: (request) =>
        listDoubtful(storage.db, admin.booksOf(request, request.query.communityId).communityIds, request.query),
    });
    app.route({
      ...contractRoute(deposits, TAG),
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
      ...contractRoute(reportOrphans, 'kiosk'),
      handler: async ({ kiosk, body, log }) => {
        await storage.transact((tx) => recordOrphans(tx, kiosk.kioskId, body.orphans, clock.now()));
        log.warn({ kioskId: kiosk.kioskId, orphans: body.orphans.length }, 'notes in the box without an order');
        return { orphanIds: body.orphans.map((orphan) => orphan.orphanId) };
      },
    });
  };
}
