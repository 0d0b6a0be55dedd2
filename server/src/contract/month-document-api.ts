import { z } from 'zod';
import { BalanceStatementSchema } from './bank-balances-api.ts';
import { MonthReportSchema, RunChannelSchema, RunKindSchema } from './reconciliation-api.ts';

/** The month's report as a document: prepared by one person, signed by another, reopened by two. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const GivenUpDaySchema = z.object({
  channel: RunChannelSchema,
  kind: RunKindSchema,
  businessDate: z.iso.date(),
  reason: z.string(),
  byName: z.string(),
});
export type GivenUpDay = z.infer<typeof GivenUpDaySchema>;

export const FigureChangeSchema = z.object({
  /** `<row>.<figure>`, e.g. `wechat-pay.closingFen`. */
  path: z.string(),
  signed: z.number().int(),
  now: z.number().int(),
});
export type FigureChange = z.infer<typeof FigureChangeSchema>;

export const MonthDocumentSchema = z.object({
  reportId: Id,
  month: Month,
  version: z.number().int(),
  state: z.enum(['PREPARED', 'SIGNED', 'REOPENED']),
  /** SHA-256 of the figures. */
  hash: z.string(),
  preparedByName: z.string(),
  preparedBySelf: z.boolean(),
  preparedAt: Moment,
  signedByName: z.string().optional(),
  signedAt: Moment.optional(),
  reopenedByName: z.string().optional(),
  reopenedAt: Moment.optional(),
  reopenReason: z.string().optional(),
});
export type MonthDocument = z.infer<typeof MonthDocumentSchema>;

export const MonthDocumentsSchema = z.object({
  /** The newest version first. */
  documents: z.array(MonthDocumentSchema),
  /** Of the newest that is prepared or signed. */
  figures: z
    .object({ report: MonthReportSchema, bank: BalanceStatementSchema, givenUp: z.array(GivenUpDaySchema) })
    .optional(),
  /** What was booked after it was prepared or signed. */
  changes: z.array(FigureChangeSchema),
  /** Whether the figures still have their hash. */
  intact: z.boolean(),
  givenUp: z.array(GivenUpDaySchema),
});
export type MonthDocuments = z.infer<typeof MonthDocumentsSchema>;

const base = '/admin/v1/reconciliation/months/:month/documents';
const OfMonth = z.object({ month: Month });
const OfCommunity = z.strictObject({ communityId: Id });

export const monthDocumentRoutes = {
  documents: { method: 'GET', path: base, params: OfMonth, query: OfCommunity, response: MonthDocumentsSchema },
  /** Freezes the figures as they stand; one that is not signed yet is prepared anew. */
  prepareDocument: { method: 'POST', path: base, params: OfMonth, body: OfCommunity, response: MonthDocumentsSchema },
  /** By another person than who prepared it, while nothing has been booked since. */
  signDocument: {
    method: 'POST',
    path: `${base}/:reportId/signature`,
    params: OfMonth.extend({ reportId: Id }),
    body: OfCommunity,
    response: MonthDocumentsSchema,
  },
} as const;
