import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { SlipNumberSchema } from './bank-card-api.ts';
import { FailureCodeSchema } from './kiosk-api.ts';

/** What bank-card terminals say themselves that they sold, beside what the books have of it. */
const CountedFen = z.strictObject({ count: z.number().int().nonnegative(), fen: z.number().int().nonnegative() });

export const ToldTotalsSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('told'),
    /** Sales less what was taken back. */
    netFen: z.number().int(),
    sales: CountedFen.optional(),
    reversals: CountedFen.optional(),
    batch: SlipNumberSchema.optional(),
  }),
  /** The terminal is away, or nobody knows what it answered. */
  z.strictObject({ outcome: z.literal('silent'), code: FailureCodeSchema }),
]);
export type ToldTotals = z.infer<typeof ToldTotalsSchema>;

const TotalsSchema = z.object({
  netFen: FenSchema,
  sales: CountedFen.optional(),
  reversals: CountedFen.optional(),
  batch: z.string().optional(),
});

/** One terminal on the sheet of a daily close. */
export const TerminalDaySchema = z.object({
  kioskId: z.uuid(),
  kioskNumber: z.string(),
  state: z.enum(['not-asked', 'waiting', 'told', 'silent']),
  code: FailureCodeSchema.optional(),
  ours: z.object({ count: z.number().int(), netFen: FenSchema }).optional(),
  terminal: TotalsSchema.optional(),
});
export type TerminalDay = z.infer<typeof TerminalDaySchema>;

export const kioskTotalsRoutes = {
  /** Told as often as needed; the first word counts. LT-9002 never asked of this kiosk. */
  tell: {
    method: 'POST',
    path: '/kiosk/v1/terminal-totals/:totalsId',
    params: z.object({ totalsId: z.uuid() }),
    body: ToldTotalsSchema,
    response: z.object({ totalsId: z.uuid() }),
  },
} as const;

export const adminTotalsRoutes = {
  /**
   * Asks the terminal of a kiosk. `settles`: the terminal may close its day for it; it is asked so once a day, and the
   * answer names the question that stands.
   */
  ask: {
    method: 'POST',
    path: '/admin/v1/cash/terminal-totals',
    body: z.strictObject({
      /** Made by the sender; sent again it asks once. */
      totalsId: z.uuid(),
      kioskId: z.uuid(),
      businessDate: z.iso.date(),
      settles: z.boolean(),
    }),
    response: z.object({ totalsId: z.uuid() }),
  },
} as const;
