import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { DeviceReportSchema, LocalisedSchema } from './kiosk-api.ts';

/**
 * Coins that change is paid from: filled, taken out and counted by staff, each counted by two who do not see each
 * other's figures. What is in the hoppers is known by kiosk: a payout says its amount, not its coins.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Page = {
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
};
/** Of each hopper, by the value of its coin. */
const CoinsSchema = z
  .array(z.strictObject({ denominationFen: PositiveFenSchema, count: z.number().int().min(0).max(100_000) }))
  .max(20);

const MovementKindSchema = z.enum(['fill', 'empty', 'count']);
const CoinSourceSchema = z.enum(['office', 'bank', 'float']);

export const HopperDaySchema = z.object({
  kioskId: Id,
  kioskNumber: z.string(),
  openingFen: FenSchema,
  filledFen: FenSchema,
  paidFen: FenSchema,
  emptiedFen: FenSchema,
  /** What counts found too much, less what they missed. */
  countedFen: FenSchema,
  closingFen: FenSchema,
});
export type HopperDay = z.infer<typeof HopperDaySchema>;

export const HoppersSchema = z.object({
  kioskId: Id,
  kioskNumber: z.string(),
  location: z.string(),
  communityId: Id,
  communityName: LocalisedSchema,
  /** In its hoppers by the books; below zero when change was paid from coins that nobody booked. */
  balanceFen: FenSchema,
  lastFilledAt: Moment.optional(),
  lastCountedAt: Moment.optional(),
  /** Movements that wait for their second count. */
  waiting: z.number().int(),
  openDifferences: z.number().int(),
  /** As the kiosk reports it; absent: none is fitted, or the kiosk has never been heard. */
  unit: DeviceReportSchema.optional(),
});
export type Hoppers = z.infer<typeof HoppersSchema>;

export const MovementSchema = z.object({
  movementId: Id,
  kioskId: Id,
  kioskNumber: z.string(),
  location: z.string(),
  communityName: LocalisedSchema,
  number: z.number().int(),
  kind: MovementKindSchema,
  source: CoinSourceSchema.optional(),
  movedAt: Moment,
  /** `recount`: two people counted differently. What they counted is told only when the count stands. */
  state: z.enum(['to-count-again', 'recount', 'settled']),
  countedBy: z.array(z.object({ name: z.string(), at: Moment })),
  /** Whether the staff member who asks may count now, i.e. has not counted it before. */
  youMayCount: z.boolean(),
  /** Absent until the count stands. */
  result: z
    .object({
      settledAt: Moment,
      coins: CoinsSchema,
      countedFen: FenSchema,
      bookedFen: FenSchema,
      /** Counted less the books; 0 for a fill. */
      differenceFen: FenSchema,
    })
    .optional(),
});
export type HopperMovement = z.infer<typeof MovementSchema>;

export const hopperRoutes = {
  hoppers: {
    method: 'GET',
    path: '/admin/v1/cash/hoppers',
    query: z.object({ communityId: Id.optional() }),
    response: z.object({
      rows: z.array(HoppersSchema),
      totalFen: FenSchema,
      /** Values that hoppers may hold. */
      denominationsFen: z.array(PositiveFenSchema),
    }),
  },
  movements: {
    method: 'GET',
    path: '/admin/v1/cash/hopper-movements',
    query: z.object({
      ...Page,
      communityId: Id.optional(),
      kioskId: Id.optional(),
      open: z.enum(['true', 'false']).optional(),
    }),
    response: pageOf(MovementSchema),
  },
  /** LT-2306 not possible then, LT-2313 more than is at the office, LT-2323 the id is used. */
  registerMovement: {
    method: 'POST',
    path: '/admin/v1/cash/hopper-movements',
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fill'), source: CoinSourceSchema, ...movementFields() }),
      z.strictObject({ kind: z.enum(['empty', 'count']), ...movementFields() }),
    ]),
    response: MovementSchema,
  },
  /** LT-2307, LT-2308 it stands already, LT-2309 who counted may not count again, LT-2326 an earlier one first. */
  countMovement: {
    method: 'POST',
    path: '/admin/v1/cash/hopper-movements/:movementId/counts',
    params: z.object({ movementId: Id }),
    body: z.strictObject({ coins: CoinsSchema }),
    response: MovementSchema,
  },
} as const;

function movementFields() {
  return {
    /** Made by the sender; sending it again answers the same movement. */
    movementId: Id,
    kioskId: Id,
    /** When it was done; absent: now. */
    movedAt: Moment.optional(),
    /** As the one who registers it counted. */
    coins: CoinsSchema,
  };
}
