import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';
import { ComplaintSchema, FaceSchema, TicketKindSchema, TicketStateSchema } from './tickets-api.ts';
import { CALL_BACKS, URGENCIES, VERIFICATION } from './ticket-values.ts';

/** The help desk in the portal: calls that wait, tickets with their history, and what became of them. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();

export const UrgencySchema = z.enum(URGENCIES);
export type Urgency = z.infer<typeof UrgencySchema>;

export const VerificationSchema = z.strictObject({
  cause: z.enum(VERIFICATION.cause),
  scope: z.enum(VERIFICATION.scope),
  responsibility: z.enum(VERIFICATION.responsibility),
  fix: z.enum(VERIFICATION.fix),
});
export type Verification = z.infer<typeof VerificationSchema>;

export const CallBackSchema = z.enum(CALL_BACKS);

const Note = z.string().trim().max(500);

/** What staff do with a ticket. Which of them are open depends on its kind and state. */
export const StaffStepSchema = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('accept') }),
  /** Somebody goes; said once more it is a new time. The name is shown on the kiosk. */
  z.strictObject({
    step: z.literal('set-out'),
    name: z.string().trim().min(1).max(12),
    minutes: z.number().int().min(0).max(120),
  }),
  z.strictObject({ step: z.literal('verify') }),
  z.strictObject({ step: z.literal('resolve'), note: Note, verification: VerificationSchema.optional() }),
  z.strictObject({ step: z.literal('close'), callBack: CallBackSchema, note: Note }),
  z.strictObject({ step: z.literal('reopen'), note: Note.min(1) }),
  z.strictObject({ step: z.literal('assign'), staffId: Id }),
  z.strictObject({ step: z.literal('set-urgency'), urgency: UrgencySchema }),
  z.strictObject({ step: z.literal('note'), note: Note.min(1) }),
]);
export type StaffStep = z.infer<typeof StaffStepSchema>;

/** Everything that can happen to a ticket, in its history. `missed`: it arrived long after nobody stood there any more. */
export const TicketStepSchema = z.enum([
  'raised',
  'missed',
  'withdraw',
  'escalated',
  'rung',
  ...StaffStepSchema.options.map((option) => option.shape.step.value),
]);
export type TicketStep = z.infer<typeof TicketStepSchema>;

export const TicketRowSchema = z.object({
  ticketId: Id,
  reference: z.string(),
  kind: TicketKindSchema,
  state: TicketStateSchema,
  urgency: UrgencySchema,
  communityName: LocalisedSchema,
  kioskNumber: z.string().optional(),
  location: z.string().optional(),
  /** On which screen of the kiosk the owner stood. */
  screen: z.string().optional(),
  roomId: Id.optional(),
  roomLabel: z.string().optional(),
  complaint: ComplaintSchema.optional(),
  face: FaceSchema.optional(),
  words: z.string().optional(),
  raisedAt: Moment,
  dueAt: Moment.optional(),
  escalatedAt: Moment.optional(),
  inCharge: z.object({ staffId: Id, name: z.string() }).optional(),
  helper: z.object({ name: z.string(), comesAt: Moment }).optional(),
});
export type TicketRow = z.infer<typeof TicketRowSchema>;

export const TicketDetailSchema = TicketRowSchema.extend({
  bill: z
    .object({
      billId: Id,
      itemName: LocalisedSchema,
      periodFrom: z.string(),
      periodTo: z.string(),
      amountFen: z.number().int(),
      state: z.string(),
    })
    .optional(),
  verification: VerificationSchema.optional(),
  callBack: CallBackSchema.optional(),
  history: z.array(
    z.object({ at: Moment, step: TicketStepSchema, by: z.string().optional(), note: z.string().optional() }),
  ),
  /** Open to staff now. */
  steps: z.array(TicketStepSchema),
  /** Who may be put in charge. */
  colleagues: z.array(z.object({ staffId: Id, name: z.string() })),
});
export type TicketDetail = z.infer<typeof TicketDetailSchema>;

const TicketsQuery = z.object({
  communityId: Id.optional(),
  kind: TicketKindSchema.optional(),
  /** `unfinished`: neither resolved nor closed. */
  state: z.union([z.literal('unfinished'), TicketStateSchema]).optional(),
  inCharge: z.enum(['me', 'nobody']).optional(),
  search: z.string().max(64).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
});
export type TicketsFilter = z.infer<typeof TicketsQuery>;

export const AnalysisSchema = z.object({
  kinds: z.array(
    z.object({
      kind: TicketKindSchema,
      raised: z.number().int(),
      resolved: z.number().int(),
      escalated: z.number().int(),
      /** From raised to the first answer, on average; absent when none was answered. */
      secondsToAnswer: z.number().int().optional(),
    }),
  ),
  /** Oldest first; `YYYY-MM` in Asia/Shanghai. */
  months: z.array(
    z.object({
      month: z.string(),
      raised: z.record(TicketKindSchema, z.number().int()),
      faces: z.record(FaceSchema, z.number().int()),
    }),
  ),
});
export type Analysis = z.infer<typeof AnalysisSchema>;

const ticketPath = z.object({ ticketId: Id });
const communityQuery = z.object({ communityId: Id.optional() });

export const helpDeskRoutes = {
  /** Calls for help that are not over, oldest first: whoever is logged in may be the one who can go. */
  calls: {
    method: 'GET',
    path: '/admin/v1/help-calls',
    query: communityQuery,
    response: z.object({ rows: z.array(TicketRowSchema) }),
  },
  tickets: {
    method: 'GET',
    path: '/admin/v1/tickets',
    query: TicketsQuery,
    response: z.object({
      rows: z.array(TicketRowSchema),
      total: z.number().int(),
      totals: z.array(z.object({ state: TicketStateSchema, count: z.number().int() })),
    }),
  },
  ticket: { method: 'GET', path: '/admin/v1/tickets/:ticketId', params: ticketPath, response: TicketDetailSchema },
  /** Taken in by phone or at the desk. Sent again it is the same ticket. */
  raise: {
    method: 'POST',
    path: '/admin/v1/tickets',
    body: z.strictObject({
      ticketId: Id,
      communityId: Id,
      kind: z.enum(['repair', 'feedback']),
      urgency: UrgencySchema,
      words: Note.min(1),
      roomId: Id.optional(),
    }),
    response: z.object({ ticketId: Id }),
  },
  /** LT-8001 when the ticket stands where the step leads nowhere, as when a colleague was quicker. */
  step: {
    method: 'POST',
    path: '/admin/v1/tickets/:ticketId/steps',
    params: ticketPath,
    body: StaffStepSchema,
    response: z.object({ ticketId: Id }),
  },
  analysis: {
    method: 'GET',
    path: '/admin/v1/ticket-analysis',
    query: communityQuery.extend({ months: z.coerce.number().int().min(1).max(24).default(6) }),
    response: AnalysisSchema,
  },
} as const;
