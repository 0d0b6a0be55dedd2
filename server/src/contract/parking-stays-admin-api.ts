import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { barePlate, PLATE } from './parking-lease-limits.ts';
import { LocalisedSchema } from './kiosk-api.ts';

/** Cars that park for a while as the office sees them, what that costs, and the gate opened by hand. */

const Id = z.uuid();
const BusinessDate = z.iso.date();
const Moment = z.number().int().nonnegative();

export const ParkingStaySchema = z.object({
  stayId: Id,
  communityName: LocalisedSchema,
  plateMasked: z.string(),
  enteredAt: Moment.optional(),
  leftAt: Moment.optional(),
  paidFen: FenSchema,
  /** As of now, of a car that is here; absent where the books cannot say. */
  owedFen: FenSchema.optional(),
  leased: z.boolean(),
  flag: z.enum(['entry-unseen', 'left-unseen', 'left-unpaid']).optional(),
  /** By hand: who, and why. */
  opened: z.object({ by: z.string(), reason: z.string(), at: Moment }).optional(),
});
export type ParkingStay = z.infer<typeof ParkingStaySchema>;

const Minutes = z.number().int().max(1_440);
const StayTariffValues = z.object({
  from: BusinessDate,
  freeMinutes: Minutes.min(0),
  firstMinutes: Minutes.min(0),
  firstFen: FenSchema,
  blockMinutes: Minutes.min(1),
  blockFen: FenSchema,
  capFen: FenSchema,
  graceMinutes: Minutes.min(1),
  /** In 0.01 %. */
  taxRate: z.number().int().min(0).max(2_000),
});
export const StayTariffRowSchema = StayTariffValues.extend({
  tariffId: Id,
  communityName: LocalisedSchema,
  state: z.enum(['COMING', 'IN_FORCE', 'OVER']),
});
export type StayTariffRow = z.infer<typeof StayTariffRowSchema>;

export const HouseholdCarSchema = z.object({
  carId: Id,
  roomId: Id,
  roomLabel: z.string(),
  plateMasked: z.string(),
  /** The home agreed that prepayment pays by itself; without it nothing is taken. */
  agreed: z.boolean(),
});
export type HouseholdCar = z.infer<typeof HouseholdCarSchema>;

const PlateSchema = z.string().max(20).transform(barePlate).pipe(z.string().regex(PLATE));
const carsPath = '/admin/v1/household-cars';
const tariffsPath = '/admin/v1/stay-tariffs';

export const parkingStaysAdminRoutes = {
  /** The last to come in first. `search`: a whole plate, or its digits. */
  stays: {
    method: 'GET',
    path: '/admin/v1/parking-stays',
    query: z.object({
      communityId: Id.optional(),
      state: z.enum(['here', 'left', 'flagged']).optional(),
      search: z.string().max(64).optional(),
      page: z.coerce.number().int().positive().default(1),
      pageSize: z.coerce.number().int().positive().max(200).default(20),
    }),
    response: pageOf(ParkingStaySchema),
  },
  /** Lets the car out without payment. The same id again is the same command. LT-2863 it has left. */
  letOut: {
    method: 'POST',
    path: '/admin/v1/parking-stays/:stayId/let-out',
    params: z.object({ stayId: Id }),
    body: z.strictObject({ commandId: Id, reason: z.string().trim().min(2).max(60) }),
    response: z.object({ commandId: Id }),
  },
  /** The newest first, by community. */
  tariffs: {
    method: 'GET',
    path: tariffsPath,
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(StayTariffRowSchema) }),
  },
  /** LT-2867 not a day to come, LT-2868 there is one from that day. */
  setTariff: {
    method: 'POST',
    path: tariffsPath,
    body: StayTariffValues.extend({ tariffId: Id, communityId: Id }).strict(),
    response: z.object({ tariffId: Id }),
  },
  /** Cars whose stays are taken from the prepayment of a home. */
  cars: {
    method: 'GET',
    path: carsPath,
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(HouseholdCarSchema) }),
  },
  /** LT-9002 no such home, LT-2869 the car is of a home already. */
  registerCar: {
    method: 'POST',
    path: carsPath,
    body: z.strictObject({ carId: Id, communityId: Id, roomId: Id, plate: PlateSchema }),
    response: z.object({ carId: Id }),
  },
  endCar: {
    method: 'POST',
    path: `${carsPath}/:carId/end`,
    params: z.object({ carId: Id }),
    response: z.object({ carId: Id }),
  },
} as const;
