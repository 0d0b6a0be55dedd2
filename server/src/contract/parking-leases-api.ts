import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { LocalisedSchema } from './kiosk-api.ts';
import { barePlate, bareSpace, LATEST_FIRST_DAY, LONGEST_LEASE_MONTHS, PLATE, SPACE } from './parking-lease-limits.ts';

/** Parking spaces that homes lease from the office, and pay on by months at a kiosk. */

const Id = z.uuid();
const BusinessDate = z.iso.date();

const PlateSchema = z.string().max(20).transform(barePlate).pipe(z.string().regex(PLATE));
const SpaceSchema = z.string().max(20).transform(bareSpace).pipe(z.string().regex(SPACE));
const FirstDay = BusinessDate.refine((day) => Number(day.slice(8)) <= LATEST_FIRST_DAY, 'not in every month');
const Months = z.number().int().min(1).max(LONGEST_LEASE_MONTHS);

/** `OVER`: its last day has passed. `ENDED`: before its time, at the wish of either side. */
const LeaseStateSchema = z.enum(['COMING', 'RUNNING', 'OVER', 'ENDED']);
export type LeaseState = z.infer<typeof LeaseStateSchema>;

const ParkingLeaseSchema = z.object({
  leaseId: Id,
  communityId: Id,
  communityName: LocalisedSchema,
  roomId: Id,
  roomLabel: z.string(),
  ownerMasked: z.string(),
  space: z.string(),
  plateMasked: z.string(),
  monthlyFen: FenSchema,
  /** Absent of leases that are older than this page. */
  from: BusinessDate.optional(),
  /** Last day; absent as long as no end was agreed. */
  to: BusinessDate.optional(),
  /** Last day that is paid for. */
  paidUntil: BusinessDate,
  state: LeaseStateSchema,
  /** What can be done with it. */
  renewable: z.boolean(),
  endable: z.boolean(),
});
export type ParkingLease = z.infer<typeof ParkingLeaseSchema>;

/** A monthly price of a parking tariff, as it stands on a day. */
const ParkingTariffSchema = z.object({
  tariffId: Id,
  communityId: Id,
  name: LocalisedSchema,
  monthlyFen: PositiveFenSchema,
});

const base = '/admin/v1/parking-leases';
const ofLease = z.object({ leaseId: Id });
const made = z.object({ leaseId: Id });

export const parkingLeaseRoutes = {
  leases: {
    method: 'GET',
    path: base,
    query: z.object({
      communityId: Id.optional(),
      /** Space, room, or plate in full. */
      search: z.string().max(64).optional(),
      page: z.coerce.number().int().min(1).default(1),
      pageSize: z.coerce.number().int().min(1).max(200).default(20),
    }),
    /** By community and space, the newest lease of a space first. */
    response: pageOf(ParkingLeaseSchema),
  },
  tariffs: {
    method: 'GET',
    path: '/admin/v1/parking-tariffs',
    /** `day`: the first of the lease; default today. */
    query: z.object({ communityId: Id.optional(), day: BusinessDate.optional() }),
    response: z.object({ rows: z.array(ParkingTariffSchema) }),
  },
  /**
   * The price is what the tariff says on the first day, for the whole lease. Sent again with the same id it is the same
   * lease. LT-2854 the space is let in that time, LT-2855 the tariff has no monthly price then.
   */
  makeLease: {
    method: 'POST',
    path: base,
    body: z.strictObject({
      leaseId: Id,
      roomId: Id,
      space: SpaceSchema,
      plate: PlateSchema,
      tariffId: Id,
      from: FirstDay,
      months: Months,
    }),
    response: made,
  },
  /** The months that follow, at the price of then. As `makeLease`; LT-2856 over, renewed already or without an end. */
  renewLease: {
    method: 'POST',
    path: `${base}/:leaseId/renewal`,
    params: ofLease,
    body: z.strictObject({ leaseId: Id, tariffId: Id, months: Months }),
    response: made,
  },
  /** LT-2856 over or renewed, LT-2857 days after that are paid, or being paid, or not of this lease. */
  endLease: {
    method: 'POST',
    path: `${base}/:leaseId/end`,
    params: ofLease,
    body: z.strictObject({ lastDay: BusinessDate }),
    response: made,
  },
} as const;
