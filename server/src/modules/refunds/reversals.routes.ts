import { fen } from '@louting/common/money';
import { ok } from '@louting/common/result';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { reversalRoutes } from '../../contract/refunds-api.ts';
import { moveToPrepayment } from '../billing/bill-money.store.ts';
import { reverseBill } from '../billing/reversal.store.ts';
import { recordAudit } from '../staff/audit-trail.ts';

/** Reversal 冲销 of a bill in the portal: its voucher is mirrored, and no money leaves. Refunds are refunds.routes.ts. */
export function reversalsPart(): AdminPart {
  return (admin) => {
    const { storage, clock, newId, gate } = admin;
    return async (plugin) => {
      const app = plugin.withTypeProvider<ZodTypeProvider>();
      const route = reversalRoutes.reverseBill;
      app.route({
        ...contractRoute(route, 'portal'),
        preValidation: gate.require('bills.reverse'),
        handler: async (request, reply) => {
          const { billId } = request.params;
          const { reason, moneyTo } = request.body;
          const seen = await admin
            .booksOf(request)
            .bills()
            .select('bill.bill_id')
            .where('bill.bill_id', '=', billId)
            .executeTakeFirst();
          if (!seen) return sendProblem(reply, { code: 'LT-9002' });
          const { staffId } = gate.staffOf(request);
          const about = { action: 'reverse-bill', subject: `bill:${billId}` } as const;
          const reversed = await storage.transact(async (tx) => {
            const moved = moneyTo === undefined ? 0 : await moveToPrepayment(tx, billId, { clock, newId });
            const result = await reverseBill(tx, { billId, reason }, { clock, newId });
            // Money that was moved stays moved only together with the reversal.
            if (!result.ok && moved > 0) throw new Error(`bill ${billId} was emptied and not reversed`);
            if (!result.ok) return result;
            const at = clock.now();
            await recordAudit(tx, newId, { ...about, staffId, at, result: 'ok', address: request.ip });
            return ok(moved);
          });
          if (reversed.ok) return reply.send({ billId, movedToPrepaymentFen: fen(reversed.value) });
          const failure = reversed.error.code === 'LT-2002' ? ({ code: 'LT-2515' } as const) : reversed.error;
          await admin.audit(request, { ...about, result: failure.code });
          return sendProblem(reply, failure);
        },
      });
    };
  };
}
