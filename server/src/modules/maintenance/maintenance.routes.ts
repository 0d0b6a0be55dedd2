import type { KeyObject } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { agreementPublicOfSigner, maintenanceAnswer } from '../../contract/maintenance-answer.ts';
import { adminMaintenanceRoutes, kioskMaintenanceRoutes } from '../../contract/maintenance-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { recordAudit } from '../staff/audit-trail.ts';
import { checkMaintenanceCode, issueMaintenanceCode } from './maintenance-codes.ts';

/** The office gives out codes, and answers kiosks that have no line. */
export function maintenanceAdminPart(office: KeyObject): AdminPart {
  return (admin) => async (plugin) => {
    const { storage, clock, gate } = admin;
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { createCode, answer } = adminMaintenanceRoutes;
    app.route({
      ...contractRoute(createCode, 'portal'),
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
    app.route({
      ...contractRoute(answer, 'portal'),
      preValidation: gate.require('kiosks.enrol'),
      handler: async (request, reply) => {
        const { kioskId } = request.params;
        const kiosk = admin.booksOf(request).kiosks().select('kiosk_id').where('kiosk_id', '=', kioskId);
        const key = (await kiosk.executeTakeFirst()) && (await newestKeyOf(storage, kioskId));
        if (key === undefined) return sendProblem(reply, { code: 'LT-9002' });
        await admin.audit(request, { action: 'answer-maintenance', subject: `kiosk:${kioskId}`, result: 'ok' });
        return { answer: maintenanceAnswer(office, agreementPublicOfSigner(key), request.body.question) };
      },
    });
  };
}

async function newestKeyOf({ db }: Storage, kioskId: string): Promise<string | undefined> {
  const key = await db
    .selectFrom('kiosk_key')
    .select('public_key')
    .where('kiosk_id', '=', kioskId)
    .where('revoked_at', 'is', null)
    .orderBy('enrolled_at', 'desc')
    .executeTakeFirst();
  return key?.public_key;
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
      ...contractRoute(open, 'kiosk'),
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
