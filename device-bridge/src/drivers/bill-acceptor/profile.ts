import { z } from 'zod';
import { PROFILE_HEAD } from '../profile-head.ts';

export const BILL_PROTOCOLS = ['ssp', 'essp', 'id003', 'ccnet', 'ebds'] as const;
export type BillProtocol = (typeof BILL_PROTOCOLS)[number];

/** What differs between bill acceptors that speak a known protocol; one JSON file each in `device-bridge/profiles/`. */
export const BillAcceptorProfileSchema = z
  .strictObject({
    driver: z.enum(BILL_PROTOCOLS),
    ...PROFILE_HEAD,
    line: z.strictObject({
      baudRate: z.union([z.literal(9_600), z.literal(19_200), z.literal(38_400), z.literal(115_200)]),
      dataBits: z.union([z.literal(7), z.literal(8)]),
      parity: z.enum(['none', 'even', 'odd']),
      stopBits: z.union([z.literal(1), z.literal(2)]),
    }),
    /** On the bus, where the protocol has addresses. */
    address: z.number().int().min(0).max(0x7d).optional(),
    pollMs: z.number().int().min(20).max(1_000),
    replyTimeoutMs: z.number().int().min(50).max(5_000),
    /** How often a note in escrow is held, where the device would give it back by itself. */
    holdMs: z.number().int().min(500).max(9_000).optional(),
    /** What the models are known for and the driver lives with. */
    remarks: z.array(z.string()).default([]),
  })
  .refine(({ driver, line }) => (driver === 'ebds') === (line.dataBits === 7), {
    error: 'EBDS has seven data bits, and only EBDS',
  })
  .refine(({ driver, line }) => (driver === 'id003' || driver === 'ebds') === (line.parity === 'even'), {
    error: 'ID-003 and EBDS have even parity, and only they',
  })
  .refine(({ driver, holdMs }) => (driver === 'ebds') === (holdMs === undefined), {
    error: 'EBDS needs no holding, the others do',
  });

export type BillAcceptorProfile = z.output<typeof BillAcceptorProfileSchema>;
