import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema, PaymentMethodSchema } from './kiosk-api.ts';

/** 收费公示: what a community charges, on what basis, how it can be paid and where to complain (明码标价). */

const BusinessDate = z.iso.date();

export const PublishedChargeSchema = z.object({
  name: LocalisedSchema,
  family: z.enum(['property', 'utility', 'parking', 'special']),
  /** Collected for a supplier at the supplier's price; no fee is added. */
  passThrough: z.boolean(),
  formula: z.enum(['area', 'fixed', 'metered']),
  unit: LocalisedSchema,
  /** In 1/10,000 yuan per unit, and month where it is charged by months; of no account with tiers. */
  unitPrice: z.number().int().nonnegative(),
  /** Bands of the year; `upTo` in 0.001 unit, absent in the last. */
  tiers: z.array(z.object({ upTo: z.number().int().positive().optional(), price: z.number().int().nonnegative() })),
  cycleMonths: z.number().int().positive(),
  validFrom: BusinessDate,
  /** Contract, decision or official document it rests on. */
  basis: LocalisedSchema.optional(),
});
export type PublishedCharge = z.infer<typeof PublishedChargeSchema>;

/** Parking by the hour, of cars that come and go: what every gate shows. */
export const PublishedStayTariffSchema = z.object({
  /** A stay of so long costs nothing; a longer one is charged from the entry on. */
  freeMinutes: z.number().int().nonnegative(),
  /** 0: there is no first block. */
  firstMinutes: z.number().int().nonnegative(),
  firstFen: FenSchema,
  /** Each block that was begun. */
  blockMinutes: z.number().int().positive(),
  blockFen: FenSchema,
  /** Most of 24 hours. */
  capFen: FenSchema,
  validFrom: BusinessDate,
});
export type PublishedStayTariff = z.infer<typeof PublishedStayTariffSchema>;

export const FeeNoticeSchema = z.object({
  companyName: z.string(),
  servicePhone: z.string(),
  complaintPhone: z.string().optional(),
  /** Business date on which it was read from the tariffs. */
  asOf: BusinessDate,
  charges: z.array(PublishedChargeSchema),
  /** Absent where nobody parks by the hour. */
  stayTariff: PublishedStayTariffSchema.optional(),
  methods: z.array(PaymentMethodSchema),
});
export type FeeNotice = z.infer<typeof FeeNoticeSchema>;

export const feeNoticeRoutes = {
  /** Of the community of the kiosk; nobody needs to be known for it. */
  feeNotice: { method: 'GET', path: '/kiosk/v1/fee-notice', response: FeeNoticeSchema },
} as const;
