import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';

/**
 * Temporary parking 临时停车 paid at a kiosk, by whoever stands there: the digits of the plate find the car, the server says
 * what the stay costs, and its bill is paid like any other. Nothing of a plate but its mask leaves the server.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative().meta({ description: 'milliseconds since the epoch' });

/** Digits of a plate as they stand on it, letters left out. */
export const PLATE_DIGITS = { least: 2, most: 6 } as const;
/** A screen has no more choices than this. */
export const MOST_CARS = 4;

export const FoundCarSchema = z.object({ stayId: Id, plateMasked: z.string(), enteredAt: Moment.optional() });
export type FoundCar = z.infer<typeof FoundCarSchema>;
/** A page of them. */
export const FoundCarsSchema = z.object({
  /** The last to come first. */
  cars: z.array(FoundCarSchema).max(MOST_CARS),
  /** Others came before them. */
  more: z.boolean().default(false),
});
export type FoundCars = z.infer<typeof FoundCarsSchema>;

/** What the stay of a session costs, and why. */
export const StaySchema = z.object({
  stayId: Id,
  plateMasked: z.string(),
  enteredAt: Moment,
  /** Until when the sum counts. */
  pricedAt: Moment,
  minutes: z.number().int().nonnegative(),
  lines: z.array(z.object({ explanation: LocalisedSchema, amountFen: FenSchema })),
  paidFen: FenSchema,
  /** 0: nothing is owed, and `why` says why. */
  owedFen: FenSchema,
  why: z.enum(['free', 'leased', 'paid']).optional(),
  /** Until when the sum holds. */
  holdsUntil: Moment.optional(),
  /** Paid already: until when the car may leave. */
  leaveBy: Moment.optional(),
  /** How long there is to leave once it is paid. */
  graceMinutes: z.number().int().nonnegative(),
});
export type Stay = z.infer<typeof StaySchema>;

export const parkingStayRoutes = {
  /** Each page counts as a try. LT-1008 too many tries, LT-2861 no such car stands here, or no further one. */
  findCars: {
    method: 'POST',
    path: '/kiosk/v1/parking-stays/search',
    body: z.strictObject({
      digits: z.string().regex(/^\d{2,6}$/),
      /** None of those shown: the cars that came before this one. */
      after: Id.optional(),
    }),
    response: FoundCarsSchema,
  },
} as const;

/** Opens a session for the stay: `openStay` of session-api.ts. */
export const OpenStayRequestSchema = z.strictObject({ sessionId: Id, stayId: Id });
