import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

/** What differs between UPSs that speak the Megatec protocol; one JSON file each in `device-bridge/profiles/`. */
export const CabinetMegatecProfileSchema = z.strictObject({
  driver: z.literal('cabinet-megatec'),
  ...PROFILE_HEAD,
  line: z.strictObject({
    baudRate: z.number().int().positive(),
    dataBits: z.literal(8),
    parity: z.literal('none'),
    stopBits: z.literal(1),
  }),
  pollMs: z.number().int().min(50).max(10_000),
  replyTimeoutMs: z.number().int().min(50).max(5_000),
  /** A flicker is no power cut: so many readings in a row say that the mains are gone. */
  outReadings: z.number().int().min(1).max(20),
  /** And so many that they are back. */
  backReadings: z.number().int().min(1).max(50),
});

export type CabinetMegatecProfile = z.infer<typeof CabinetMegatecProfileSchema>;
