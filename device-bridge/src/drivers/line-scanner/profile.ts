import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

const Bytes = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .meta({ description: 'bytes in lower-case hex' });

/** What differs between scanner modules that send each code as one line; one JSON file each in `device-bridge/profiles/`. */
export const LineScannerProfileSchema = z.strictObject({
  driver: z.literal('line-scanner'),
  ...PROFILE_HEAD,
  /** Absent: the module scans by presence. `acknowledgement` is what it answers to `start`, to be dropped. */
  trigger: z.strictObject({ start: Bytes, stop: Bytes, acknowledgement: Bytes.optional() }).optional(),
  /**
   * Longest payload; a longer line is noise and dropped whole. The address on a payment slip has some ninety characters.
   */
  longestCode: z.number().int().min(128).max(256),
  /** Longest pause inside one line. */
  interByteTimeoutMs: z.number().int().positive(),
  /** The same code again within this time is the same phone still held there. */
  debounceMs: z.number().int().nonnegative(),
});

export type LineScannerProfile = z.infer<typeof LineScannerProfileSchema>;
