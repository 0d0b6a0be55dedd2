import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

const Shared = {
  driver: z.literal('cctalk'),
  ...PROFILE_HEAD,
  line: z.strictObject({
    baudRate: z.union([z.literal(9_600), z.literal(19_200), z.literal(38_400)]),
    dataBits: z.literal(8),
    parity: z.literal('none'),
    stopBits: z.literal(1),
  }),
  check: z.enum(['sum', 'crc']),
  pollMs: z.number().int().min(20).max(1_000),
  replyTimeoutMs: z.number().int().min(50).max(5_000),
  remarks: z.array(z.string()).default([]),
};

/** What differs between coin acceptors on ccTalk. Credits are buffered five deep, so the poll is short. */
export const CcTalkCoinAcceptorProfileSchema = z.strictObject({
  ...Shared,
  role: z.literal('coin-acceptor'),
  pollMs: Shared.pollMs.max(200),
  address: z.number().int().min(2).max(255),
  /** Way of the sorter by coin value in fen, where the model has a sorter. */
  sorterPaths: z.record(z.string().regex(/^\d+$/), z.number().int().min(1).max(8)).optional(),
});

/** What differs between hoppers on ccTalk. */
export const CcTalkHopperProfileSchema = z.strictObject({
  ...Shared,
  role: z.literal('hopper'),
  dispense: z.enum(['serial-number', 'no-encryption']),
});

export const CcTalkProfileSchema = z.discriminatedUnion('role', [
  CcTalkCoinAcceptorProfileSchema,
  CcTalkHopperProfileSchema,
]);
