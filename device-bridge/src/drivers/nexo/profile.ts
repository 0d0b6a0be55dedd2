import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

/** Timing of a nexo terminal; one JSON file each in `device-bridge/profiles/`. */
export const NexoProfileSchema = z.strictObject({
  driver: z.literal('nexo'),
  ...PROFILE_HEAD,
  /** Time between two diagnoses while nobody pays. */
  heartbeatMs: z.number().int().min(200),
  /** Longest wait for an answer the terminal gives by itself. */
  replyTimeoutMs: z.number().int().min(100),
  /** The bank is asked and says nothing for so long: then the terminal is asked how it stands. */
  askAfterMs: z.number().int().min(50),
  /** Longest wait for the end of a payment, people included. */
  saleMs: z.number().int().min(1_000),
});
export type NexoProfile = z.infer<typeof NexoProfileSchema>;
