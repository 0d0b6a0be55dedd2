import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';

/** What a month of a parking space costs, by kind of space and day. A price that stood is never changed: another follows. */

/** A hundred thousand yuan: a slip of the hand. */
const HIGHEST_MONTHLY_FEN = 10_000_000;

const Id = z.uuid();
const BusinessDate = z.iso.date();

const ParkingPriceRowSchema = z.object({
  versionId: Id,
  /** The kind of space: what leases are made by. */
  tariffId: Id,
  communityId: Id,
  communityName: LocalisedSchema,
  kind: LocalisedSchema,
  from: BusinessDate,
  /** Last day; absent as long as no other price follows. */
  to: BusinessDate.optional(),
  monthlyFen: FenSchema,
  /** In 0.01 %. */
  taxRate: z.number().int(),
  /** What it rests on; owners read it at the kiosk. */
  basis: z.string().optional(),
  state: z.enum(['COMING', 'IN_FORCE', 'OVER']),
});
export type ParkingPriceRow = z.infer<typeof ParkingPriceRowSchema>;

const NewParkingPriceSchema = z.strictObject({
  versionId: Id,
  communityId: Id,
  /** Of a kind that there is, or made by the sender for a new one. */
  tariffId: Id,
  /** Of a new kind. */
  kind: z
    .strictObject({ nameZh: z.string().trim().min(2).max(20), nameEn: z.string().trim().min(2).max(40) })
    .optional(),
  from: BusinessDate,
  monthlyFen: PositiveFenSchema.refine((amount) => amount <= HIGHEST_MONTHLY_FEN, 'more than any space costs'),
  taxRate: z.number().int().min(0).max(2_000),
  basis: z.string().trim().min(2).max(60).optional(),
});
export type NewParkingPrice = z.infer<typeof NewParkingPriceSchema>;

const path = '/admin/v1/parking-prices';

export const parkingTariffRoutes = {
  /** By community and kind of space, the newest price first. */
  prices: {
    method: 'GET',
    path,
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(ParkingPriceRowSchema) }),
  },
  /** LT-2858 there is a kind of that name, LT-2867 not a day to come, LT-2868 there is a price from that day. */
  setPrice: {
    method: 'POST',
    path,
    body: NewParkingPriceSchema,
    response: z.object({ versionId: Id }),
  },
} as const;
