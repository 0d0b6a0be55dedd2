import { FAILURE_CODES, type FailureCode } from '@louting/common/failure-codes';
import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { CardProbeSchema } from './card-auth-api.ts';
import { WayInSchema } from './identification-api.ts';

/**
 * What a kiosk and the server say to each other. Every request but the enrolment is signed by the kiosk's own
 * Ed25519 key (RFC 9421, covering `@method`, `@target-uri` and `content-digest`). All money is integer fen, all times are
 * milliseconds since the epoch, all business dates are `YYYY-MM-DD` in Asia/Shanghai.
 * Personal data arrives masked; a kiosk never sees a full name, phone number or card number.
 */

export const FailureCodeSchema = z.enum(Object.keys(FAILURE_CODES) as [FailureCode, ...FailureCode[]]);

/** Body of every answer above 399. */
export const ProblemSchema = z.object({ code: FailureCodeSchema, detail: z.string().optional() });
export type Problem = z.infer<typeof ProblemSchema>;

const Id = z.uuid();
const Moment = z.number().int().nonnegative().meta({ description: 'milliseconds since the epoch' });
/** The same words in each language. Traditional characters are added to what a kiosk is told: nobody types them. */
export const LocalisedSchema = z.object({ 'zh-CN': z.string(), 'zh-TW': z.string().optional(), en: z.string() });
export type Localised = z.infer<typeof LocalisedSchema>;

// ---- enrolment and heartbeat ----

export const EnrolmentRequestSchema = z.object({
  code: z.string().min(8).max(64),
  /** Ed25519 public key, raw 32 bytes, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

export const PaymentMethodSchema = z.enum(['wechat-qr', 'alipay-qr', 'payer-code', 'cash', 'bank-card']);
export type PaymentMethod = z.infer<typeof PaymentMethodSchema>;

/** Whether a kiosk may take cash for shown bills while it cannot reach the server, and how much, in fen. */
export const OfflineCashSchema = z.object({ enabled: z.boolean(), perSessionFen: FenSchema, perDayFen: FenSchema });
export type OfflineCash = z.infer<typeof OfflineCashSchema>;

export const KioskConfigurationSchema = z.object({
  kioskId: Id,
  /** `K001`: printed on receipts and part of the receipt number series. */
  kioskNumber: z.string(),
  community: LocalisedSchema,
  companyName: z.string(),
  location: z.string(),
  servicePhone: z.string(),
  methods: z.array(PaymentMethodSchema),
  /** Ways to say who one is, that are offered and that the server can serve. */
  ways: z.array(WayInSchema).prefault(['card']),
  /** What is tried on a card to find out by what it can prove itself. */
  cardProbes: z.array(CardProbeSchema).max(8).default([]),
  /** With this the office answers a kiosk without a line: public X25519 key, base64url. See maintenance-answer.ts. */
  maintenanceKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
  /** Denominations the acceptor may take, in fen. */
  acceptedNotes: z.array(PositiveFenSchema),
  /** A kiosk that was told nothing of it takes no cash off line. */
  offlineCash: OfflineCashSchema.prefault({ enabled: false, perSessionFen: 0, perDayFen: 0 }),
  /** A barrier gate tells of the cars here, and what they owe can be paid. */
  parkingStays: z.boolean().default(false),
  /** How soon the help desk means to answer: what an owner may be told. */
  helpDesk: z
    .object({ unansweredSeconds: z.number().int().positive(), disputeDays: z.number().int().positive() })
    .default({ unansweredSeconds: 60, disputeDays: 3 }),
});
export type KioskConfiguration = z.infer<typeof KioskConfigurationSchema>;

export const EnrolmentSchema = z.object({ keyId: z.string(), configuration: KioskConfigurationSchema });
export type Enrolment = z.infer<typeof EnrolmentSchema>;

export const DeviceRoleSchema = z.enum([
  'card-reader',
  'cash-acceptor',
  'coin-acceptor',
  'change-dispenser',
  'receipt-printer',
  'barcode-reader',
  'payment-terminal',
  'cabinet',
  'ups',
]);
export type DeviceRole = z.infer<typeof DeviceRoleSchema>;

export const DeviceReportSchema = z.object({
  role: DeviceRoleSchema,
  state: z.enum(['ok', 'attention', 'failed', 'absent']),
  code: FailureCodeSchema.optional(),
});
export type DeviceReport = z.infer<typeof DeviceReportSchema>;

export const HeartbeatSchema = z.object({
  at: Moment,
  startedAt: Moment,
  version: z.string(),
  screen: z.string(),
  /** True while nobody uses the kiosk. */
  idle: z.boolean(),
  devices: z.array(DeviceReportSchema),
  /** Intents in the journal whose outcome is still open. */
  openIntents: z.number().int().nonnegative(),
});
export type Heartbeat = z.infer<typeof HeartbeatSchema>;

export const HeartbeatAnswerSchema = z.object({
  serverTime: Moment,
  configuration: KioskConfigurationSchema,
  /** The office wants the bank-card terminal's own totals; `settles`: even where asking closes the terminal's day. */
  totalsAsked: z.array(z.object({ totalsId: Id, settles: z.boolean() })).optional(),
});

// ---- payment orders ----

export const PaymentOrderStateSchema = z.enum(['CREATED', 'PENDING', 'SUCCEEDED', 'FAILED', 'CLOSED', 'UNKNOWN']);
export type PaymentOrderState = z.infer<typeof PaymentOrderStateSchema>;
export const FINAL_ORDER_STATES: ReadonlySet<PaymentOrderState> = new Set(['SUCCEEDED', 'FAILED', 'CLOSED']);

/** What makes a payment unusual enough to ask whether it is meant. */
export const AnomalyRuleSchema = z.enum(['amount-over-limit', 'repeated-payment', 'billed-twice']);
export type AnomalyRule = z.infer<typeof AnomalyRuleSchema>;

/** The `detail` of a problem with the code LT-2113: the rules that ask for a confirmation, parted by a blank. */
export function rulesToConfirm(problem: Pick<Problem, 'code' | 'detail'>): AnomalyRule[] {
  if (problem.code !== 'LT-2113') return [];
  return (problem.detail ?? '').split(' ').flatMap((word) => AnomalyRuleSchema.safeParse(word).data ?? []);
}

export const OrderPurposeSchema = z.enum(['bills', 'prepayment']);
export type OrderPurpose = z.infer<typeof OrderPurposeSchema>;

/** What one prepayment may be, in fen. */
export const PREPAYMENT_RANGE = { leastFen: 100, mostFen: 2_000_000 } as const;

export const CreatePaymentOrderSchema = z.object({
  /** Made and journaled by the kiosk before this call; sending it again answers the same order. */
  orderId: Id,
  sessionId: Id,
  /** `prepayment`: nothing is owed for it, all of it is kept for the room and refundable in full; it names no bill. */
  purpose: OrderPurposeSchema.default('bills'),
  billIds: z.array(Id).max(200),
  /**
   * Sum of the outstanding amounts the owner saw; refused with LT-2005 when the books say otherwise. For a prepayment
   * what the owner chose, within `PREPAYMENT_RANGE`.
   */
  amountFen: PositiveFenSchema,
  method: PaymentMethodSchema,
  /**
   * Cash that the kiosk took while it could not reach the server: told afterwards, and booked whatever has become of
   * session and bills, because the money is in the box.
   */
  takenOffline: z
    .object({
      since: Moment.meta({ description: 'when the kiosk found the line gone' }),
      openedAt: Moment.meta({ description: 'when the owner began to pay' }),
    })
    .optional(),
  /** The owner pays a part: any amount up to the sum, oldest due date first. More than the sum is LT-2005. */
  partial: z.boolean().optional(),
  /** Anomalies the owner has looked at and means: answer to LT-2113, sent with the same order id. */
  confirmed: z.array(AnomalyRuleSchema).max(AnomalyRuleSchema.options.length).optional(),
});
export type CreatePaymentOrder = z.infer<typeof CreatePaymentOrderSchema>;
/** As a kiosk sends it: what has a default may be left out. */
export type CreatePaymentOrderRequest = z.input<typeof CreatePaymentOrderSchema>;

/** What finds a card sale again at the terminal and the acquirer; of the card six and four digits at most. */
export const CardSlipSchema = z.object({
  terminalId: z.string(),
  batch: z.string().optional(),
  trace: z.string().optional(),
  cardMasked: z.string().optional(),
});
export type CardSlip = z.infer<typeof CardSlipSchema>;

export const ReceiptSchema = z.object({
  receiptNumber: z.string(),
  /** 0 is the first print; n > 0 is the n-th reprint and must be marked 补打. */
  copyNumber: z.number().int().nonnegative(),
  communityName: z.string(),
  companyName: z.string(),
  roomLabel: z.string(),
  payerMasked: z.string(),
  lines: z.array(z.object({ itemName: z.string(), period: z.string(), amountFen: FenSchema })),
  totalFen: FenSchema,
  /** 大写 */
  totalCapitals: z.string(),
  methodName: z.string(),
  channelReferenceMasked: z.string().optional(),
  /** Paid by bank card: what its slip would say. */
  card: CardSlipSchema.optional(),
  paidAt: Moment,
  kioskNumber: z.string(),
  /** Part of the payment kept as prepayment. */
  toPrepaymentFen: FenSchema,
  prepaidAfterFen: FenSchema,
  /**
   * Money that paid a bill a second time and goes back by itself to where it came from, within three to five working
   * days. `waits-for-office`: not before people have agreed; until then it is part of `toPrepaymentFen`.
   */
  refund: z
    .object({
      amountFen: PositiveFenSchema,
      to: z.enum(['wechat-pay', 'alipay']),
      state: z.enum(['on-its-way', 'waits-for-office']),
    })
    .optional(),
  verifyUrl: z.string(),
  servicePhone: z.string(),
});
export type Receipt = z.infer<typeof ReceiptSchema>;

export const PaymentOrderSchema = z.object({
  orderId: Id,
  state: PaymentOrderStateSchema,
  method: PaymentMethodSchema,
  amountFen: PositiveFenSchema,
  /** Short reference a person can read out, e.g. `7F3K-92QD`. */
  reference: z.string(),
  qr: z.object({ content: z.string(), expiresAt: Moment }).optional(),
  failure: ProblemSchema.optional(),
  receipt: ReceiptSchema.optional(),
});
export type PaymentOrder = z.infer<typeof PaymentOrderSchema>;

export const SubmitPayerCodeSchema = z.object({ payerCode: z.string().regex(/^\d{16,24}$/) });

export const StackedNoteSchema = z.object({
  /** Made by the kiosk before the note was taken; a note is credited once by this id, whoever sends it. */
  noteId: Id,
  denominationFen: PositiveFenSchema,
  stackedAt: Moment,
});
export type StackedNote = z.infer<typeof StackedNoteSchema>;

export const PaidChangeSchema = z.object({
  /** Made by the kiosk before the first coin: the payout's id at the device. */
  changeId: Id,
  requestedFen: PositiveFenSchema,
  /** Surely paid out; what is missing stays with the payment. */
  paidFen: FenSchema,
  /** Ordered, and nobody can tell whether it was paid: staff count (LT-2325). */
  doubtFen: FenSchema,
});
export type PaidChange = z.infer<typeof PaidChangeSchema>;

export const CashSettlementRequestSchema = z.object({
  /** Empty only when the outcome of every note is in doubt. */
  notes: z.array(StackedNoteSchema).max(500),
  /**
   * What the money is for. `bills`: the order's bills, oldest due date first, as far as it goes.
   * `prepayment`: the owner stopped and chose to keep it as prepayment.
   */
  disposition: z.enum(['bills', 'prepayment']),
  /** What to do with more than the bills need: only `prepayment` is a consent; without it staff resolve the rest. */
  excess: z.enum(['prepayment', 'unclaimed']),
  /** The kiosk restarted in the middle; nobody may be standing there. */
  recovered: z.boolean(),
  /** Notes whose outcome the device could not tell: no credit, staff count decides (LT-2302). */
  suspenseNotes: z
    .array(StackedNoteSchema.omit({ stackedAt: true }))
    .max(500)
    .default([]),
  /** Absent: none was given. */
  change: PaidChangeSchema.optional(),
});
export type CashSettlementRequest = z.infer<typeof CashSettlementRequestSchema>;

// ---- routes ----

const orderPath = z.object({ orderId: Id });

/** Paths are below the server's origin; `response` is the body of a 200. */
export const kioskRoutes = {
  enrol: { method: 'POST', path: '/kiosk/v1/enrolments', body: EnrolmentRequestSchema, response: EnrolmentSchema },
  heartbeat: { method: 'POST', path: '/kiosk/v1/heartbeats', body: HeartbeatSchema, response: HeartbeatAnswerSchema },
  createPaymentOrder: {
    method: 'POST',
    path: '/kiosk/v1/payment-orders',
    body: CreatePaymentOrderSchema,
    response: PaymentOrderSchema,
  },
  /** Answers at once when the state differs from `knownState`, else when it changes or after `waitMs`. */
  watchPaymentOrder: {
    method: 'GET',
    path: '/kiosk/v1/payment-orders/:orderId',
    params: orderPath,
    query: z.object({
      knownState: PaymentOrderStateSchema.optional(),
      waitMs: z.coerce.number().int().min(0).max(25_000).default(0),
    }),
    response: PaymentOrderSchema,
  },
  /** Scanned payer code: the channel charges the payer; the outcome comes by watching the order. */
  submitPayerCode: {
    method: 'POST',
    path: '/kiosk/v1/payment-orders/:orderId/payer-code',
    params: orderPath,
    body: SubmitPayerCodeSchema,
    response: PaymentOrderSchema,
  },
  /** Query, close, query again: a payment that won the race is booked and answered as SUCCEEDED. */
  closePaymentOrder: {
    method: 'POST',
    path: '/kiosk/v1/payment-orders/:orderId/close',
    params: orderPath,
    response: PaymentOrderSchema,
  },
  /** Books the notes of a cash order exactly once; sending it again answers the same booking. */
  settleCash: {
    method: 'POST',
    path: '/kiosk/v1/payment-orders/:orderId/cash-settlement',
    params: orderPath,
    body: CashSettlementRequestSchema,
    response: PaymentOrderSchema,
  },
  /** Registers a further copy and answers the receipt with its new copy number. */
  reprintReceipt: {
    method: 'POST',
    path: '/kiosk/v1/receipts/:receiptNumber/copies',
    params: z.object({ receiptNumber: z.string() }),
    body: z.object({ copyId: Id }),
    response: ReceiptSchema,
  },
} as const;
