import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { ledgerRoutes } from '../../contract/ledger-api.ts';
import { monthsUpTo } from './accounting-month.ts';
import { exportAnchors } from './chain/export-anchors.ts';
import { accountLines, accountRows, chainView } from './ledger.views.ts';

const MONTHS_SHOWN = 12;

/** Accounts, their lines and the sealed chain. */
export const ledgerAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { accounts, accountLines: lines, chain, anchors } = ledgerRoutes;

  app.route({
    ...contractRoute(accounts, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request) => {
      const months = monthsUpTo(clock.now(), MONTHS_SHOWN).toReversed();
      return { rows: await accountRows(storage.db, visible(admin, request, request.query.communityId), months) };
    },
  });

  app.route({
    ...contractRoute(lines, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: (request) => {
      const { communityId, before } = request.query;
      return accountLines(storage.db, visible(admin, request, communityId), request.params.accountCode, before);
    },
  });

  app.route({
    ...contractRoute(chain, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: () => chainView(storage.db),
  });

  app.route({
    ...contractRoute(anchors, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const file = await exportAnchors(storage.db, new Map());
      await admin.audit(request, { action: 'export-anchors', subject: 'ledger_block:all', result: 'ok' });
      return reply
        .header('content-disposition', 'attachment; filename="louting-ledger-anchors.json"')
        .type('application/json; charset=utf-8')
        .send(`${JSON.stringify(file, undefined, 1)}\n`);
    },
  });
};

/** Communities of this staff member; `in ()` is no SQL for PostgreSQL, and no community has the empty id. */
function visible(admin: AdminContext, request: FastifyRequest, chosen: string | undefined): string[] {
  const assigned = admin.gate.staffOf(request).communities.map((community) => community.communityId);
  const ids = chosen === undefined ? assigned : assigned.filter((communityId) => communityId === chosen);
  return ids.length > 0 ? ids : [''];
}
