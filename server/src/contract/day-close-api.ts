import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { HopperDaySchema } from './hoppers-api.ts';
import { TerminalDaySchema } from './terminal-totals-api.ts';
import { FailureCodeSchema, LocalisedSchema, PaymentMethodSchema } from './kiosk-api.ts';

/**
 * Daily close 日结 of a community: one person prepares it, another signs, then the day is locked. A close holds receipts
 * by their numbers, from the one after the last close: each receipt is in exactly one. Money of a day that is booked
 * after its close is in the next, marked late.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Count = z.number().int().nonnegative();
const Remark = z.string().trim().max(200).default('');

const CountAndSum = z.object({ count: Count, sumFen: FenSchema });

export const DayReportSchema = z.object({
  communityId: Id,
  communityName: LocalisedSchema,
  companyName: z.string(),
  businessDate: z.iso.date(),
  preparedAt: Moment,
  /** Receipt numbers without gaps, per kiosk. */
  series: z.array(
    z.object({
      kioskId: Id,
      kioskNumber: z.string(),
      first: z.string(),
      last: z.string(),
      count: Count,
      /** Numbers that should be there and are not. */
      missing: Count,
    }),
  ),
  /** By kiosk and method; `late`: paid on an earlier day. */
  takings: z.array(
    z.object({
      kioskId: Id,
      kioskNumber: z.string(),
      method: PaymentMethodSchema,
      count: Count,
      sumFen: FenSchema,
      lateCount: Count,
      lateFen: FenSchema,
    }),
  ),
  totals: CountAndSum.extend({ cashFen: FenSchema, lateCount: Count, lateFen: FenSchema }),
  /** The first of them; `totals.lateCount` counts all. */
  lateReceipts: z.array(z.object({ receiptNumber: z.string(), paidAt: Moment, sumFen: FenSchema })),
  /** Bags whose count stood on the day. */
  collections: z.array(
    z.object({
      collectionId: Id,
      kioskNumber: z.string(),
      sessionNumber: z.number().int(),
      sealNumber: z.string(),
      bookedFen: FenSchema,
      countedFen: FenSchema,
    }),
  ),
  /** Change in the hoppers, by kiosk; closes of before hoppers were booked have none. */
  hoppers: z.array(HopperDaySchema).default([]),
  /** Bank-card terminals: those that are fitted, and those that were asked about the day; closes of before have none. */
  terminals: z.array(TerminalDaySchema).default([]),
  /** Cash by the books when the close was prepared. */
  cash: z.object({ inBoxesFen: FenSchema, inBagsFen: FenSchema, atOfficeFen: FenSchema }),
  open: z.object({
    exceptions: z.array(CountAndSum.extend({ code: FailureCodeSchema })),
    differences: CountAndSum,
    doubtfulNotes: Count,
    bagsToCount: Count,
    /** Movements of hoppers that wait for their second count. */
    hoppersToCount: Count.default(0),
  }),
});
export type DayReport = z.infer<typeof DayReportSchema>;

export const DayCloseSchema = z.object({
  closeId: Id,
  communityId: Id,
  communityName: LocalisedSchema,
  businessDate: z.iso.date(),
  state: z.enum(['PREPARED', 'SIGNED', 'REJECTED']),
  receipts: Count,
  sumFen: FenSchema,
  lateCount: Count,
  /** Counted at the office less the books; 0: they agree. */
  officeDifferenceFen: FenSchema,
  preparedBy: z.string(),
  preparedAt: Moment,
  signedBy: z.string().optional(),
  signedAt: Moment.optional(),
  youMaySign: z.boolean(),
});
export type DayClose = z.infer<typeof DayCloseSchema>;

/** Where a community stands. */
export const DayStatusSchema = z.object({
  communityId: Id,
  communityName: LocalisedSchema,
  /** First day with receipts that no close holds; absent: all is closed. */
  nextDate: z.iso.date().optional(),
  receiptsWaiting: Count,
  /** A close that waits for its second person. */
  waitingCloseId: Id.optional(),
  lastSignedDate: z.iso.date().optional(),
  /** Not closed by 10:00 of the day after. */
  overdue: z.boolean(),
  remindedAt: Moment.optional(),
});
export type DayStatus = z.infer<typeof DayStatusSchema>;

const closePath = z.object({ closeId: Id });
const close = DayCloseSchema.extend({
  report: DayReportSchema,
  officeCountedFen: FenSchema,
  remark: z.string(),
});
export type DayCloseDetail = z.infer<typeof close>;

export const dayCloseRoutes = {
  dayStatus: {
    method: 'GET',
    path: '/admin/v1/cash/days',
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(DayStatusSchema), today: z.iso.date() }),
  },
  closes: {
    method: 'GET',
    path: '/admin/v1/cash/closes',
    query: z.object({
      communityId: Id.optional(),
      page: z.coerce.number().int().min(1).default(1),
      pageSize: z.coerce.number().int().min(1).max(200).default(20),
    }),
    response: pageOf(DayCloseSchema),
  },
  /** What a close of that day would hold now. */
  previewClose: {
    method: 'GET',
    path: '/admin/v1/cash/close-preview',
    query: z.object({ communityId: Id, businessDate: z.iso.date() }),
    response: DayReportSchema,
  },
  close: { method: 'GET', path: '/admin/v1/cash/closes/:closeId', params: closePath, response: close },
  /** LT-2315 closed already, LT-2316 an earlier day first, LT-2318 the numbers have a gap, LT-2319 still to come. */
  prepareClose: {
    method: 'POST',
    path: '/admin/v1/cash/closes',
    body: z.strictObject({
      /** Made by the sender; sending it again answers the same close. */
      closeId: Id,
      communityId: Id,
      businessDate: z.iso.date(),
      /** Cash at the office as counted now, in fen. */
      officeCountedFen: z.number().int().nonnegative(),
      remark: Remark,
    }),
    response: close,
  },
  /** Signs or sends back. LT-2317 by another person than prepared it, LT-2324 it does not wait for a signature. */
  signClose: {
    method: 'POST',
    path: '/admin/v1/cash/closes/:closeId/signatures',
    params: closePath,
    body: z.strictObject({ accept: z.boolean() }),
    response: close,
  },
} as const;
