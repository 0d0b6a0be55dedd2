import type { Clock } from '@louting/common/clock';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { kioskRoutes } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { receiptByAddress, registerCopies } from './receipts.store.ts';
import { noSuchReceiptPage, verifyPage } from './verify-page.ts';

interface ReceiptRoutesDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly publicUrl: string;
}

/** Further copies 补打. Expects kiosks to be identified. */
export function receiptRoutesPlugin(dependencies: ReceiptRoutesDependencies): FastifyPluginAsync {
  return async (plugin) => {
    const { reprintReceipt } = kioskRoutes;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(reprintReceipt, 'receipts'),
      handler: async ({ kiosk, params, body }, reply) => {
        const { storage, clock, publicUrl } = dependencies;
        const request = { receiptNumber: params.receiptNumber, copyId: body.copyId };
        const printer = { by: kiosk, communityIds: [kiosk.communityId] };
        const copies = await registerCopies(storage, [request], printer, clock.now(), publicUrl);
        if (!copies.ok) return sendProblem(reply, copies.error);
        const [receipt] = copies.value;
        return receipt;
      },
    });
  };
}

/** The public page behind the QR code of a receipt: is this paper real? And from there to its invoice. */
export function receiptPagePlugin(dependencies: {
  readonly storage: Storage;
  readonly invoicePathOf: (orderId: string) => string;
}): FastifyPluginAsync {
  const { storage, invoicePathOf } = dependencies;
  return async (plugin) => {
    plugin.withTypeProvider<ZodTypeProvider>().route({
      method: 'GET',
      url: '/r/:address',
      schema: { hide: true, params: z.object({ address: z.string().max(96) }) },
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      handler: async ({ params }, reply) => {
        const found = await receiptByAddress(storage.db, params.address);
        return reply
          .code(found ? 200 : 404)
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('x-robots-tag', 'noindex')
          .send(found ? verifyPage(found.receipt, invoicePathOf(found.orderId)) : noSuchReceiptPage());
      },
    });
  };
}
