import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Key = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/)
  .transform((hex) => Buffer.from(hex, 'hex'));
const HexBytes = (most: number) => z.string().regex(new RegExp(`^(?:[0-9a-fA-F]{2}){1,${most}}$`));

const MasterKeysSchema = z.strictObject({ desfire: Key, fmcos: Key, 'mifare-classic': Key });
const MastersSchema = z.record(z.string().regex(/^[1-9]\d{0,3}$/), MasterKeysSchema);

/** Master keys by version: a card names the version it was issued under. */
export type CardMasters = z.output<typeof MastersSchema>;

/** Where on the cards of this operator the keys lie; no secrets. */
export const CardSchemesSchema = z.strictObject({
  desfire: z
    .strictObject({
      aid: z
        .string()
        .regex(/^[0-9a-fA-F]{6}$/)
        .default('F54C54'),
      keyNumber: z.number().int().min(0).max(13).default(1),
      /** System identifier of AN10922. */
      systemIdentifier: HexBytes(17).default(Buffer.from('LOUTING').toString('hex')),
    })
    .prefault({}),
  fmcos: z
    .strictObject({
      application: HexBytes(16).default('3F01'),
      keyIdentifier: z.number().int().min(0).max(255).default(1),
    })
    .prefault({}),
  mifareClassic: z.strictObject({ block: z.number().int().min(1).max(254).default(4) }).prefault({}),
});
export type CardSchemes = z.output<typeof CardSchemesSchema>;

export interface CardProving {
  readonly masters: CardMasters;
  readonly schemes: CardSchemes;
}

/** Reads `card-master-keys` of the server's state directory; the first call makes version 1. */
export function loadCardMasters(stateDirectory: string): CardMasters {
  const path = join(stateDirectory, 'card-master-keys');
  if (!existsSync(path)) {
    mkdirSync(stateDirectory, { recursive: true });
    const fresh = () => randomBytes(16).toString('hex');
    const first = { 1: { desfire: fresh(), fmcos: fresh(), 'mifare-classic': fresh() } };
    writeFileSync(path, `${JSON.stringify(first)}\n`, { mode: 0o600, flag: 'wx' });
  }
  const masters = MastersSchema.safeParse(readJson(path));
  // What is wrong inside is not told: it would put keys into the log.
  if (!masters.success) throw new Error(`${path} does not hold card master keys by version`);
  return masters.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
