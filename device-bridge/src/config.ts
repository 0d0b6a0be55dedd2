import { z } from 'zod';
import { CardTerminalConfigSchema } from './open-card-terminal.ts';
import { BILL_PROTOCOLS } from './drivers/bill-acceptor/profile.ts';

const TcpTransportSchema = z.strictObject({
  type: z.literal('tcp'),
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(1).max(65_535),
});
const SerialTransportSchema = z.strictObject({
  type: z.literal('serial'),
  path: z.string().min(1),
  baudRate: z.number().int().positive().default(9_600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
});
const ProfiledSerialSchema = SerialTransportSchema.extend({
  baudRate: z.number().int().positive().optional(),
  dataBits: z.union([z.literal(7), z.literal(8)]).optional(),
  parity: z.enum(['none', 'even', 'odd']).optional(),
  stopBits: z.union([z.literal(1), z.literal(2)]).optional(),
});
/** The kernel's own printer driver. */
const UsbPrinterTransportSchema = z.strictObject({ type: z.literal('usb-printer'), path: z.string().min(1) });
const LineTransportSchema = z.discriminatedUnion('type', [TcpTransportSchema, SerialTransportSchema]);
const PrinterTransportSchema = z.discriminatedUnion('type', [
  TcpTransportSchema,
  SerialTransportSchema,
  UsbPrinterTransportSchema,
]);
export type LineTransportConfig = z.infer<typeof PrinterTransportSchema>;

/** A relay board in the supply of one device. */
const RelaySchema = z.strictObject({
  driver: z.literal('lcus'),
  transport: LineTransportSchema,
  channel: z.number().int().min(1).max(8).default(1),
  offMs: z.number().int().min(100).max(60_000).default(5_000),
});
export type RelayConfig = z.infer<typeof RelaySchema>;
/** A coin acceptor or hopper on a ccTalk line; devices with the same line share its wire. */
const CcTalkSchema = z.strictObject({
  driver: z.literal('cctalk'),
  transport: z.discriminatedUnion('type', [TcpTransportSchema, ProfiledSerialSchema]),
  /** In place of the profile's. */
  pollMs: z.number().int().min(20).max(1_000).optional(),
  replyTimeoutMs: z.number().int().min(20).max(5_000).optional(),
  relay: RelaySchema.optional(),
});

/** A SMART Hopper or SMART Payout on an SSP line of its own. */
const SspPayoutSchema = CcTalkSchema.extend({
  driver: z.literal('ssp-payout'),
  profile: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .default('ssp-payout-generic'),
  address: z.number().int().min(0).max(0x7d).optional(),
  /** The fixed half of the key it was commissioned with; absent: the factory's. */
  fixedKeyFile: z.string().optional(),
});

const ServiceName = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/);
const Profile = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** One device bridge: which devices, on which lines. Several of a kind are several services. */
export const BridgeConfigSchema = z.strictObject({
  stateDir: z.string().min(1),
  /** Absent: the first free of 5846…5856. */
  port: z.number().int().min(0).max(65_535).optional(),
  /** Absent: made anew at each start. Either way it is found in `<stateDir>/token`. */
  token: z.string().min(16).optional(),
  allowedOrigins: z.array(z.string()).default([]),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  devices: z
    .strictObject({
      cardReaders: z
        .array(
          z.discriminatedUnion('driver', [
            z.strictObject({
              driver: z.literal('pcsc'),
              service: ServiceName.default('CardReader'),
              /** Part of the reader's PC/SC name; absent: any reader. */
              readerName: z.string().optional(),
            }),
            z.strictObject({
              driver: z.literal('tcp-card-reader'),
              service: ServiceName.default('CardReader'),
              transport: TcpTransportSchema,
              relay: RelaySchema.optional(),
              profile: Profile.default('tcp-card-reader-line'),
            }),
          ]),
        )
        .default([]),
      cashAcceptors: z
        .array(
          z.strictObject({
            driver: z.enum(BILL_PROTOCOLS),
            service: ServiceName.default('BillAcceptor'),
            /** A serial line has the settings of the profile unless it names its own. */
            transport: z.discriminatedUnion('type', [TcpTransportSchema, ProfiledSerialSchema]),
            relay: RelaySchema.optional(),
            /** Absent: `<driver>-generic`. */
            profile: Profile.optional(),
            address: z.number().int().min(0).max(0x7d).optional(),
            /** eSSP: the fixed half of the key the acceptor was commissioned with; absent: the factory's. */
            fixedKeyFile: z.string().optional(),
            /** Keeps every byte of the line in `<stateDir>/<service>.trace`, for the vendor. Notes carry no personal data. */
            trace: z.boolean().default(false),
            /** Takes coins into the same transactions. */
            coins: CcTalkSchema.extend({
              profile: Profile.default('cctalk-coin-generic'),
              address: z.number().int().min(2).max(255).optional(),
            }).optional(),
            /** Longest way of a note from escrow into the box. */
            stackMs: z.number().int().min(100).default(30_000),
            /** A note in escrow that no client claims goes back after this long. */
            abandonedMs: z.number().int().min(100).default(60_000),
            /** In place of the profile's. */
            pollMs: z.number().int().min(20).max(1_000).optional(),
            replyTimeoutMs: z.number().int().min(50).max(5_000).optional(),
          }),
        )
        .default([]),
      /** Stores that change is paid from. */
      changeDispensers: z
        .array(
          z.discriminatedUnion('driver', [
            CcTalkSchema.extend({
              service: ServiceName.default('ChangeDispenser'),
              profile: Profile.default('cctalk-hopper-generic'),
              hoppers: z
                .array(
                  z.strictObject({
                    address: z.number().int().min(2).max(255),
                    denominationFen: z.union([z.literal(10), z.literal(50), z.literal(100)]),
                  }),
                )
                .min(1),
            }),
            SspPayoutSchema.extend({ service: ServiceName.default('ChangeDispenser') }),
          ]),
        )
        .default([]),
      printers: z
        .array(
          z.strictObject({
            driver: z.literal('escpos'),
            service: ServiceName.default('ReceiptPrinter'),
            transport: PrinterTransportSchema,
            relay: RelaySchema.optional(),
            profile: Profile.default('escpos-generic-80mm'),
          }),
        )
        .default([]),
      cardTerminals: z.array(CardTerminalConfigSchema).default([]),
      barcodeReaders: z
        .array(
          z.strictObject({
            driver: z.literal('line-scanner'),
            service: ServiceName.default('BarcodeReader'),
            transport: LineTransportSchema,
            relay: RelaySchema.optional(),
            profile: Profile.default('line-scanner-presence'),
          }),
        )
        .default([]),
      cabinets: z
        .array(
          z.strictObject({
            driver: z.literal('cabinet-modbus'),
            service: ServiceName.default('Cabinet'),
            /** A serial line has the settings of the profile unless it names its own. */
            transport: z.discriminatedUnion('type', [TcpTransportSchema, ProfiledSerialSchema]),
            profile: Profile,
          }),
        )
        .default([]),
      powerSupplies: z
        .array(
          z.strictObject({
            driver: z.literal('cabinet-megatec'),
            service: ServiceName.default('PowerSupply'),
            transport: z.discriminatedUnion('type', [TcpTransportSchema, ProfiledSerialSchema]),
            profile: Profile.default('cabinet-megatec-generic'),
          }),
        )
        .default([]),
    })
    .refine(
      (devices) => {
        const names = Object.values(devices).flatMap((list) => list.map(({ service }) => service));
        return new Set(names).size === names.length;
      },
      { error: 'two devices have the same service name' },
    ),
});
export type BridgeConfig = z.infer<typeof BridgeConfigSchema>;
export type CashAcceptorConfig = BridgeConfig['devices']['cashAcceptors'][number];
export type CabinetConfig = BridgeConfig['devices']['cabinets'][number];
export type PowerSupplyConfig = BridgeConfig['devices']['powerSupplies'][number];
export type CoinAcceptorConfig = NonNullable<CashAcceptorConfig['coins']>;
export type ChangeDispenserConfig = BridgeConfig['devices']['changeDispensers'][number];
