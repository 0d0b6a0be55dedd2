import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { LocalisedSchema } from './kiosk-api.ts';

/** What the portal's reconciliation pages and the server say to each other. Staff see only their communities. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Day = z.iso.date();
const PageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
});

export const ChannelSchema = z.enum(['wechat-pay', 'alipay', 'unionpay', 'pos', 'kiosk-cash']);
export type Channel = z.infer<typeof ChannelSchema>;
/** A bank account's statements are compared like a channel's days. */
export const RunChannelSchema = z.enum([...ChannelSchema.options, 'bank']);
export type RunChannel = z.infer<typeof RunChannelSchema>;

/** A day of a channel is compared by its trades, settled by its movements of funds, or counted where it is cash; a statement is chained to the one before it. */
export const RunKindSchema = z.enum(['trade', 'fund', 'cash', 'statement']);
export type RunKind = z.infer<typeof RunKindSchema>;
export const RunStateSchema = z.enum(['RUNNING', 'DONE', 'FAILED', 'CLOSED', 'GIVEN_UP']);
export type RunState = z.infer<typeof RunStateSchema>;

export const DifferenceKindSchema = z.enum([
  'CHANNEL_MISSING',
  'LOCAL_MISSING',
  'AMOUNT_MISMATCH',
  'STATUS_MISMATCH',
  'REFUND_MISMATCH',
  'DUPLICATE',
  'FEE_MISMATCH',
  'LATE',
  'CASH_SHORT',
  'CASH_OVER',
  'STATEMENT_SUM',
  'STATEMENT_GAP',
  'STATEMENT_DAYS',
  'STATEMENT_OVERLAP',
]);
export type DifferenceKind = z.infer<typeof DifferenceKindSchema>;
export const DifferenceStateSchema = z.enum(['OPEN', 'AUTO_RESOLVED', 'CLOSED', 'ESCALATED']);
export type DifferenceState = z.infer<typeof DifferenceStateSchema>;

/**
 * `WAITING`: money that came in and lies in 2241 until somebody says what it is. `SUGGESTED`: the same, with a
 * suggestion. `PROPOSED`: one person has said it, another has to agree. `BOOKED`: on bills or prepayment. `EXPLAINED`:
 * another document has brought it onto the books, as a settlement or a cash deposit. `OTHER`: no matter of collection.
 */
export const BankLineStateSchema = z.enum(['WAITING', 'SUGGESTED', 'PROPOSED', 'BOOKED', 'EXPLAINED', 'OTHER']);
export type BankLineState = z.infer<typeof BankLineStateSchema>;
export const BankMatchStateSchema = z.enum(['SUGGESTED', 'PROPOSED', 'BOOKED', 'REJECTED', 'UNDONE']);
export type BankMatchState = z.infer<typeof BankMatchStateSchema>;
/** What a line of a statement is about. */
export const LineClassSchema = z.enum([
  'channel-settlement',
  'cash-deposit',
  'owner-transfer',
  'fee',
  'interest',
  'refund-out',
  'internal',
  'other-out',
  'supplier',
  'other-in',
  'refund-returned',
]);

export const RunSchema = z.object({
  runId: Id,
  channel: RunChannelSchema,
  merchant: z.string(),
  businessDate: Day,
  kind: RunKindSchema,
  state: RunStateSchema,
  attempt: z.number().int(),
  startedAt: Moment,
  finishedAt: Moment.optional(),
  /** An `LT-` code. */
  failure: z.string().optional(),
  rows: z.number().int(),
  problems: z.number().int(),
  matchedCount: z.number().int(),
  matchedFen: FenSchema,
  comparedCount: z.number().int(),
  comparedFen: FenSchema,
  openDifferences: z.number().int(),
  /** What stands in the open differences. */
  atRiskFen: FenSchema,
  closedAt: Moment.optional(),
  givenUp: z.object({ byName: z.string(), reason: z.string() }).optional(),
});
export type Run = z.infer<typeof RunSchema>;

export const DifferenceSchema = z.object({
  differenceId: Id,
  runId: Id,
  channel: RunChannelSchema,
  businessDate: Day,
  kind: DifferenceKindSchema,
  state: DifferenceStateSchema,
  transactionId: z.string(),
  orderId: Id.optional(),
  orderReference: z.string().optional(),
  channelFen: FenSchema.optional(),
  localFen: FenSchema.optional(),
  fileLine: z.number().int().optional(),
  /** What exactly: the portal has words for each code, into which the value goes. */
  detail: z.object({ code: z.string(), value: z.string() }),
  foundAt: Moment,
  ownerName: z.string().optional(),
  reason: z.string(),
  settledAt: Moment.optional(),
  settledByName: z.string().optional(),
});
export type Difference = z.infer<typeof DifferenceSchema>;

/** Which layout a file of a channel has; UnionPay's and the acquirers' files may come from either channel of cards. */
export const FileLayoutSchema = z.enum([
  'wechat-trade',
  'wechat-fund',
  'alipay-trade',
  'alipay-fund',
  'unionpay',
  'pos',
]);
export type FileLayout = z.infer<typeof FileLayoutSchema>;

/** Multipart fields before the file of `uploadRun`. */
export const UploadRunFieldsSchema = z.strictObject({
  channel: ChannelSchema.exclude(['kiosk-cash']),
  businessDate: Day,
  kind: RunKindSchema.exclude(['cash', 'statement']),
  layout: FileLayoutSchema,
  /** Begin a finished run again. */
  force: z.enum(['true', 'false']),
});

export const ProblemRowSchema = z.object({ line: z.number().int(), code: z.string(), detail: z.string() });

export const BankPartSchema = z.object({ billId: Id, roomId: Id, amountFen: PositiveFenSchema });
export type BankPart = z.infer<typeof BankPartSchema>;

export const BankMatchSchema = z.object({
  matchId: Id,
  state: BankMatchStateSchema,
  /** 0 to 1; 0 for one that a person made. */
  score: z.number(),
  /** Names of WEIGHTS (matching/weights.ts); the portal has words for each. */
  reasons: z.array(z.string()),
  rooms: z.array(z.object({ roomId: Id, code: z.string(), label: z.string(), ownerMasked: z.string() })),
  parts: z.array(BankPartSchema.extend({ itemName: LocalisedSchema, dueDate: Day })),
  restFen: FenSchema,
  restToPrepayment: z.boolean(),
  feeName: z.string(),
  feeFen: FenSchema,
  note: z.string(),
  madeByName: z.string(),
  madeBySelf: z.boolean(),
  madeAt: Moment,
  /** The transfer slip that speaks for it; its picture is at `transferSlipRoutes.slipImage`. */
  slipId: Id.optional(),
});
export type BankMatch = z.infer<typeof BankMatchSchema>;

export const BankLineSchema = z.object({
  lineId: Id,
  bank: z.string(),
  accountMasked: z.string(),
  bookedOn: Day,
  amountFen: FenSchema,
  counterpartyMasked: z.string(),
  counterpartyAccountMasked: z.string(),
  remark: z.string(),
  class: LineClassSchema,
  state: BankLineStateSchema,
  match: BankMatchSchema.optional(),
});
export type BankLineRow = z.infer<typeof BankLineSchema>;

export const BankImportSchema = z.object({
  importId: Id,
  fileName: z.string(),
  state: z.enum(['RUNNING', 'DONE', 'FAILED']),
  lines: z.number().int(),
  fresh: z.number().int(),
  known: z.number().int(),
  problemCount: z.number().int(),
  problems: z.array(ProblemRowSchema),
  startedAt: Moment,
  finishedAt: Moment.optional(),
  failure: z.string().optional(),
});
export type BankImport = z.infer<typeof BankImportSchema>;

export const MonthRowSchema = z.object({
  channel: ChannelSchema,
  openingFen: FenSchema,
  receivedFen: FenSchema,
  refundedFen: FenSchema,
  feeFen: FenSchema,
  settledFen: FenSchema,
  otherFen: FenSchema,
  /** In transit at the end of the month: the balance of 1012 for the channel. */
  closingFen: FenSchema,
  openDifferences: z.number().int(),
  closedDifferences: z.number().int(),
  /** What the channel's files say for the same days. */
  fileReceivedFen: FenSchema,
  fileRefundedFen: FenSchema,
  fileFeeFen: FenSchema,
});
export type MonthRow = z.infer<typeof MonthRowSchema>;

export const MonthReportSchema = z.object({
  month: z.string(),
  channels: z.array(MonthRowSchema),
  bank: z.object({
    openingFen: FenSchema,
    inFen: FenSchema,
    outFen: FenSchema,
    /** The balance of 1002. */
    closingFen: FenSchema,
    /** Of statements against their lines and each other. */
    openDifferences: z.number().int(),
    closedDifferences: z.number().int(),
    lines: z.number().int(),
    autoCount: z.number().int(),
    autoFen: FenSchema,
    byPersonCount: z.number().int(),
    byPersonFen: FenSchema,
    explainedCount: z.number().int(),
    explainedFen: FenSchema,
    waitingCount: z.number().int(),
    waitingFen: FenSchema,
    oldestWaitingOn: Day.optional(),
  }),
});
export type MonthReport = z.infer<typeof MonthReportSchema>;

const Community = z.object({ communityId: Id });
const base = '/admin/v1/reconciliation';

export const reconciliationRoutes = {
  runs: {
    method: 'GET',
    path: `${base}/runs`,
    query: z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) }),
    response: z.object({ rows: z.array(RunSchema) }),
  },
  run: {
    method: 'GET',
    path: `${base}/runs/:runId`,
    params: z.object({ runId: Id }),
    response: z.object({ run: RunSchema, differences: z.array(DifferenceSchema), problems: z.array(ProblemRowSchema) }),
  },
  /** One file as multipart field `file`, after the fields of `UploadRunFieldsSchema`. */
  uploadRun: { method: 'POST', path: `${base}/runs`, response: RunSchema },
  /** Locks the day. Refused while a difference is open (LT-2724). */
  closeRun: { method: 'POST', path: `${base}/runs/:runId/close`, params: z.object({ runId: Id }), response: RunSchema },
  /** Compares what the last file said with the books as they are now. */
  compareAgain: {
    method: 'POST',
    path: `${base}/runs/:runId/comparison`,
    params: z.object({ runId: Id }),
    response: RunSchema,
  },
  differences: {
    method: 'GET',
    path: `${base}/differences`,
    query: PageQuery.extend({ state: DifferenceStateSchema.optional(), channel: RunChannelSchema.optional() }),
    response: pageOf(DifferenceSchema).extend({ totals: z.object({ openFen: FenSchema, open: z.number().int() }) }),
  },
  settleDifference: {
    method: 'POST',
    path: `${base}/differences/:differenceId`,
    params: z.object({ differenceId: Id }),
    body: z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('take') }),
      z.strictObject({ action: z.literal('close'), reason: z.string().trim().min(4).max(200) }),
      z.strictObject({ action: z.literal('escalate'), reason: z.string().trim().min(4).max(200) }),
    ]),
    response: DifferenceSchema,
  },
  /** One statement as multipart field `file`, after the field `communityId`, and `accountId` where the statement names no account. */
  importStatement: { method: 'POST', path: `${base}/bank/imports`, response: BankImportSchema },
  imports: {
    method: 'GET',
    path: `${base}/bank/imports`,
    query: Community,
    response: z.object({ rows: z.array(BankImportSchema) }),
  },
  bankLines: {
    method: 'GET',
    path: `${base}/bank/lines`,
    query: PageQuery.extend({
      communityId: Id.optional(),
      state: BankLineStateSchema.optional(),
      search: z.string().max(64).optional(),
    }),
    response: pageOf(BankLineSchema).extend({ totals: z.object({ amountFen: FenSchema }) }),
  },
  /** Looks at all waiting lines again, after bills or payers have changed. */
  matchAgain: {
    method: 'POST',
    path: `${base}/bank/matching`,
    body: Community,
    response: z.object({ booked: z.number().int(), suggested: z.number().int(), waiting: z.number().int() }),
  },
  /** Says what a waiting line pays; another person confirms it. */
  proposeMatch: {
    method: 'POST',
    path: `${base}/bank/lines/:lineId/matches`,
    params: z.object({ lineId: Id }),
    body: z.strictObject({
      roomId: Id,
      /** Empty: the oldest bills first. */
      billIds: z.array(Id).max(60),
      /** What no bill takes becomes the room's prepayment; else it stays unclaimed. */
      restToPrepayment: z.boolean(),
      note: z.string().trim().max(200),
    }),
    response: BankLineSchema,
  },
  decideMatch: {
    method: 'POST',
    path: `${base}/bank/matches/:matchId`,
    params: z.object({ matchId: Id }),
    body: z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('confirm'), restToPrepayment: z.boolean() }),
      z.strictObject({ action: z.literal('reject'), note: z.string().trim().max(200) }),
      z.strictObject({ action: z.literal('undo'), note: z.string().trim().min(4).max(200) }),
    ]),
    response: BankLineSchema,
  },
  openBills: {
    method: 'GET',
    path: `${base}/rooms/:roomId/bills`,
    params: z.object({ roomId: Id }),
    response: z.object({
      rows: z.array(z.object({ billId: Id, itemName: LocalisedSchema, dueDate: Day, outstandingFen: FenSchema })),
    }),
  },
  month: {
    method: 'GET',
    path: `${base}/months/:month`,
    params: z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) }),
    query: z.object({ communityId: Id.optional() }),
    response: MonthReportSchema,
  },
  /** The same as text/csv, with a byte order mark so that spreadsheets read it. */
  monthCsv: {
    method: 'GET',
    path: `${base}/months/:month/report.csv`,
    params: z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) }),
    query: z.object({ communityId: Id.optional() }),
  },
} as const;
