import { PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { FailureCodeSchema, PaymentOrderSchema } from './kiosk-api.ts';

/** At most the first six and the last four digits: what a terminal may print, and nothing more. */
export const MaskedCardSchema = z.string().regex(/^\d{0,6}\*{4,}\d{0,4}$/);

/** A number as card slips carry it: a batch 批次号, a trace 流水号. */
export const SlipNumberSchema = z.string().regex(/^[\w.-]{1,40}$/);

/** What the terminal said of the one sale of an order, told by the kiosk under its signature, as often as needed. */
export const BankCardReportSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('approved'),
    amountFen: PositiveFenSchema,
    /** The acquirer's retrieval reference number. */
    reference: z.string().regex(/^[A-Za-z0-9]{6,24}$/),
    terminalId: z.string().regex(/^[A-Za-z0-9]{0,24}$/),
    paidAt: z.number().int().nonnegative(),
    authorisation: z
      .string()
      .regex(/^[A-Za-z0-9]{1,12}$/)
      .optional(),
    batch: SlipNumberSchema.optional(),
    trace: SlipNumberSchema.optional(),
    cardMasked: MaskedCardSchema.optional(),
  }),
  /** No money moved, and none will. */
  z.strictObject({ outcome: z.literal('declined'), code: FailureCodeSchema }),
  /** Nobody can tell yet: the bills stay locked until somebody can. */
  z.strictObject({ outcome: z.literal('unknown') }),
]);
export type BankCardReport = z.infer<typeof BankCardReportSchema>;

export const bankCardRoutes = {
  report: {
    method: 'POST',
    path: '/kiosk/v1/payment-orders/:orderId/bank-card',
    params: z.object({ orderId: z.uuid() }),
    body: BankCardReportSchema,
    response: PaymentOrderSchema,
  },
} as const;
