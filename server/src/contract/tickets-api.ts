import { z } from 'zod';
import { TICKET_KINDS, TICKET_STATES } from './ticket-values.ts';

/**
 * What owners and staff have to tell each other: a call for help, a bill that seems wrong, how it went, something that
 * is broken. The ticket's id is made by whoever raises it, so that it is raised once however often it is sent.
 */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();

export const TicketKindSchema = z.enum(TICKET_KINDS);
export type TicketKind = z.infer<typeof TicketKindSchema>;

export const TicketStateSchema = z.enum(TICKET_STATES);
export type TicketState = z.infer<typeof TicketStateSchema>;

/** What seems wrong with a bill: the four answers at the kiosk. */
export const ComplaintSchema = z.enum(['wrong-amount', 'not-ours', 'already-paid', 'not-clear']);
export type Complaint = z.infer<typeof ComplaintSchema>;

/** The three faces after use. */
export const FaceSchema = z.enum(['good', 'fair', 'poor']);
export type Face = z.infer<typeof FaceSchema>;

const Raised = { ticketId: Id, at: Moment.meta({ description: 'by the clock of the kiosk' }) };

export const RaiseTicketSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('help-call'), ...Raised, screen: z.string().max(64) }),
  /** A weak identity is enough: it asks a question and moves no money. */
  z.strictObject({
    kind: z.literal('bill-dispute'),
    ...Raised,
    sessionId: Id,
    billId: Id,
    complaint: ComplaintSchema,
  }),
  /** The kiosk itself noticed something that somebody has to look at at once. */
  z.strictObject({ kind: z.literal('repair'), ...Raised, code: z.literal('LT-3603') }),
]);
export type RaiseTicket = z.infer<typeof RaiseTicketSchema>;

/** Who comes, by the name that staff go by in public, and in how many minutes: 0 is at once. */
export const HelperSchema = z.object({ name: z.string(), inMinutes: z.number().int().nonnegative() });
export type Helper = z.infer<typeof HelperSchema>;

export const KioskTicketSchema = z.object({
  ticketId: Id,
  /** Short reference a person can read out, e.g. `7F3K-92QD`. */
  reference: z.string(),
  state: TicketStateSchema,
  helper: HelperSchema.optional(),
});
export type KioskTicket = z.infer<typeof KioskTicketSchema>;

/** A bill that its owners asked about, as they may read it. */
export const DisputeNoticeSchema = z.object({
  billId: Id,
  reference: z.string(),
  progress: z.enum(['received', 'being-checked', 'answered']),
});
export type DisputeNotice = z.infer<typeof DisputeNoticeSchema>;

export const SurveySchema = z.strictObject({
  surveyId: Id,
  at: Moment,
  face: FaceSchema,
  /** Whose visit it was, so that somebody can ask what went wrong. */
  sessionId: Id.optional(),
});
export type Survey = z.infer<typeof SurveySchema>;

const ticketPath = z.object({ ticketId: Id });

export const kioskTicketRoutes = {
  /** Sent again it is the same ticket. A bill that is in dispute already answers that dispute. */
  raise: { method: 'POST', path: '/kiosk/v1/tickets', body: RaiseTicketSchema, response: KioskTicketSchema },
  ticket: { method: 'GET', path: '/kiosk/v1/tickets/:ticketId', params: ticketPath, response: KioskTicketSchema },
  /** The owner needs nobody any more. Of a call that is over it changes nothing. */
  withdraw: {
    method: 'POST',
    path: '/kiosk/v1/tickets/:ticketId/withdrawal',
    params: ticketPath,
    response: KioskTicketSchema,
  },
  survey: { method: 'POST', path: '/kiosk/v1/surveys', body: SurveySchema, response: z.object({ surveyId: Id }) },
} as const;
