import { z } from 'zod';

/** Timing of a nexo terminal; one JSON file each in `device-bridge/profiles/`. */
export const NexoProfileSchema = z.strictObject({
  driver: z.literal('nexo'),
  name: z.string().regex(/^[a-z0-9-]+$/),
  manufacturer: z.string(),
  models: z.array(z.string()).min(1),
  /** Where the values come from. */
  source: z.string(),
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
