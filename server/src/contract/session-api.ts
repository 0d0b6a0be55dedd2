import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';
import { PreferencesSchema } from './owner-preferences.ts';
import { OpenStayRequestSchema, StaySchema } from './parking-stays-api.ts';
import { DisputeNoticeSchema } from './tickets-api.ts';

/** Who stands before the kiosk, and what of their money they may see there. Signed by the kiosk, masked. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative().meta({ description: 'milliseconds since the epoch' });
const BusinessDate = z.iso.date();

// ---- who is it ----

export const CardCredentialSchema = z.object({
  type: z.literal('card'),
  /** Card UID as upper-case hex, 4, 7 or 10 bytes. */
  uid: z.string().regex(/^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/),
  /** The card has proved itself (card-auth-api.ts); without it the number is all there is. */
  authenticationId: Id.optional(),
  /** It left the reader before it could be asked: whether that matters, the books know (LT-1019). */
  takenAway: z.boolean().optional(),
});

/** Somebody who has proved who they are in another way (identification-api.ts), and one of the homes found for them. */
export const IdentifiedCredentialSchema = z.object({
  type: z.literal('identified'),
  identificationId: Id,
  home: z.number().int().nonnegative(),
});

export const CredentialSchema = z.discriminatedUnion('type', [CardCredentialSchema, IdentifiedCredentialSchema]);
export type Credential = z.infer<typeof CredentialSchema>;

export const OpenSessionRequestSchema = z.object({ sessionId: Id, credential: CredentialSchema });

/**
 * What a session may do. `weak`: what a neighbour may know too was enough to open it, so it shows the open bills and
 * takes their payment, and nothing else (LT-1034).
 */
export const StrengthSchema = z.enum(['weak', 'strong']);
export type Strength = z.infer<typeof StrengthSchema>;
export type OpenSessionRequest = z.infer<typeof OpenSessionRequestSchema>;

// ---- what is owed ----

export const BillLineSchema = z.object({
  /** How the amount came about, e.g. `89.50 ㎡ × 2.80 元 × 1 个月`. */
  explanation: LocalisedSchema,
  /** Tier of a metered price, 1-based. */
  tier: z.number().int().positive().optional(),
  amountFen: FenSchema,
});

export const BillSchema = z.object({
  billId: Id,
  /** Masked, of which home: only where the card stands for several. */
  roomLabel: z.string().optional(),
  item: z.object({
    code: z.string(),
    family: z.enum(['property', 'utility', 'parking', 'special']),
    name: LocalisedSchema,
  }),
  periodFrom: BusinessDate,
  periodTo: BusinessDate,
  dueDate: BusinessDate,
  overdue: z.boolean(),
  amountFen: PositiveFenSchema,
  /** What is still to be paid of this bill. */
  outstandingFen: PositiveFenSchema,
  /** Meter readings behind a metered bill, in 0.001 unit. */
  readings: z.object({ previous: z.number().int(), current: z.number().int(), unit: LocalisedSchema }).optional(),
  lines: z.array(BillLineSchema),
});
export type Bill = z.infer<typeof BillSchema>;

export const DuplicatePaymentSchema = z.enum(['refund', 'prepayment']);

/** What the owners of a room agreed to about money that is kept for them. */
export const AgreementSchema = z.object({
  /** Prepayment pays new bills by itself. */
  autoUsePrepayment: z.boolean(),
  /** Where money goes that pays a bill a second time. */
  duplicatePayment: DuplicatePaymentSchema,
});
export type Agreement = z.infer<typeof AgreementSchema>;

export const SessionSchema = z.object({
  sessionId: Id,
  strength: StrengthSchema.default('strong'),
  expiresAt: Moment,
  payerMasked: z.string().meta({ description: 'e.g. 张*' }),
  roomLabel: z.string().meta({ description: 'e.g. 3栋2单元*01' }),
  prepaidFen: FenSchema,
  /** Oldest due date first. */
  bills: z.array(BillSchema),
  totalOutstandingFen: FenSchema,
  /** What the holder of the card chose before. */
  preferences: PreferencesSchema,
  /** Absent while the owners were never asked. */
  agreement: AgreementSchema.optional(),
  /** Orders whose cash this kiosk took off line and the server has booked since: their receipts may be owed. */
  lateOrders: z.array(Id).default([]),
  /** Bills that the owners asked about. */
  disputes: z.array(DisputeNoticeSchema).default([]),
  /** How many refunds of the room there are to look at. */
  refundCount: z.number().int().nonnegative().default(0),
  /** When the first bill that is not made yet will have to be paid. */
  nextDueDate: BusinessDate.optional(),
  /** Opened with a slip: somebody pays for the household, and may see nothing else of it. */
  onBehalf: z.boolean().default(false),
  /** Opened for a car that stands here; there is no household behind it. */
  stay: StaySchema.optional(),
});
export type Session = z.infer<typeof SessionSchema>;

// ---- refunds ----

/** `original`: by the channel the money came; `cash` and `bank`: by staff. */
export const RefundRouteSchema = z.enum(['original', 'cash', 'bank']);
export type RefundRoute = z.infer<typeof RefundRouteSchema>;

export const RefundReasonSchema = z.enum([
  'paid-twice',
  'wrong-bill',
  'wrong-amount',
  'moved-out',
  'service-not-given',
  'other',
]);
export type RefundReason = z.infer<typeof RefundReasonSchema>;

/** A refund as its owner may read it: nothing of who works on it, and none of the staff's own words. */
export const RefundNoticeSchema = z.object({
  /** Short reference a person can read out, e.g. `7F3K-92QD`. */
  reference: z.string(),
  amountFen: PositiveFenSchema,
  reason: RefundReasonSchema,
  route: RefundRouteSchema,
  /** `at-office`: the owner has to come, for the cash or because the money could not go back the way it came. */
  progress: z.enum(['requested', 'approved', 'on-its-way', 'at-office', 'done', 'rejected', 'returned']),
  requestedAt: Moment,
  approvedAt: Moment.optional(),
  /** When it was sent to the channel. */
  sentAt: Moment.optional(),
  /** When it was rejected, given back to the account, or left for the payer. */
  endedAt: Moment.optional(),
  /** Business date until which the money is expected on the account it came from: three to five working days. */
  expectedBy: BusinessDate.optional(),
});
export type RefundNotice = z.infer<typeof RefundNoticeSchema>;

// ---- routes ----

export const sessionRoutes = {
  openSession: { method: 'POST', path: '/kiosk/v1/sessions', body: OpenSessionRequestSchema, response: SessionSchema },
  /** For whoever pays for a car. LT-2863 it has left, LT-2864 nobody saw it come in, LT-2865 no tariff, LT-1008. */
  openStay: {
    method: 'POST',
    path: '/kiosk/v1/parking-stay-sessions',
    body: OpenStayRequestSchema,
    response: SessionSchema,
  },
  closeSession: { method: 'DELETE', path: '/kiosk/v1/sessions/:sessionId', params: z.object({ sessionId: Id }) },
  /** Sent again it replaces what was agreed before. LT-1007 when the session has ended, LT-1034 when it is weak. */
  agree: {
    method: 'POST',
    path: '/kiosk/v1/sessions/:sessionId/agreement',
    params: z.object({ sessionId: Id }),
    body: AgreementSchema.strict(),
    response: AgreementSchema,
  },
  /** Refunds of the session's room of the last three months, newest first. LT-1007 when the session has ended, LT-1034 when it is weak. */
  refundsOfSession: {
    method: 'GET',
    path: '/kiosk/v1/sessions/:sessionId/refunds',
    params: z.object({ sessionId: Id }),
    response: z.object({ refunds: z.array(RefundNoticeSchema) }),
  },
} as const;
