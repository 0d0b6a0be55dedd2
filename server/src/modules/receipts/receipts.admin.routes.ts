import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { adminRoutes } from '../../contract/admin-api.ts';
import { registerCopies } from './receipts.store.ts';

/** Receipts printed in the office, one or many at once: each print is a numbered copy, like those of a kiosk. */
export const receiptsAdminPart: AdminPart = (admin) => async (plugin) => {
  const { storage, clock, gate, publicUrl } = admin;
  const { printReceipts } = adminRoutes;
  plugin.withTypeProvider<ZodTypeProvider>().route({
    ...contractRoute(printReceipts, 'portal'),
    preValidation: gate.require('receipts.view'),
    handler: async (request, reply) => {
      const { prints } = request.body;
      const by = { staffId: gate.staffOf(request).staffId };
      const { communityIds } = admin.booksOf(request);
      const receipts = await registerCopies(storage, prints, { by, communityIds }, clock.now(), publicUrl);
      if (!receipts.ok) return sendProblem(reply, receipts.error);
      for (const { receiptNumber } of prints) {
        await admin.audit(request, { action: 'print-receipt', subject: `receipt:${receiptNumber}`, result: 'ok' });
      }
      return reply.send({ rows: receipts.value });
    },
  });
};
