import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';
import { DeviceReportSchema, LocalisedSchema } from './kiosk-api.ts';

/**
 * Cash after the kiosk took it: boxes, pulls and counts, differences, deposits. The daily close is day-close-api.ts.
 * Staff see only the communities they are assigned to; every change is kept in the audit trail.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();
const Page = {
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
};
/** Letters, digits and dashes as printed on seals, cassettes and slips. */
const Mark = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}./-]{0,39}$/u);
const Reason = z.string().trim().min(2).max(200);

export const NoteCountSchema = z.strictObject({
  denominationFen: PositiveFenSchema,
  count: z.number().int().min(0).max(100_000),
});
export const NotesSchema = z.array(NoteCountSchema).max(20);
export type CountedNotes = z.infer<typeof NoteCountSchema>;

export const DifferenceKindSchema = z.enum(['CASH_SHORT', 'CASH_OVER']);

export const CashBoxSchema = z.object({
  kioskId: Id,
  kioskNumber: z.string(),
  location: z.string(),
  communityId: Id,
  communityName: LocalisedSchema,
  /** Book balance of what is in the box now: notes since the last pull. */
  balanceFen: FenSchema,
  /** Number of the running cash session; a pull names the session it ends. */
  sessionNumber: z.number().int(),
  /** Last pull; absent before the first. */
  sinceAt: Moment.optional(),
  notes: NotesSchema,
  noteCount: z.number().int(),
  capacity: z.number().int(),
  fillPercent: z.number().int(),
  collectSoon: z.boolean(),
  /** Notes in doubt, which the next count decides. */
  doubtfulNotes: z.number().int(),
  /** Pulled, and waiting to be counted. */
  bagsToCount: z.number().int(),
  openDifferences: z.number().int(),
  acceptor: DeviceReportSchema.optional(),
});
export type CashBox = z.infer<typeof CashBoxSchema>;

export const CollectionSchema = z.object({
  collectionId: Id,
  kioskId: Id,
  kioskNumber: z.string(),
  location: z.string(),
  communityName: LocalisedSchema,
  sessionNumber: z.number().int(),
  boxSerial: z.string(),
  sealNumber: z.string(),
  pulledBy: z.string(),
  pulledAt: Moment,
  /** `recount`: two people counted differently. What they counted is told only when the count stands. */
  state: z.enum(['to-count', 'to-count-again', 'recount', 'settled']),
  countedBy: z.array(z.object({ name: z.string(), at: Moment })),
  /** Whether the staff member who asks may count now, i.e. has not counted this bag before. */
  youMayCount: z.boolean(),
  /** Absent until the count stands. */
  result: z
    .object({
      settledAt: Moment,
      bookedFen: FenSchema,
      countedFen: FenSchema,
      shortFen: FenSchema,
      overFen: FenSchema,
      foundFen: FenSchema,
      rows: z.array(
        z.object({
          denominationFen: PositiveFenSchema,
          booked: z.number().int(),
          counted: z.number().int(),
          found: z.number().int(),
        }),
      ),
      counts: z.array(z.object({ name: z.string(), notes: NotesSchema, totalFen: FenSchema })),
      /** Bank slip that brought it to the bank. */
      slipNumber: z.string().optional(),
    })
    .optional(),
});
export type Collection = z.infer<typeof CollectionSchema>;

export const CashDifferenceSchema = z.object({
  differenceId: Id,
  kind: DifferenceKindSchema,
  state: z.enum(['OPEN', 'EXPLAINED']),
  amountFen: FenSchema,
  openFen: FenSchema,
  communityName: LocalisedSchema,
  /** Absent for the cash at the office. */
  kioskNumber: z.string().optional(),
  collectionId: Id.optional(),
  sessionNumber: z.number().int().optional(),
  sealNumber: z.string().optional(),
  /** Of a count of the hoppers. */
  movementNumber: z.number().int().optional(),
  raisedAt: Moment,
  detail: z.string(),
  /** Ways the staff member may choose. */
  ways: z.array(z.enum(['income', 'loss', 'recovered', 'offset'])),
  resolutions: z.array(
    z.object({
      way: z.enum(['income', 'loss', 'recovered', 'offset', 'note-credited', 'late-note', 'late-change']),
      amountFen: FenSchema,
      reason: z.string(),
      decidedBy: z.string(),
      decidedAt: Moment,
    }),
  ),
});
export type CashDifference = z.infer<typeof CashDifferenceSchema>;

/** Suspense: the device could not tell where it went. Orphan: it is in the box and no order claims it. */
export const DoubtfulNoteSchema = z.object({
  noteId: Id,
  kind: z.enum(['suspense', 'orphan']),
  state: z.enum(['in-box', 'to-decide', 'found', 'not-stacked']),
  denominationFen: PositiveFenSchema.optional(),
  kioskNumber: z.string(),
  communityName: LocalisedSchema,
  at: Moment,
  reference: z.string().optional(),
  roomLabel: z.string().optional(),
  payerMasked: z.string().optional(),
  sessionNumber: z.number().int(),
  decidedAt: Moment.optional(),
  decidedBy: z.string().optional(),
  reason: z.string().optional(),
});
export type DoubtfulCash = z.infer<typeof DoubtfulNoteSchema>;

export const NoteEventSchema = z.object({
  noteId: Id,
  at: Moment,
  denominationFen: PositiveFenSchema,
  state: z.enum(['credited', 'suspense', 'found', 'not-stacked']),
  orderId: Id,
  reference: z.string(),
  roomLabel: z.string(),
  sessionNumber: z.number().int(),
  /** Booked after the count of its bag. */
  late: z.boolean(),
});
export type NoteEvent = z.infer<typeof NoteEventSchema>;

export const DepositSchema = z.object({
  depositId: Id,
  communityName: LocalisedSchema,
  slipNumber: z.string(),
  depositedOn: z.iso.date(),
  amountFen: FenSchema,
  registeredBy: z.string(),
  registeredAt: Moment,
  /** Seals of the bags it brought to the bank. */
  seals: z.array(z.string()),
});
export type Deposit = z.infer<typeof DepositSchema>;

const collectionPath = z.object({ collectionId: Id });
const scope = { communityId: Id.optional() };

export const cashRoutes = {
  boxes: {
    method: 'GET',
    path: '/admin/v1/cash/boxes',
    query: z.object(scope),
    response: z.object({
      rows: z.array(CashBoxSchema),
      totals: z.object({ inBoxesFen: FenSchema, inBagsFen: FenSchema, atOfficeFen: FenSchema, suspenseFen: FenSchema }),
      /** Values the acceptors take, largest first. */
      denominationsFen: z.array(PositiveFenSchema),
    }),
  },
  setCapacity: {
    method: 'POST',
    path: '/admin/v1/cash/boxes/:kioskId/capacity',
    params: z.object({ kioskId: Id }),
    body: z.strictObject({ notes: z.number().int().min(10).max(10_000) }),
    response: z.object({ capacity: z.number().int() }),
  },
  notes: {
    method: 'GET',
    path: '/admin/v1/cash/boxes/:kioskId/notes',
    params: z.object({ kioskId: Id }),
    query: z.object({
      ...Page,
      /** Absent: the running session, or every session when `search` is given. */
      session: z.coerce.number().int().min(1).optional(),
      /** Order reference. */
      search: z.string().max(64).optional(),
    }),
    response: pageOf(NoteEventSchema),
  },
  collections: {
    method: 'GET',
    path: '/admin/v1/cash/collections',
    query: z.object({ ...Page, ...scope, kioskId: Id.optional(), open: z.enum(['true', 'false']).optional() }),
    response: pageOf(CollectionSchema),
  },
  collection: {
    method: 'GET',
    path: '/admin/v1/cash/collections/:collectionId',
    params: collectionPath,
    response: CollectionSchema,
  },
  /** LT-2304 the box was pulled meanwhile, LT-2305 the seal is used, LT-2306 not possible then. */
  registerCollection: {
    method: 'POST',
    path: '/admin/v1/cash/collections',
    body: z.strictObject({
      /** Made by the sender; sending it again answers the same collection. */
      collectionId: Id,
      kioskId: Id,
      /** The session it ends, as the sender saw it: of two people at one box only one can be right. */
      sessionNumber: z.number().int().min(1),
      boxSerial: Mark,
      sealNumber: Mark,
      /** When the box came out; absent: now. */
      pulledAt: Moment.optional(),
    }),
    response: CollectionSchema,
  },
  /** LT-2308 the count stands already, LT-2309 who counted may not count again. */
  countCollection: {
    method: 'POST',
    path: '/admin/v1/cash/collections/:collectionId/counts',
    params: collectionPath,
    body: z.strictObject({ notes: NotesSchema }),
    response: CollectionSchema,
  },
  differences: {
    method: 'GET',
    path: '/admin/v1/cash/differences',
    query: z.object({ ...Page, ...scope, state: z.enum(['OPEN', 'EXPLAINED']).optional() }),
    response: pageOf(CashDifferenceSchema),
  },
  /** LT-2310 not open any more, LT-2311 who collected or counted it, LT-2312 the amount or the way does not fit. */
  explainDifference: {
    method: 'POST',
    path: '/admin/v1/cash/differences/:differenceId/resolutions',
    params: z.object({ differenceId: Id }),
    body: z.strictObject({
      resolutionId: Id,
      way: z.enum(['income', 'loss', 'recovered', 'offset']),
      amountFen: PositiveFenSchema,
      reason: Reason,
    }),
    response: z.object({ openFen: FenSchema }),
  },
  doubtfulNotes: {
    method: 'GET',
    path: '/admin/v1/cash/doubtful-notes',
    query: z.object({ ...Page, ...scope, open: z.enum(['true', 'false']).optional() }),
    response: pageOf(DoubtfulNoteSchema),
  },
  /** LT-2320 decided already, LT-2312 the count found no money it could be, LT-2321 its bag is not counted yet. */
  decideNote: {
    method: 'POST',
    path: '/admin/v1/cash/doubtful-notes/:noteId/decisions',
    params: z.object({ noteId: Id }),
    body: z.strictObject({
      outcome: z.enum(['found', 'not-stacked']),
      /** Value of an orphan that the device did not know. */
      denominationFen: PositiveFenSchema.optional(),
      reason: Reason,
    }),
    response: z.object({ noteId: Id }),
  },
  deposits: {
    method: 'GET',
    path: '/admin/v1/cash/deposits',
    query: z.object({ ...Page, ...scope }),
    response: pageOf(DepositSchema),
  },
  /** LT-2313 more than is at the office, LT-2314 the slip is registered, LT-2322 a bag is not at the office. */
  registerDeposit: {
    method: 'POST',
    path: '/admin/v1/cash/deposits',
    body: z.strictObject({
      depositId: Id,
      communityId: Id,
      slipNumber: Mark,
      depositedOn: z.iso.date(),
      amountFen: PositiveFenSchema,
      collectionIds: z.array(Id).max(200),
    }),
    response: z.object({ depositId: Id }),
  },
} as const;

/** A kiosk tells what its bridge found in the box without an order (signed, as all requests of kiosks). */
export const OrphanReportSchema = z.strictObject({
  orphans: z
    .array(z.strictObject({ orphanId: Id, denominationFen: PositiveFenSchema.optional(), stackedAt: Moment }))
    .min(1)
    .max(100),
});
export type OrphanReport = z.infer<typeof OrphanReportSchema>;

export const orphanRoutes = {
  reportOrphans: {
    method: 'POST',
    path: '/kiosk/v1/orphan-notes',
    body: OrphanReportSchema,
    response: z.object({ orphanIds: z.array(Id) }),
  },
} as const;
