import { z } from 'zod';
import { BANK_TERMINAL_PROTOCOLS } from './bank-terminal/twin.ts';
import { CARD_KINDS } from './virtual-card/card.ts';
import { TWIN_PROTOCOLS } from './validator/validator-twins.ts';

const LabelSchema = z.union([
  z.string(),
  z.object({ 'zh-CN': z.string(), en: z.string() }).transform((label) => ({ ...label })),
]);

const HexSchema = z.string().regex(/^(?:[0-9a-fA-F]{2})+$/);

export const BenchCardSchema = z.object({
  label: LabelSchema,
  /** Hex; 4, 7 or 10 bytes. */
  uid: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{14}|[0-9a-fA-F]{20})$/)
    .transform((uid) => uid.toUpperCase()),
  kind: z.enum(CARD_KINDS).default('mifare-classic-1k'),
  /** Hex: what its issuer wrote on it; a card without has only its number. */
  key: HexSchema.optional(),
  aid: HexSchema.optional(),
  keyNumber: z.number().int().min(0).max(13).optional(),
  block: HexSchema.optional(),
  /** Whose card it is, for the person at the bench. */
  note: z.string().optional(),
  roomLabel: z.string().optional(),
});
export type BenchCard = z.output<typeof BenchCardSchema>;

/** The demo cards the server's seed writes. */
export const CardsFileSchema = z.union([
  z.array(BenchCardSchema),
  z.object({ cards: z.array(BenchCardSchema) }).transform((file) => file.cards),
]);

export const PayerCodeSourceSchema = z.object({
  label: LabelSchema,
  /** A fixed code … */
  code: z.string().optional(),
  /** … or where a fresh one is issued (POST, answer `{"code": …}`), as a phone shows a new one each time. */
  issueUrl: z.url().optional(),
  /** Body of that POST. */
  wish: z.record(z.string(), z.unknown()).default({}),
});
export type PayerCodeSource = z.output<typeof PayerCodeSourceSchema>;

const Port = z.number().int().min(0).max(65_535);

export const SimulatorsConfigSchema = z.strictObject({
  stateDir: z.string().min(1),
  /** The bench: page, HTTP control, events. */
  httpPort: Port.default(7330),
  ports: z
    .strictObject({
      validator: Port.default(7331),
      printer: Port.default(7332),
      scanner: Port.default(7333),
      cardReader: Port.default(7334),
      coins: Port.default(7336),
      cabinet: Port.default(7338),
      ups: Port.default(7339),
      bankTerminal: Port.default(7335),
    })
    .prefault({}),
  /** The virtual PC/SC reader. Null: cards go to the network reader. */
  vpcd: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: Port.default(35_963) })
    .nullable()
    .default(null),
  cards: z.array(BenchCardSchema).default([]),
  /** Read anew at each look, so that it may be written later. */
  cardsFile: z.string().optional(),
  payerCodes: z.array(PayerCodeSourceSchema).default([]),
  /** Pseudo-terminals for serial drivers, made with socat: where to put their links. */
  pty: z.strictObject({ validator: z.string().optional(), printer: z.string().optional() }).default({}),
  /** What the bill validator speaks. */
  validatorProtocol: z.enum(TWIN_PROTOCOLS).default('ssp'),
  /** What the bank-card terminal speaks. */
  bankTerminalProtocol: z.enum(BANK_TERMINAL_PROTOCOLS).default('nexo'),
  /** Of the bill validator, in ms; absent: as a real one. */
  validatorSpeeds: z
    .strictObject({
      readMs: z.number().int().min(1),
      stackMs: z.number().int().min(1),
      rejectMs: z.number().int().min(1),
    })
    .optional(),
  /** Of the bank-card terminal, in ms; absent: as a real one. */
  bankTerminalSpeeds: z
    .strictObject({
      cardMs: z.number().int().min(1),
      bankMs: z.number().int().min(1),
      patienceMs: z.number().int().min(1),
      hostMs: z.number().int().min(1).default(1_500),
    })
    .optional(),
  /** A SMART Hopper, or a SMART Payout with notes, beside the rest; absent: none is there. */
  smartHopper: z
    .strictObject({ port: Port.default(7340), pays: z.enum(['coins', 'notes']).default('coins') })
    .optional(),
  /** How long a hopper takes for a coin, in ms. */
  coinMs: z.number().int().min(1).default(250),
  /** How long the printer takes for a line. */
  printerLineMs: z.number().int().min(0).default(25),
});
export type SimulatorsConfig = z.input<typeof SimulatorsConfigSchema>;
