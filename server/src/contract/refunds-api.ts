import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { LocalisedSchema, PaymentMethodSchema } from './kiosk-api.ts';
import { RefundReasonSchema, RefundRouteSchema } from './session-api.ts';

/**
 * Refunds 退款 (money out) and reversals 冲销 (a bill undone) in the portal. They are two things: a reversal moves no
 * money, a refund undoes no bill; a bill whose part is refunded asks for that part again.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Note = z.string().trim().max(200);
const NeededNote = Note.min(2);

export const RefundStateSchema = z.enum([
  'REQUESTED',
  'APPROVING',
  'APPROVED',
  'PROCESSING',
  'SUCCEEDED',
  'FAILED',
  'UNKNOWN',
  'REJECTED',
]);
export type RefundState = z.infer<typeof RefundStateSchema>;

export const RefundSourceSchema = z.enum(['bill', 'prepayment']);
export type RefundSource = z.infer<typeof RefundSourceSchema>;

/** What asks for a second confirmation. */
export const RefundAnomalySchema = z.enum(['same-room-again', 'large-amount']);
export type RefundAnomaly = z.infer<typeof RefundAnomalySchema>;

export const RefundStepKindSchema = z.enum([
  'requested',
  'approved',
  'rejected',
  'escalated',
  'sent',
  'in-hand',
  'unclear',
  'succeeded',
  'failed',
  'rerouted',
  'paid-out',
  'returned',
  'handed-to-staff',
]);
export type RefundStepKind = z.infer<typeof RefundStepKindSchema>;

export const RefundPartSchema = z.object({
  source: RefundSourceSchema,
  /** For a bill part. */
  billId: Id.optional(),
  amountFen: PositiveFenSchema,
});
export type RefundPart = z.infer<typeof RefundPartSchema>;

export const RefundRowSchema = z.object({
  refundId: Id,
  /** Short reference a person can read out, e.g. `7F3K-92QD`. */
  reference: z.string(),
  orderId: Id,
  /** Of the payment it is taken from. */
  orderReference: z.string(),
  state: RefundStateSchema,
  route: RefundRouteSchema,
  method: PaymentMethodSchema,
  amountFen: FenSchema,
  reason: RefundReasonSchema,
  note: z.string(),
  communityName: LocalisedSchema,
  roomId: Id,
  roomCode: z.string(),
  roomLabel: z.string(),
  payerMasked: z.string(),
  /** Absent: asked for by the system. */
  requestedBy: z.string().optional(),
  requestedAt: Moment,
  approvalsNeeded: z.number().int(),
  approvals: z.number().int(),
  anomalies: z.array(RefundAnomalySchema),
  /** Until when the person whose turn it is has to act. */
  dueAt: Moment.optional(),
  escalated: z.boolean(),
  /** Failed, and its money went back to bills and prepayment. */
  returned: z.boolean(),
  paidAt: Moment.optional(),
  /** Business date on which the money is expected at the payer's at the latest. */
  expectedBy: z.iso.date().optional(),
  failureCode: z.string().optional(),
  failureDetail: z.string().optional(),
});
export type RefundRow = z.infer<typeof RefundRowSchema>;

/** What this staff member may do with the refund as it stands; the server checks again. */
export const RefundActionSchema = z.enum([
  'approve',
  'reject',
  'pay-out',
  'reroute',
  'retry',
  'give-up',
  'ask-again',
  'declare',
]);
export type RefundAction = z.infer<typeof RefundActionSchema>;

export const RefundDetailSchema = RefundRowSchema.extend({
  parts: z.array(
    z.object({
      source: RefundSourceSchema,
      itemName: LocalisedSchema.optional(),
      periodFrom: z.iso.date().optional(),
      periodTo: z.iso.date().optional(),
      amountFen: FenSchema,
    }),
  ),
  steps: z.array(
    z.object({
      kind: RefundStepKindSchema,
      at: Moment,
      /** Absent: the system. */
      by: z.string().optional(),
      note: z.string(),
    }),
  ),
  actions: z.array(RefundActionSchema),
});
export type RefundDetail = z.infer<typeof RefundDetailSchema>;

/** What of a payment can still be asked back, and from where. */
export const RefundableSchema = z.object({
  orderId: Id,
  receivedFen: FenSchema,
  /** Asked back before, done or not. */
  askedFen: FenSchema,
  leftFen: FenSchema,
  routes: z.array(RefundRouteSchema),
  parts: z.array(
    z.object({
      billId: Id,
      itemName: LocalisedSchema,
      periodFrom: z.iso.date(),
      periodTo: z.iso.date(),
      paidFen: FenSchema,
      leftFen: FenSchema,
    }),
  ),
  /** What the room's prepayment holds, as far as this payment may take it back. */
  prepaymentLeftFen: FenSchema,
  /** Something about the payment is not explained yet: nothing can be asked back. */
  dispute: z.string().optional(),
});
export type Refundable = z.infer<typeof RefundableSchema>;

export const RequestRefundSchema = z.strictObject({
  /** Made by the page before the first try; asking again with it answers the same refund. */
  refundId: Id,
  orderId: Id,
  parts: z
    .array(
      z.discriminatedUnion('source', [
        z.strictObject({ source: z.literal('bill'), billId: Id, amountFen: PositiveFenSchema }),
        z.strictObject({ source: z.literal('prepayment'), amountFen: PositiveFenSchema }),
      ]),
    )
    .min(1)
    .max(50)
    .refine(
      (parts) => new Set(parts.map((part) => (part.source === 'bill' ? part.billId : ''))).size === parts.length,
      {
        message: 'a bill or prepayment stands twice',
      },
    ),
  route: RefundRouteSchema,
  reason: RefundReasonSchema,
  note: Note,
  /** The second confirmation that LT-2505 asked for. */
  confirmed: z.boolean().default(false),
});

export const RefundsQuerySchema = z.object({
  communityId: Id.optional(),
  state: RefundStateSchema.optional(),
  /** Refunds that wait for a person; `overdue`: beyond their time limit. */
  waiting: z.enum(['person', 'overdue']).optional(),
  /** Refund or order reference, room code or label. */
  search: z.string().max(64).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
});

const refundPath = z.object({ refundId: Id });
const orderPath = z.object({ orderId: Id });

export const refundRoutes = {
  refunds: {
    method: 'GET',
    path: '/admin/v1/refunds',
    query: RefundsQuerySchema,
    response: pageOf(RefundRowSchema).extend({
      /** Of the whole selection, from the database. */
      totals: z.object({ openFen: FenSchema, open: z.number().int(), overdue: z.number().int(), paidFen: FenSchema }),
    }),
  },
  refund: { method: 'GET', path: '/admin/v1/refunds/:refundId', params: refundPath, response: RefundDetailSchema },
  refundable: {
    method: 'GET',
    path: '/admin/v1/payments/:orderId/refundable',
    params: orderPath,
    response: RefundableSchema,
  },
  refundsOfPayment: {
    method: 'GET',
    path: '/admin/v1/payments/:orderId/refunds',
    params: orderPath,
    response: z.object({ rows: z.array(RefundRowSchema) }),
  },
  /** LT-2505 with the anomalies as detail: show them, and ask again with `confirmed`. */
  requestRefund: {
    method: 'POST',
    path: '/admin/v1/refunds',
    body: RequestRefundSchema,
    response: RefundDetailSchema,
  },
  approveRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/approvals',
    params: refundPath,
    body: z.strictObject({ note: Note }),
    response: RefundDetailSchema,
  },
  rejectRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/rejections',
    params: refundPath,
    body: z.strictObject({ note: NeededNote }),
    response: RefundDetailSchema,
  },
  /** Cash was handed over, or the bank transfer made; `note` is the number of the paper. */
  payOutRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/pay-outs',
    params: refundPath,
    body: z.strictObject({ note: NeededNote }),
    response: RefundDetailSchema,
  },
  rerouteRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/routes',
    params: refundPath,
    body: z.strictObject({ route: z.enum(['cash', 'bank']), note: NeededNote }),
    response: RefundDetailSchema,
  },
  retryRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/retries',
    params: refundPath,
    body: z.strictObject({ note: Note }),
    response: RefundDetailSchema,
  },
  giveUpRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/returns',
    params: refundPath,
    body: z.strictObject({ note: NeededNote }),
    response: RefundDetailSchema,
  },
  /** Asks the channel now instead of when it is next due. */
  askAboutRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/queries',
    params: refundPath,
    body: z.strictObject({}),
    response: RefundDetailSchema,
  },
  /** What a person found out in the channel's back office; `note` is the channel's number. */
  declareRefund: {
    method: 'POST',
    path: '/admin/v1/refunds/:refundId/outcomes',
    params: refundPath,
    body: z.strictObject({ outcome: z.enum(['succeeded', 'failed']), note: NeededNote }),
    response: RefundDetailSchema,
  },
} as const;

export const reversalRoutes = {
  /**
   * Undoes a bill 冲销: no money moves to anybody. LT-2515: it has money on it; `moneyTo` moves that to the prepayment of
   * the room first, otherwise it is refunded first.
   */
  reverseBill: {
    method: 'POST',
    path: '/admin/v1/bills/:billId/reversals',
    params: z.object({ billId: Id }),
    body: z.strictObject({ reason: NeededNote, moneyTo: z.literal('prepayment').optional() }),
    response: z.object({ billId: Id, movedToPrepaymentFen: FenSchema }),
  },
} as const;
