import { FenSchema } from '@louting/common/money';
import { z } from 'zod';

/**
 * What a barrier gate 道闸 and the server say to each other, each request signed with the secret they share
 * (shared-secret-signature.ts): `x-gate-key`, `x-timestamp`, `x-nonce`, `x-signature`. An event may come twice, late or out of
 * order: its id is made by the gate, and the same event has the same answer for ever.
 */

const Moment = z.number().int().positive().meta({ description: 'milliseconds since the epoch' });
const Name = z.string().min(1).max(64);

export const GateEventSchema = z.strictObject({
  eventId: z.uuid(),
  kind: z.enum(['entered', 'exit-asked', 'left']),
  /** The gate's own name for this drive through the community: a command to let the car out names it. */
  passageId: Name,
  /** In full, as the camera read it; the server keeps hashes and the masked plate only. */
  plate: z.string().min(5).max(16),
  lane: Name,
  /** When it happened; a gate that was off line tells later. */
  at: Moment,
});
export type GateEvent = z.output<typeof GateEventSchema>;

/** `open`: let it out. `pay`: not before that is paid. `ask-staff`: the books cannot say what the stay costs. */
export const GateAnswerSchema = z.object({
  eventId: z.uuid(),
  answer: z.enum(['noted', 'open', 'pay', 'ask-staff']),
  owedFen: FenSchema.optional(),
});
export type GateAnswer = z.output<typeof GateAnswerSchema>;

/** Server to gate: the car may leave until then. Sent until it is acknowledged; the same id is the same command. */
export const LetOutSchema = z.strictObject({ commandId: z.uuid(), passageId: Name, until: Moment });
export type LetOut = z.output<typeof LetOutSchema>;

export const barrierGateRoutes = {
  event: { method: 'POST', path: '/gates/v1/events', body: GateEventSchema, response: GateAnswerSchema },
} as const;

/** At the gate. */
export const LET_OUT_PATH = '/let-out';
