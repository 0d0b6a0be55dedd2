import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

/** What differs between payout devices on encrypted SSP: SMART Hopper, SMART Payout. */
export const SspPayoutProfileSchema = z.strictObject({
  driver: z.literal('ssp-payout'),
  ...PROFILE_HEAD,
  line: z.strictObject({
    baudRate: z.union([z.literal(9_600), z.literal(38_400), z.literal(115_200)]),
    dataBits: z.literal(8),
    parity: z.literal('none'),
    stopBits: z.literal(2),
  }),
  address: z.number().int().min(0).max(0x7d),
  /** The events are read as protocol 6 and later write them. */
  protocolVersion: z.union([z.literal(6), z.literal(7), z.literal(8)]),
  pollMs: z.number().int().min(20).max(1_000),
  replyTimeoutMs: z.number().int().min(50).max(5_000),
  remarks: z.array(z.string()).default([]),
});
