import { isFailureCode } from '@louting/common/failure-codes';
import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

const Code = z.string().regex(/^[0-9A-Z]{2}$/);

/** What differs between installations of the ChinaUMS record interface; one JSON file each in `device-bridge/profiles/`. */
export const ChinaUmsProfileSchema = z.strictObject({
  driver: z.literal('chinaums'),
  ...PROFILE_HEAD,
  heartbeatMs: z.number().int().min(200),
  replyTimeoutMs: z.number().int().min(100),
  /** Longest wait for the end of a payment, people included. */
  saleMs: z.number().int().min(1_000),
  /** What the terminal's codes mean to the owner; any other code is a plain no. */
  declines: z.record(Code, z.string().refine(isFailureCode)),
  /** Codes after which nobody knows whether money moved. */
  unclear: z.array(Code),
  /** Codes that say there is no last payment. */
  nothingThere: z.array(Code).min(1),
});
export type ChinaUmsProfile = z.infer<typeof ChinaUmsProfileSchema>;
