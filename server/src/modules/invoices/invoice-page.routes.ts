import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { servePrivatePages } from '../../app/public-page.ts';
import { InvoiceFormatSchema, InvoiceRequestSchema } from '../../contract/invoices-api.ts';
import { invoiceFormPage, invoicePage, noSuchPaymentPage, type PaymentOnPage } from './invoice-page.ts';
import type { InvoicePages } from './invoice-view.ts';
import { invoiceToken } from './invoices.ts';
import { fileOfInvoice, formatsOfInvoice, invoiceOfOrder } from './invoices.store.ts';
import { type InvoicesContext, requestInvoice } from './request-invoice.ts';

const AddressSchema = z.object({ address: z.string().max(96) });
const FileSchema = AddressSchema.extend({ format: InvoiceFormatSchema });
const LIMIT = { rateLimit: { max: 60, timeWindow: 60_000 } };
const MEDIA_TYPES = { pdf: 'application/pdf', ofd: 'application/ofd', xml: 'application/xml; charset=utf-8' } as const;

/** The page behind the invoice code of a payment: whoever holds the code may ask for the invoice and take it. */
export function invoicePagePlugin(context: InvoicesContext & InvoicePages): FastifyPluginAsync {
  const { storage } = context;

  async function paymentAt(address: string): Promise<(PaymentOnPage & { orderId: string }) | undefined> {
    const [orderId = '', token = ''] = address.split('.');
    const expected = Buffer.from(invoiceToken(orderId, context.receiptKey));
    const given = Buffer.from(token);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    const row = await storage.db
      .selectFrom('payment')
      .innerJoin('payment_order', 'payment_order.order_id', 'payment.order_id')
      .innerJoin('community', 'community.community_id', 'payment_order.community_id')
      .select(['company_name', 'reference', 'received_fen', 'payment.paid_at'])
      .where('payment.order_id', '=', orderId)
      .executeTakeFirst();
    return (
      row && {
        orderId,
        address,
        companyName: row.company_name,
        reference: row.reference,
        receivedFen: row.received_fen,
        paidAt: row.paid_at,
      }
    );
  }

  async function pageOf(payment: PaymentOnPage & { orderId: string }): Promise<string> {
    const invoice = await invoiceOfOrder(storage.db, payment.orderId);
    if (!invoice || invoice.state === 'REJECTED') {
      return invoiceFormPage(payment, {}, invoice?.refusal ?? undefined);
    }
    return invoicePage(payment, invoice, await formatsOfInvoice(storage.db, invoice.invoice_id));
  }

  return async (plugin) => {
    servePrivatePages(plugin, 4_096);
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.get('/i/:address', { schema: { hide: true, params: AddressSchema }, config: LIMIT }, async (request, reply) => {
      const payment = await paymentAt(request.params.address);
      void reply.type('text/html; charset=utf-8');
      return payment ? pageOf(payment) : reply.code(404).send(noSuchPaymentPage());
    });

    app.post(
      '/i/:address',
      { schema: { hide: true, params: AddressSchema }, config: LIMIT },
      async (request, reply) => {
        const payment = await paymentAt(request.params.address);
        void reply.type('text/html; charset=utf-8');
        if (!payment) return reply.code(404).send(noSuchPaymentPage());
        const filled = z.record(z.string(), z.string()).catch({}).parse(request.body);
        const wish = InvoiceRequestSchema.safeParse(wishOf(filled));
        if (!wish.success) return reply.code(400).send(invoiceFormPage(payment, filled, 'LT-9001'));
        const requested = await requestInvoice(context, { ...wish.data, orderId: payment.orderId, by: 'page' });
        if (!requested.ok) return reply.code(409).send(invoiceFormPage(payment, filled, requested.error.code));
        return reply.code(303).header('location', `/i/${payment.address}`).send();
      },
    );

    app.get(
      '/i/:address/:format',
      { schema: { hide: true, params: FileSchema }, config: LIMIT },
      async (request, reply) => {
        const payment = await paymentAt(request.params.address);
        const invoice = payment && (await invoiceOfOrder(storage.db, payment.orderId));
        const { format } = request.params;
        const file = invoice && (await fileOfInvoice(storage.db, invoice.invoice_id, format));
        if (!file) return reply.code(404).type('text/html; charset=utf-8').send(noSuchPaymentPage());
        const name = `${invoice.invoice_number}.${format}`;
        return reply
          .type(MEDIA_TYPES[format])
          .header('content-disposition', `attachment; filename="${name}"`)
          .send(file);
      },
    );
  };
}

function wishOf({ kind, name = '', taxNumber = '', email = '' }: Readonly<Record<string, string>>): unknown {
  const buyer =
    kind === 'company' ? { kind, name, taxNumber } : { kind: 'personal', ...(name.trim() === '' ? {} : { name }) };
  return { buyer, ...(email.trim() === '' ? {} : { email: email.trim() }) };
}
