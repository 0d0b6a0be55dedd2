import { z } from 'zod';

/** Timing of a network card reader; one JSON file each in `device-bridge/profiles/`. */
export const TcpCardReaderProfileSchema = z.strictObject({
  driver: z.literal('tcp-card-reader'),
  name: z.string().regex(/^[a-z0-9-]+$/),
  manufacturer: z.string(),
  models: z.array(z.string()).min(1),
  /** Where the values come from. */
  source: z.string(),
  /** Time between two PINGs. */
  heartbeatMs: z.number().int().positive(),
  /** Longest wait for PONG and for the answer to an APDU. */
  replyTimeoutMs: z.number().int().positive(),
});

export type TcpCardReaderProfile = z.infer<typeof TcpCardReaderProfileSchema>;
