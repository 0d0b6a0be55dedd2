import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import {
  AnomalyRuleSchema,
  FailureCodeSchema,
  LocalisedSchema,
  PaymentMethodSchema,
  PaymentOrderStateSchema,
} from './kiosk-api.ts';

/**
 * Exceptions and anomalies as the portal sees them. An exception is a case about money that somebody must settle by its
 * deadline; an anomaly is a payment or a bill that looked unusual and was meant all the same.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Page = {
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
};

/** `ESCALATED`: open past its deadline. */
export const ExceptionStateSchema = z.enum(['OPEN', 'ESCALATED', 'RESOLVED']);
export type ExceptionState = z.infer<typeof ExceptionStateSchema>;

export const ResolutionSchema = z.enum([
  /** The channel's statement shows the payment: the order is booked as paid. */
  'paid-by-statement',
  /** The channel's statement shows no payment: the order is closed. */
  'not-paid',
  /** The money is kept as prepayment of the room. */
  'to-prepayment',
  /** The money was handed back in cash at the office. */
  'cash-back',
  /** The channel gave money back that had been given up: it is taken from the prepayment of the room. */
  'from-prepayment',
  /** Money is out twice and does not come back: it is a loss. */
  'written-off',
  /** The money was sent back in the channel's own portal; it never came onto the books. */
  'returned-at-channel',
  /** Checked against the statement: there is no such money. */
  'nothing-received',
  /** Nothing is left to do; whoever says so has looked at where the money is. */
  'seen',
  /** Settled by the facts: an outcome became known, a box was counted, a refund arrived. Never chosen by a person. */
  'found-out',
]);
export type Resolution = z.infer<typeof ResolutionSchema>;

/** The portal has words for each code, into which the values go. */
export const FindingSchema = z.object({ code: z.string(), values: z.array(z.string()), inFen: z.boolean() });
export type Finding = z.infer<typeof FindingSchema>;

export const ExceptionRowSchema = z.object({
  exceptionId: Id,
  code: FailureCodeSchema,
  state: ExceptionStateSchema,
  amountFen: FenSchema,
  /** What was found, for staff; no personal data. */
  detail: z.string(),
  finding: FindingSchema,
  raisedAt: Moment,
  deadlineAt: Moment,
  communityName: LocalisedSchema.optional(),
  roomId: Id.optional(),
  roomLabel: z.string().optional(),
  kioskNumber: z.string().optional(),
  orderId: Id.optional(),
  /** What the owner's slip says. */
  reference: z.string().optional(),
  orderState: PaymentOrderStateSchema.optional(),
  method: PaymentMethodSchema.optional(),
  channel: z.enum(['wechat-pay', 'alipay', 'pos']).optional(),
  assignedTo: z.object({ staffId: Id, name: z.string() }).optional(),
  /** Somebody has asked to write it off; another has to confirm by the same resolution. */
  writeOffAsked: z.object({ name: z.string(), at: Moment }).optional(),
  /** How it may be resolved now; empty when something else settles it. */
  resolutions: z.array(ResolutionSchema),
  resolution: ResolutionSchema.optional(),
  resolvedAt: Moment.optional(),
  /** Absent when the facts settled it. */
  resolvedBy: z.string().optional(),
  note: z.string().optional(),
});
export type ExceptionRow = z.infer<typeof ExceptionRowSchema>;

/** One step of what happened, oldest first. */
export const HistoryStepSchema = z.object({
  at: Moment,
  step: z.enum([
    'order-created',
    'code-charged',
    'close-asked',
    'money-taken',
    'money-booked',
    'raised',
    'assigned',
    'released',
    'escalated',
    'resolved',
  ]),
  amountFen: FenSchema.optional(),
  /** Name of the staff member. */
  by: z.string().optional(),
});
export type HistoryStep = z.infer<typeof HistoryStepSchema>;

export const ExceptionDetailSchema = ExceptionRowSchema.extend({
  history: z.array(HistoryStepSchema),
  /** Where the money of the order and of the resolution stands on the books: every line posted for it. */
  postings: z.array(
    z.object({
      at: Moment,
      event: z.string(),
      accountCode: z.string(),
      accountName: LocalisedSchema,
      debitFen: FenSchema,
      creditFen: FenSchema,
    }),
  ),
  /** When the channel is asked next; absent when nothing is left to ask. */
  askedAgainAt: Moment.optional(),
  attempts: z.number().int().optional(),
});
export type ExceptionDetail = z.infer<typeof ExceptionDetailSchema>;

export const ExceptionsPageSchema = pageOf(ExceptionRowSchema).extend({
  /** Of the whole selection but for `state`, from the database. */
  totals: z.array(z.object({ state: ExceptionStateSchema, count: z.number().int(), amountFen: FenSchema })),
  /** Codes that occur in the communities of the selection. */
  codes: z.array(FailureCodeSchema),
});

export const ResolveExceptionSchema = z.strictObject({
  resolution: ResolutionSchema.exclude(['found-out']),
  note: z.string().trim().min(2).max(400),
  /** For `paid-by-statement`: the line of the channel's statement. */
  statement: z
    .strictObject({ transactionId: z.string().trim().min(6).max(64), amountFen: FenSchema, paidAt: Moment })
    .optional(),
});
export type ResolveException = z.infer<typeof ResolveExceptionSchema>;

export const AnomalyRowSchema = z.object({
  anomalyId: Id,
  rule: AnomalyRuleSchema,
  amountFen: FenSchema,
  foundAt: Moment,
  communityName: LocalisedSchema,
  roomId: Id,
  roomLabel: z.string(),
  kioskNumber: z.string().optional(),
  orderId: Id.optional(),
  reference: z.string().optional(),
  orderState: PaymentOrderStateSchema.optional(),
  /** The bill that asks again for what another bill asks for. */
  bill: z
    .object({ billId: Id, itemName: LocalisedSchema, periodFrom: z.iso.date(), periodTo: z.iso.date() })
    .optional(),
  /** The owner was asked and meant it. */
  confirmedAt: Moment.optional(),
  cause: z.string().optional(),
  action: z.string().optional(),
  reviewedBy: z.string().optional(),
  reviewedAt: Moment.optional(),
});
export type AnomalyRow = z.infer<typeof AnomalyRowSchema>;

const exceptionPath = z.object({ exceptionId: Id });

/** `exceptions.view` to see, `exceptions.resolve` to act. */
export const exceptionsRoutes = {
  exceptions: {
    method: 'GET',
    path: '/admin/v1/exceptions',
    query: z.object({
      ...Page,
      communityId: Id.optional(),
      /** `unresolved`: open or escalated. */
      state: z.union([ExceptionStateSchema, z.literal('unresolved')]).optional(),
      code: FailureCodeSchema.optional(),
      /** Order reference, room, or channel transaction. */
      search: z.string().max(64).optional(),
    }),
    response: ExceptionsPageSchema,
  },
  exception: {
    method: 'GET',
    path: '/admin/v1/exceptions/:exceptionId',
    params: exceptionPath,
    response: ExceptionDetailSchema,
  },
  /** Takes a case into one's own hands, or lays it down again. */
  assignException: {
    method: 'POST',
    path: '/admin/v1/exceptions/:exceptionId/assignment',
    params: exceptionPath,
    body: z.strictObject({ take: z.boolean() }),
    response: ExceptionDetailSchema,
  },
  /** The same resolution again answers the same; another one is LT-2114. */
  resolveException: {
    method: 'POST',
    path: '/admin/v1/exceptions/:exceptionId/resolution',
    params: exceptionPath,
    body: ResolveExceptionSchema,
    response: ExceptionDetailSchema,
  },
  anomalies: {
    method: 'GET',
    path: '/admin/v1/anomalies',
    query: z.object({
      ...Page,
      communityId: Id.optional(),
      rule: AnomalyRuleSchema.optional(),
      reviewed: z.enum(['yes', 'no']).optional(),
    }),
    response: pageOf(AnomalyRowSchema),
  },
  /** Writes down cause and action; the first one counts. */
  reviewAnomaly: {
    method: 'POST',
    path: '/admin/v1/anomalies/:anomalyId/review',
    params: z.object({ anomalyId: Id }),
    body: z.strictObject({ cause: z.string().trim().min(2).max(400), action: z.string().trim().min(2).max(400) }),
    response: z.object({}),
  },
} as const;
