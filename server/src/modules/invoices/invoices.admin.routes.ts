import { failed } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { adminInvoiceRoutes } from '../../contract/invoices-api.ts';
import { fileOfInvoice } from './invoices.store.ts';
import { listInvoices } from './invoices.view.ts';
import { queueMail, requestInvoice } from './request-invoice.ts';

const NOT_FOUND = failed('LT-9002').error;

/** Invoices in the portal: list, ask for one, send one, look at the archived files. */
export function invoiceAdminPart(admin: AdminContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { invoices, requestInvoice: ask, mailInvoice, file } = adminInvoiceRoutes;

    app.route({
      ...contractRoute(invoices, 'portal'),
      preValidation: gate.require('invoices.view'),
      handler: (request) => listInvoices(admin.booksOf(request, request.query.communityId), request.query),
    });

    app.route({
      ...contractRoute(ask, 'portal'),
      preValidation: gate.require('invoices.manage'),
      handler: async (request, reply) => {
        const { orderId } = request.params;
        const visible = await admin
          .booksOf(request)
          .orders()
          .select('payment_order.order_id')
          .where('payment_order.order_id', '=', orderId)
          .executeTakeFirst();
        if (!visible) return sendProblem(reply, NOT_FOUND);
        const by = `staff:${gate.staffOf(request).staffId}`;
        const requested = await requestInvoice(admin, { ...request.body, orderId, by });
        await admin.auditOutcome(request, { action: 'request-invoice', subject: `payment:${orderId}` }, requested);
        return requested.ok ? { invoiceId: requested.value.invoice_id } : sendProblem(reply, requested.error);
      },
    });

    app.route({
      ...contractRoute(mailInvoice, 'portal'),
      preValidation: gate.require('invoices.manage'),
      handler: async (request, reply) => {
        const { invoiceId } = request.params;
        const visible = await admin
          .booksOf(request)
          .invoices()
          .select('invoice.invoice_id')
          .where('invoice.invoice_id', '=', invoiceId)
          .executeTakeFirst();
        if (!visible) return sendProblem(reply, NOT_FOUND);
        await storage.transact((tx) => queueMail(tx, admin, invoiceId, request.body.email));
        await admin.audit(request, { action: 'mail-invoice', subject: `invoice:${invoiceId}`, result: 'ok' });
        return { invoiceId };
      },
    });

    app.route({
      ...contractRoute(file, 'portal'),
      preValidation: gate.require('invoices.view'),
      handler: async (request, reply) => {
        const { invoiceId, format } = request.params;
        const visible = await admin
          .booksOf(request)
          .invoices()
          .select('invoice.invoice_number')
          .where('invoice.invoice_id', '=', invoiceId)
          .executeTakeFirst();
        const content = visible && (await fileOfInvoice(storage.db, invoiceId, format));
        if (!content) return sendProblem(reply, NOT_FOUND);
        await admin.audit(request, { action: 'view-invoice', subject: `invoice:${invoiceId}`, result: 'ok' });
        return reply
          .type('application/octet-stream')
          .header('content-disposition', `attachment; filename="${visible.invoice_number}.${format}"`)
          .send(content);
      },
    });
  };
}
