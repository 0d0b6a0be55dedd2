import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { adminMaintenanceRoutes, kioskMaintenanceRoutes } from '../../contract/maintenance-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { recordAudit } from '../staff/audit-trail.ts';
import { checkMaintenanceCode, issueMaintenanceCode } from './maintenance-codes.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;

/** The office gives out codes. */
export function maintenanceAdminPart(admin: AdminContext): FastifyPluginAsync {
  const { storage, clock, gate } = admin;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { createCode } = adminMaintenanceRoutes;
    app.route({
      method: createCode.method,
      url: createCode.path,
      schema: { tags: ['portal'], params: createCode.params, response: { 200: createCode.response, ...PROBLEM } },
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request, reply) => {
        const { kioskId } = request.params;
        const kiosk = admin.booksOf(request).kiosks().select('kiosk_id').where('kiosk_id', '=', kioskId);
        if (!(await kiosk.executeTakeFirst())) return sendProblem(reply, { code: 'LT-9002' });
        const { staffId } = gate.staffOf(request);
        const issued = await issueMaintenanceCode(storage, kioskId, staffId, clock.now());
        await admin.audit(request, { action: 'issue-maintenance-code', subject: `kiosk:${kioskId}`, result: 'ok' });
        return issued;
      },
    });
  };
}

interface KioskMaintenance {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Somebody types one at the kiosk. Expects kiosks to be identified. */
export function kioskMaintenancePlugin({ storage, clock, newId }: KioskMaintenance): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { open } = kioskMaintenanceRoutes;
    app.route({
      method: open.method,
      url: open.path,
      schema: { tags: ['kiosk'], body: open.body, response: { 200: open.response, ...PROBLEM } },
      handler: async ({ kiosk: { kioskId }, body, ip, log }, reply) => {
        const at = clock.now();
        const checked = await checkMaintenanceCode(storage, kioskId, body.code, at);
        log.info({ kioskId, opened: checked.ok }, 'maintenance code typed');
        if (!checked.ok) return sendProblem(reply, checked.error);
        const { issuedBy: staffId } = checked.value;
        const entry = { action: 'open-maintenance', subject: `kiosk:${kioskId}`, result: 'ok' } as const;
        await storage.transact((tx) => recordAudit(tx, newId, { ...entry, staffId, at, address: ip }));
        return {};
      },
    });
  };
}
