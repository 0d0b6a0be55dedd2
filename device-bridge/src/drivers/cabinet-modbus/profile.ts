import { z } from 'zod';
import { LIGHT_PLACES } from '../../protocol/auxiliaries.ts';
import { PROFILE_HEAD } from '../profile-head.ts';

const Address = z.number().int().min(1).max(247);
const Input = z.strictObject({
  input: z.number().int().min(0).max(63),
  /** What the input reads while all is well: a switch that opens with the door and a cut wire then read the same. */
  wellWhen: z.enum(['on', 'off']),
});

/** What stands on the RS-485 line of a cabinet; one JSON file a cabinet in `device-bridge/profiles/`. */
export const CabinetModbusProfileSchema = z
  .strictObject({
    driver: z.literal('cabinet-modbus'),
    ...PROFILE_HEAD,
    line: z.strictObject({
      baudRate: z.number().int().positive(),
      dataBits: z.literal(8),
      parity: z.enum(['none', 'even', 'odd']),
      stopBits: z.union([z.literal(1), z.literal(2)]),
    }),
    /** Slave address of the input and relay board. */
    address: Address,
    inputs: z.strictObject({ door: Input.optional(), tamper: Input.optional() }),
    /** Coil of the lamp at each place. */
    lights: z.partialRecord(z.enum(LIGHT_PLACES), z.number().int().min(0).max(63)).default({}),
    /** A sensor of its own on the same line, or registers of the board. */
    temperature: z
      .strictObject({
        address: Address,
        function: z.union([z.literal(3), z.literal(4)]),
        register: z.number().int().min(0).max(0xffff),
        /** Register value of one degree. */
        perDegree: z.number().positive(),
        hotC: z.number().min(30).max(90),
        /** Well again this much below. */
        coolerByC: z.number().positive(),
      })
      .optional(),
    pollMs: z.number().int().min(50).max(2_000),
    replyTimeoutMs: z.number().int().min(20).max(2_000),
    /** Readings in a row before a door is believed to be closed; an open one is believed at once. */
    closedReadings: z.number().int().min(1).max(50),
  })
  .refine(({ inputs, temperature }) => inputs.door ?? inputs.tamper ?? temperature, {
    error: 'senses nothing',
  });

export type CabinetModbusProfile = z.infer<typeof CabinetModbusProfileSchema>;
