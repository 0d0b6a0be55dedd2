import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';

/** The books themselves: accounts, trial balance, monthly close, voucher exports and the sealed chain. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const OfCommunity = z.object({ communityId: Id });
const AccountCode = z.string().regex(/^[\d.a-z]{1,32}$/);

/** Balances and turnover are on the account's normal side: what is against it is below zero. */
export const AccountRowSchema = z.object({
  accountCode: z.string(),
  name: LocalisedSchema,
  normalSide: z.enum(['debit', 'credit']),
  balanceFen: FenSchema,
  /** Oldest month first, without gaps. */
  months: z.array(z.object({ month: Month, debitFen: FenSchema, creditFen: FenSchema })),
});
export type AccountRow = z.infer<typeof AccountRowSchema>;

export const AccountLineSchema = z.object({
  entryId: Id,
  lineNumber: z.number().int(),
  at: Moment,
  /** Business date on which it counts; another than that of `at` where its own month was closed. */
  accountingDate: z.iso.date(),
  event: z.string(),
  reference: z.string(),
  roomLabel: z.string().optional(),
  itemCode: z.string().optional(),
  debitFen: FenSchema,
  creditFen: FenSchema,
});
export type AccountLine = z.infer<typeof AccountLineSchema>;

export const TrialBalanceRowSchema = z.object({
  accountCode: z.string(),
  name: LocalisedSchema,
  normalSide: z.enum(['debit', 'credit']),
  /** On the account's normal side. */
  openingFen: FenSchema,
  debitFen: FenSchema,
  creditFen: FenSchema,
  closingFen: FenSchema,
});
export const TrialBalanceSchema = z.object({
  month: Month,
  /** A closed month shows what was kept when it was closed. */
  state: z.enum(['OPEN', 'CLOSED']),
  rows: z.array(TrialBalanceRowSchema),
  totals: z.object({ debitFen: FenSchema, creditFen: FenSchema }),
});
export type TrialBalanceView = z.infer<typeof TrialBalanceSchema>;

export const ClosingCheckSchema = z.object({
  check: z.enum([
    'month-over',
    'next-in-order',
    'trial-balance',
    'sealed',
    'exceptions',
    'unknown-orders',
    'open-days',
    'open-refunds',
    'open-deposit-returns',
    'unsigned-report',
  ]),
  /** `blocks`: the month cannot be closed. `warns`: it can, with a note that says why. */
  result: z.enum(['ok', 'warns', 'blocks']),
  count: z.number().int().nonnegative(),
});
export type ClosingCheck = z.infer<typeof ClosingCheckSchema>;

export const PeriodSchema = z.object({
  month: Month,
  state: z.enum(['OPEN', 'CLOSED']),
  closedAt: Moment.optional(),
  closedBy: z.string().optional(),
  note: z.string().optional(),
  reopenedAt: Moment.optional(),
  reopenedBy: z.string().optional(),
  reopenReason: z.string().optional(),
});
export type Period = z.infer<typeof PeriodSchema>;

export const VoucherTargetSchema = z.enum(['kingdee', 'u8']);
export type VoucherTarget = z.infer<typeof VoucherTargetSchema>;
export const VoucherModeSchema = z.enum(['daily', 'entry']);

export const VoucherBatchSchema = z.object({
  batchId: Id,
  target: VoucherTargetSchema,
  month: Month,
  batchNumber: z.number().int(),
  mode: VoucherModeSchema,
  vouchers: z.number().int(),
  entries: z.number().int(),
  totalFen: FenSchema,
  fileName: z.string(),
  sha256: z.string(),
  madeAt: Moment,
  madeBy: z.string(),
});
export type VoucherBatch = z.infer<typeof VoucherBatchSchema>;

export const SubjectSchema = z.strictObject({
  accountCode: AccountCode,
  /** Empty: every charge item that has no row of its own. */
  itemCode: z.string().max(32),
  subjectCode: z.string().max(32),
  subjectName: z.string().max(60),
});
export type Subject = z.infer<typeof SubjectSchema>;

export const SubjectRowSchema = SubjectSchema.extend({
  accountName: LocalisedSchema,
  /** Why it cannot be used. */
  problem: z.enum(['missing', 'too-long', 'not-a-code', 'not-a-leaf']).optional(),
});
export type SubjectRow = z.infer<typeof SubjectRowSchema>;

export const ChainSchema = z.object({
  blocks: z.number().int(),
  /** Posted and not sealed yet. */
  waiting: z.number().int(),
  last: z
    .object({
      block: z.number().int(),
      hash: z.string(),
      sealedAt: Moment,
      keyId: z.string(),
      /** Time of the youngest entry in it. */
      upTo: Moment,
    })
    .optional(),
});
export type Chain = z.infer<typeof ChainSchema>;

export const ledgerRoutes = {
  accounts: {
    method: 'GET',
    path: '/admin/v1/ledger/accounts',
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(AccountRowSchema) }),
  },
  /** Newest first. `next` goes on where this page ended; a page may be short and still have a next one. */
  accountLines: {
    method: 'GET',
    path: '/admin/v1/ledger/accounts/:accountCode/lines',
    params: z.object({ accountCode: AccountCode }),
    query: z.object({ communityId: Id.optional(), before: z.string().max(64).optional() }),
    response: z.object({ rows: z.array(AccountLineSchema), next: z.string().optional() }),
  },
  trialBalance: {
    method: 'GET',
    path: '/admin/v1/ledger/trial-balance',
    query: OfCommunity.extend({ month: Month }),
    response: TrialBalanceSchema,
  },
  /** Newest first. */
  periods: {
    method: 'GET',
    path: '/admin/v1/ledger/periods',
    query: OfCommunity,
    response: z.object({ rows: z.array(PeriodSchema) }),
  },
  closingChecks: {
    method: 'GET',
    path: '/admin/v1/ledger/periods/:month/checks',
    params: z.object({ month: Month }),
    query: OfCommunity,
    response: z.object({ checks: z.array(ClosingCheckSchema) }),
  },
  closePeriod: {
    method: 'POST',
    path: '/admin/v1/ledger/periods/:month/close',
    params: z.object({ month: Month }),
    body: z.strictObject({ communityId: Id, note: z.string().max(200) }),
    response: PeriodSchema,
  },
  /** By another person than the one who closed it. */
  reopenPeriod: {
    method: 'POST',
    path: '/admin/v1/ledger/periods/:month/reopen',
    params: z.object({ month: Month }),
    body: z.strictObject({ communityId: Id, reason: z.string().min(2).max(200) }),
    response: PeriodSchema,
  },
  chain: { method: 'GET', path: '/admin/v1/ledger/chain', response: ChainSchema },
  /** The anchor file, to be kept elsewhere. */
  anchors: { method: 'GET', path: '/admin/v1/ledger/anchors' },
  voucherBatches: {
    method: 'GET',
    path: '/admin/v1/ledger/voucher-batches',
    query: OfCommunity,
    response: z.object({ rows: z.array(VoucherBatchSchema) }),
  },
  /** Exports what is sealed of the month and was not exported to the target before. */
  exportVouchers: {
    method: 'POST',
    path: '/admin/v1/ledger/voucher-batches',
    body: z.strictObject({ communityId: Id, target: VoucherTargetSchema, month: Month, mode: VoucherModeSchema }),
    response: VoucherBatchSchema,
  },
  /** The same bytes each time. */
  voucherFile: {
    method: 'GET',
    path: '/admin/v1/ledger/voucher-batches/:batchId/file',
    params: z.object({ batchId: Id }),
  },
  subjects: {
    method: 'GET',
    path: '/admin/v1/ledger/subjects',
    query: OfCommunity.extend({ target: VoucherTargetSchema }),
    response: z.object({ rows: z.array(SubjectRowSchema) }),
  },
  /** Replaces the whole table of a community and target. */
  changeSubjects: {
    method: 'PUT',
    path: '/admin/v1/ledger/subjects',
    body: z.strictObject({ communityId: Id, target: VoucherTargetSchema, rows: z.array(SubjectSchema).max(500) }),
    response: z.object({ rows: z.array(SubjectRowSchema) }),
  },
} as const;
