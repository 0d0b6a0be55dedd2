import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { kioskInvoiceRoutes } from '../../contract/invoices-api.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { findOrder, type OrderRow } from '../payments/orders.store.ts';
import { sessionOfKiosk } from '../sessions/sessions.store.ts';
import { type InvoicePages, invoiceView } from './invoice-view.ts';
import { type InvoicesContext, requestInvoice } from './request-invoice.ts';

/** Invoices of what was paid at the kiosk that asks, in a session that may ask for them. Expects kiosks to be identified. */
export function invoiceRoutesPlugin(context: InvoicesContext & InvoicePages): FastifyPluginAsync {
  const { storage } = context;

  async function orderHere(kiosk: KioskIdentity, orderId: string): Promise<Result<OrderRow>> {
    const order = await findOrder(storage.db, orderId);
    if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
    const session = await sessionOfKiosk(storage.db, kiosk.kioskId, order.session_id);
    return session?.partyId === undefined ? failed('LT-1034') : ok(order);
  }

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { requestInvoice: ask, invoice } = kioskInvoiceRoutes;

    app.route({
      ...contractRoute(ask, 'invoices'),
      handler: async ({ kiosk, params, body }, reply) => {
        const order = await orderHere(kiosk, params.orderId);
        if (!order.ok) return sendProblem(reply, order.error);
        const wish = { ...params, buyer: body.buyer, email: body.email, by: `kiosk:${kiosk.kioskId}` };
        const requested = await requestInvoice(context, wish);
        if (!requested.ok) return sendProblem(reply, requested.error);
        return invoiceView(storage.db, context, params.orderId);
      },
    });

    app.route({
      ...contractRoute(invoice, 'invoices'),
      handler: async ({ kiosk, params }, reply) => {
        const order = await orderHere(kiosk, params.orderId);
        if (!order.ok) return sendProblem(reply, order.error);
        return invoiceView(storage.db, context, params.orderId);
      },
    });
  };
}
