import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { ProblemSchema } from './kiosk-api.ts';

/** E-invoices 数电票 of payments: asked for at the kiosk, on the page behind its code, or by staff. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();

export const InvoiceStateSchema = z.enum(['REQUESTED', 'ISSUING', 'ISSUED', 'RED_REQUIRED', 'RED_ISSUED', 'REJECTED']);
export const InvoiceFormatSchema = z.enum(['pdf', 'ofd', 'xml']);

/** Who the invoice is made out to; a person without a name is the owner of the room. */
export const InvoiceBuyerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('personal'), name: z.string().max(100).optional() }),
  z.strictObject({ kind: z.literal('company'), name: z.string().max(100), taxNumber: z.string().max(32) }),
]);

export const InvoiceRequestSchema = z.strictObject({
  buyer: InvoiceBuyerSchema,
  /** Where the files are sent as well; they can always be taken by the page. */
  email: z.email().max(254).optional(),
});

/** The invoice of a payment as its payer sees it. */
export const InvoiceViewSchema = z.object({
  /** `none`: nobody has asked for one; `ISSUED` once its files can be taken. */
  state: z.enum(['none', ...InvoiceStateSchema.options]),
  /** Page on which it can be asked for and taken; shown as a code, so that a phone does the typing. */
  pageUrl: z.string(),
  /** With `none`: what it would be in the owner's own name; a `failure` instead when nothing can be invoiced. */
  amountFen: FenSchema.optional(),
  buyerMasked: z.string().optional(),
  invoiceNumber: z.string().optional(),
  failure: ProblemSchema.optional(),
});
export type InvoiceView = z.infer<typeof InvoiceViewSchema>;

const orderPath = z.object({ orderId: Id });

/** Signed by the kiosk, as all of `/kiosk/v1`. */
export const kioskInvoiceRoutes = {
  requestInvoice: {
    method: 'POST',
    path: '/kiosk/v1/payment-orders/:orderId/invoice',
    params: orderPath,
    body: InvoiceRequestSchema,
    response: InvoiceViewSchema,
  },
  invoice: {
    method: 'GET',
    path: '/kiosk/v1/payment-orders/:orderId/invoice',
    params: orderPath,
    response: InvoiceViewSchema,
  },
} as const;

export const InvoiceRowSchema = z.object({
  invoiceId: Id,
  orderId: Id,
  kind: z.enum(['blue', 'red']),
  state: InvoiceStateSchema,
  buyerKind: z.enum(['personal', 'company']),
  /** A person's name is masked, a company's is not. */
  buyerShown: z.string(),
  amountFen: FenSchema,
  taxFen: FenSchema,
  invoiceNumber: z.string().optional(),
  issuedAt: Moment.optional(),
  requestedAt: Moment,
  requestedBy: z.enum(['kiosk', 'page', 'staff', 'refund']),
  reference: z.string(),
  receiptNumber: z.string().optional(),
  roomId: Id,
  roomLabel: z.string(),
  refusal: z.string().optional(),
  formats: z.array(InvoiceFormatSchema),
  mails: z.array(
    z.object({
      addressMasked: z.string(),
      state: z.enum(['QUEUED', 'SENT', 'FAILED']),
      sentAt: Moment.optional(),
      failure: z.string().optional(),
    }),
  ),
});
export type InvoiceRowView = z.infer<typeof InvoiceRowSchema>;

export const InvoicesQuerySchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
  communityId: Id.optional(),
  /** Invoice number, payment reference, receipt number or room. */
  search: z.string().max(64).optional(),
  state: InvoiceStateSchema.optional(),
});

export const adminInvoiceRoutes = {
  invoices: {
    method: 'GET',
    path: '/admin/v1/invoices',
    query: InvoicesQuerySchema,
    /** Sums of the whole selection, red ones below zero. */
    response: pageOf(InvoiceRowSchema).extend({ totals: z.object({ amountFen: FenSchema, taxFen: FenSchema }) }),
  },
  requestInvoice: {
    method: 'POST',
    path: '/admin/v1/payments/:orderId/invoice',
    params: orderPath,
    body: InvoiceRequestSchema,
    response: z.object({ invoiceId: Id }),
  },
  mailInvoice: {
    method: 'POST',
    path: '/admin/v1/invoices/:invoiceId/mails',
    params: z.object({ invoiceId: Id }),
    body: z.strictObject({ email: z.email().max(254) }),
    response: z.object({ invoiceId: Id }),
  },
  /** Answers the file itself. */
  file: {
    method: 'GET',
    path: '/admin/v1/invoices/:invoiceId/files/:format',
    params: z.object({ invoiceId: Id, format: InvoiceFormatSchema }),
  },
} as const;
