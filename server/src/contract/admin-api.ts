import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import {
  CardSlipSchema,
  DeviceReportSchema,
  LocalisedSchema,
  PaymentMethodSchema,
  PaymentOrderStateSchema,
  ReceiptSchema,
} from './kiosk-api.ts';
import { BillSchema } from './session-api.ts';

/**
 * What the admin portal and the server say to each other. Signed in by a session cookie (`HttpOnly`, `SameSite=Strict`);
 * changing requests also carry the `x-csrf-token` answered by `me`. Requests a page makes by itself, to stay fresh, carry
 * `x-background: 1` and do not keep the log-in alive. Staff see only the communities they are assigned to.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();

export const RoleSchema = z.enum(['system-admin', 'business-admin', 'finance-auditor', 'cashier', 'dunning-clerk']);
export type Role = z.infer<typeof RoleSchema>;

export const PermissionSchema = z.enum([
  'kiosks.view',
  'kiosks.enrol',
  'help-calls.answer',
  'tickets.view',
  'tickets.manage',
  'payments.view',
  'receipts.view',
  'households.view',
  'exceptions.view',
  'exceptions.resolve',
  'refunds.view',
  'refunds.request',
  'refunds.approve',
  'bills.reverse',
  'deposits.manage',
  'leases.manage',
  'stays.view',
  'stays.let-out',
  'parking-tariffs.set',
  'agreements.manage',
  'cash.view',
  'cash.collect',
  'cash.close',
  'invoices.view',
  'invoices.manage',
  'transfer-slips.view',
  'transfer-slips.register',
  'reconciliation.view',
  'reconciliation.manage',
  'ledger.view',
  'ledger.close',
]);
export type Permission = z.infer<typeof PermissionSchema>;

/** Why a new password is refused. */
export const PasswordWeaknessSchema = z.enum([
  'too-short',
  'too-long',
  'contains-user-name',
  'too-few-different',
  'common',
]);
export type PasswordWeakness = z.infer<typeof PasswordWeaknessSchema>;

export const LoginRequestSchema = z.object({
  userName: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});
export const StaffSchema = z.object({
  staffId: Id,
  userName: z.string(),
  name: z.string(),
  roles: z.array(RoleSchema),
  /** What the roles allow together; the server checks again at each request. */
  permissions: z.array(PermissionSchema),
  csrfToken: z.string(),
  communities: z.array(z.object({ communityId: Id, name: LocalisedSchema })),
});
export type Staff = z.infer<typeof StaffSchema>;

export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), total: z.number().int() });
}
const PageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
});

export const KioskRowSchema = z.object({
  kioskId: Id,
  kioskNumber: z.string(),
  communityName: LocalisedSchema,
  location: z.string(),
  /** `down`: no heartbeat for three minutes. `attention`: alive, but a device is not ok. */
  state: z.enum(['ok', 'attention', 'down', 'not-enrolled', 'retired']),
  /** Since when it is in this state. */
  since: Moment,
  lastSeenAt: Moment.optional(),
  version: z.string().optional(),
  screen: z.string().optional(),
  idle: z.boolean().optional(),
  openIntents: z.number().int().optional(),
  devices: z.array(DeviceReportSchema),
  /** Calls that nobody has taken up yet. */
  helpCalls: z.array(z.object({ ticketId: Id, at: Moment, screen: z.string() })),
  /** Book balance of the kiosk's cash box. */
  cashBoxFen: FenSchema,
  receivedTodayFen: FenSchema,
  paymentsToday: z.number().int(),
});
export type KioskRow = z.infer<typeof KioskRowSchema>;

/** Derived from the refunds of a payment, never stored. `REFUNDING`: asked back, and nothing has left yet. */
export const RefundStateOfPaymentSchema = z.enum(['REFUNDING', 'PARTLY_REFUNDED', 'REFUNDED']);
export type RefundStateOfPayment = z.infer<typeof RefundStateOfPaymentSchema>;

export const PaymentRowSchema = z.object({
  orderId: Id,
  reference: z.string(),
  state: PaymentOrderStateSchema,
  method: PaymentMethodSchema,
  amountFen: FenSchema,
  receivedFen: FenSchema,
  toPrepaymentFen: FenSchema,
  /** What has left for the payer. */
  refundedFen: FenSchema,
  refundState: RefundStateOfPaymentSchema.optional(),
  communityName: LocalisedSchema,
  roomId: Id,
  roomCode: z.string(),
  /** As people say it, e.g. `3栋2单元1001`. */
  roomLabel: z.string(),
  payerMasked: z.string(),
  kioskNumber: z.string(),
  createdAt: Moment,
  paidAt: Moment.optional(),
  receiptNumber: z.string().optional(),
  channelReference: z.string().optional(),
  /** Why it failed or was closed. */
  failureCode: z.string().optional(),
  /** A named exception that staff must look at, e.g. LT-2302. */
  exception: z.string().optional(),
});
export type PaymentRow = z.infer<typeof PaymentRowSchema>;

/** One payment with what stands behind its amount. */
export const PaymentDetailSchema = PaymentRowSchema.extend({
  /** Which bills the money paid; a succeeded payment's allocations and prepayment add up to what was received. */
  allocations: z.array(
    z.object({
      billId: Id,
      itemName: LocalisedSchema,
      periodFrom: z.iso.date(),
      periodTo: z.iso.date(),
      amountFen: FenSchema,
    }),
  ),
  /** Of a payment by bank card, as far as its terminal told. */
  card: CardSlipSchema.optional(),
  /** Bank notes of a cash payment, largest first. */
  notes: z.array(z.object({ denominationFen: FenSchema, count: z.number().int().positive() })),
});
export type PaymentDetail = z.infer<typeof PaymentDetailSchema>;

export const PaymentsQuerySchema = PageQuery.extend({
  communityId: Id.optional(),
  kioskId: Id.optional(),
  /** Order reference, receipt number, room code or channel reference. */
  search: z.string().max(64).optional(),
  state: PaymentOrderStateSchema.optional(),
  method: PaymentMethodSchema.optional(),
  /** Business dates, inclusive. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

export const PaymentsPageSchema = pageOf(PaymentRowSchema).extend({
  /** Totals of the whole selection, from the database, not of the page. */
  totals: z.object({ receivedFen: FenSchema, succeeded: z.number().int() }),
});

export const ReceiptRowSchema = z.object({
  receiptNumber: z.string(),
  issuedAt: Moment,
  kioskNumber: z.string(),
  roomId: Id,
  roomCode: z.string(),
  roomLabel: z.string(),
  payerMasked: z.string(),
  totalFen: FenSchema,
  method: PaymentMethodSchema,
  copies: z.number().int(),
});
export type ReceiptRow = z.infer<typeof ReceiptRowSchema>;

/** A receipt with every further print of it 补打, oldest first, each by a kiosk's number or a name of staff. */
export const ArchivedReceiptSchema = ReceiptSchema.extend({
  copies: z.array(z.object({ copyNumber: z.number().int(), printedAt: Moment, printedBy: z.string() })),
});
export type ArchivedReceipt = z.infer<typeof ArchivedReceiptSchema>;

export const RoomRowSchema = z.object({
  roomId: Id,
  roomCode: z.string(),
  roomLabel: z.string(),
  communityName: LocalisedSchema,
  ownerMasked: z.string(),
  outstandingFen: FenSchema,
  prepaidFen: FenSchema,
});
export type RoomRow = z.infer<typeof RoomRowSchema>;

export const HouseholdBillSchema = BillSchema.omit({ outstandingFen: true, amountFen: true }).extend({
  amountFen: FenSchema,
  outstandingFen: FenSchema,
  state: z.enum(['DRAFT', 'PUBLISHED', 'PARTIALLY_PAID', 'PAID', 'REVERSED', 'WRITTEN_OFF']),
  /** Its owners asked about it: nobody is reminded of it before they have an answer. */
  inDispute: z.boolean(),
});

export const LedgerRowSchema = z.object({
  entryId: Id,
  lineNumber: z.number().int(),
  at: Moment,
  event: z.string(),
  accountCode: z.string(),
  accountName: LocalisedSchema,
  debitFen: FenSchema,
  creditFen: FenSchema,
  /** Balance of the account for this room after the row. */
  balanceFen: FenSchema,
  reference: z.string(),
});

export type LedgerRow = z.infer<typeof LedgerRowSchema>;

export const HouseholdSchema = z.object({
  roomId: Id,
  roomCode: z.string(),
  roomLabel: z.string(),
  communityName: LocalisedSchema,
  /** In 0.01 m². */
  billableArea: z.number().int(),
  parties: z.array(
    z.object({
      nameMasked: z.string(),
      phoneMasked: z.string(),
      relation: z.string(),
      from: z.string(),
      to: z.string().optional(),
    }),
  ),
  cards: z.array(z.object({ cardMasked: z.string(), status: z.enum(['active', 'lost', 'replaced']) })),
  outstandingFen: FenSchema,
  prepaidFen: FenSchema,
  bills: z.array(HouseholdBillSchema),
  payments: z.array(PaymentRowSchema),
  ledger: z.array(LedgerRowSchema),
});
export type Household = z.infer<typeof HouseholdSchema>;

export const adminRoutes = {
  login: { method: 'POST', path: '/admin/v1/login', body: LoginRequestSchema, response: StaffSchema },
  logout: { method: 'POST', path: '/admin/v1/logout' },
  /** Answers LT-6001 for a wrong current password, LT-6005 with a `PasswordWeakness` as detail. Ends other log-ins. */
  changePassword: {
    method: 'POST',
    path: '/admin/v1/password',
    body: z.object({ currentPassword: z.string().min(1).max(256), newPassword: z.string().min(1).max(256) }),
    response: z.object({}),
  },
  me: { method: 'GET', path: '/admin/v1/me', response: StaffSchema },
  kiosks: {
    method: 'GET',
    path: '/admin/v1/kiosks',
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(KioskRowSchema) }),
  },
  /** A one-time enrolment code, valid for an hour, shown once. */
  createEnrolmentCode: {
    method: 'POST',
    path: '/admin/v1/kiosks/:kioskId/enrolment-codes',
    params: z.object({ kioskId: Id }),
    response: z.object({ code: z.string(), expiresAt: Moment }),
  },
  payments: { method: 'GET', path: '/admin/v1/payments', query: PaymentsQuerySchema, response: PaymentsPageSchema },
  payment: {
    method: 'GET',
    path: '/admin/v1/payments/:orderId',
    params: z.object({ orderId: Id }),
    response: PaymentDetailSchema,
  },
  receipts: {
    method: 'GET',
    path: '/admin/v1/receipts',
    query: PageQuery.extend({
      communityId: Id.optional(),
      search: z.string().max(64).optional(),
      /** Business dates of issue, inclusive. */
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
    }),
    response: pageOf(ReceiptRowSchema),
  },
  receipt: {
    method: 'GET',
    path: '/admin/v1/receipts/:receiptNumber',
    params: z.object({ receiptNumber: z.string() }),
    response: ArchivedReceiptSchema,
  },
  /**
   * Registers a further print of each, all or none, and answers what to print. The same copy id is the same print.
   * Answers LT-2401 when one of the receipts is not to be found.
   */
  printReceipts: {
    method: 'POST',
    path: '/admin/v1/receipts/copies',
    body: z.strictObject({
      prints: z
        .array(z.strictObject({ copyId: Id, receiptNumber: z.string().max(32) }))
        .min(1)
        .max(100),
    }),
    response: z.object({ rows: z.array(ReceiptSchema) }),
  },
  rooms: {
    method: 'GET',
    path: '/admin/v1/rooms',
    query: PageQuery.extend({ communityId: Id.optional(), search: z.string().max(64).optional() }),
    response: pageOf(RoomRowSchema),
  },
  household: {
    method: 'GET',
    path: '/admin/v1/rooms/:roomId',
    params: z.object({ roomId: Id }),
    response: HouseholdSchema,
  },
} as const;
