import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

/** Timing of a network card reader; one JSON file each in `device-bridge/profiles/`. */
export const TcpCardReaderProfileSchema = z.strictObject({
  driver: z.literal('tcp-card-reader'),
  ...PROFILE_HEAD,
  /** Time between two PINGs. */
  heartbeatMs: z.number().int().positive(),
  /** Longest wait for PONG and for the answer to an APDU. */
  replyTimeoutMs: z.number().int().positive(),
});

export type TcpCardReaderProfile = z.infer<typeof TcpCardReaderProfileSchema>;
