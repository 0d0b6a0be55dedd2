import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';

/** What a household has paid, for its owner at the kiosk. */

const Id = z.uuid();
const Year = z.coerce.number().int().min(2000).max(2999);

export const PaidEntrySchema = z.object({
  orderId: Id,
  receiptNumber: z.string(),
  paidAt: z.number().int().nonnegative(),
  amountFen: PositiveFenSchema,
  /** As the receipt names it, in Chinese as all documents. */
  methodName: z.string(),
  /** Somebody else paid it, with a slip. */
  onBehalf: z.boolean(),
  lines: z.array(z.object({ itemName: z.string(), period: z.string(), amountFen: FenSchema })),
  /** Where a phone finds the receipt. */
  verifyUrl: z.string(),
  /** How many copies were printed. */
  copies: z.number().int().nonnegative(),
});
export type PaidEntry = z.infer<typeof PaidEntrySchema>;

export const PaidYearSchema = z.object({
  year: z.number().int(),
  /** Years with payments, the newest first; the year of now is always among them. */
  years: z.array(z.number().int()),
  /** The newest first. */
  entries: z.array(PaidEntrySchema),
});
export type PaidYear = z.infer<typeof PaidYearSchema>;

export const historyRoutes = {
  /**
   * Payments of the household in a business year, this one unless another is asked for. LT-1007 when the session has
   * ended, LT-1034 when whoever opened it may pay but not look.
   */
  paidOfSession: {
    method: 'GET',
    path: '/kiosk/v1/sessions/:sessionId/payments',
    params: z.object({ sessionId: Id }),
    query: z.object({ year: Year.optional() }),
    response: PaidYearSchema,
  },
} as const;
