import { failed, ok, type Result } from '@louting/common/result';
import { REPLY } from './commands.ts';

/** Commands of a SMART Hopper and a SMART Payout, GA138. Those that move money are obeyed only when they are encrypted. */
export const PAYOUT_COMMAND = {
  setInhibits: 0x02,
  getAllLevels: 0x22,
  payoutAmount: 0x33,
  getDenominationLevel: 0x35,
  haltPayout: 0x38,
  setDenominationRoute: 0x3b,
  payoutByDenomination: 0x46,
  enablePayoutDevice: 0x5c,
} as const;

/** Last byte of PAYOUT AMOUNT and PAYOUT BY DENOMINATION: whether it could be paid, or that it is to be paid. */
export const PAYOUT_OPTION = { test: 0x19, real: 0x58 } as const;

/** Second byte of "command cannot be processed" after either. */
export const PAYOUT_REFUSAL = { notEnoughValue: 1, cannotPayExactly: 2, busy: 3, disabled: 4 } as const;

const CURRENCY = 'CNY';
const COUNTRY = [...Buffer.from(CURRENCY, 'ascii')];
const TO_THE_STORE = 0;

export function payoutAmount(amountFen: number, option: keyof typeof PAYOUT_OPTION): Uint8Array {
  return Uint8Array.of(...littleEndian32(amountFen), ...COUNTRY, PAYOUT_OPTION[option]);
}

/** @param pieces how many of each denomination */
export function payoutByDenomination(pieces: readonly StoredLevel[], option: keyof typeof PAYOUT_OPTION): Uint8Array {
  const wanted = pieces.flatMap(({ denominationFen, count }) => [
    count % 256,
    Math.floor(count / 256),
    ...littleEndian32(denominationFen),
    ...COUNTRY,
  ]);
  return Uint8Array.of(pieces.length, ...wanted, PAYOUT_OPTION[option]);
}

/** Parameters of SET DENOMINATION ROUTE: what comes back in goes to the store, never to the cash box. */
export function routeToStore(denominationFen: number): Uint8Array {
  return Uint8Array.of(TO_THE_STORE, ...littleEndian32(denominationFen), ...COUNTRY);
}

/** Parameters of GET DENOMINATION LEVEL. */
export function levelOf(denominationFen: number): Uint8Array {
  return Uint8Array.of(...littleEndian32(denominationFen), ...COUNTRY);
}

export interface PayoutSetup {
  /** What it pays out of: coins (SMART Hopper) or notes (SMART Payout). */
  readonly pays: 'coins' | 'notes';
  readonly firmwareVersion: string;
  /** Renminbi denominations of its dataset. */
  readonly denominationsFen: readonly number[];
}

const SMART_HOPPER = 0x03;
const SMART_PAYOUT = 0x06;

/**
 * SETUP REQUEST answer from protocol 6 on. A hopper: type(1) firmware(4) country(3) protocol(1) n values(2n, LE)
 * country(3n), in fen. A note payout: as a validator, value × real multiplier.
 */
export function parsePayoutSetup(reply: Uint8Array): Result<PayoutSetup> {
  const data = bufferOf(reply);
  const type = data[1];
  if (type !== SMART_HOPPER && type !== SMART_PAYOUT) return failed('LT-3902', 'it is no payout device');
  const table = type === SMART_HOPPER ? hopperTable(data) : noteTable(data);
  if (!table) return failed('LT-3902', 'set-up answer is too short');
  return ok({
    pays: type === SMART_HOPPER ? 'coins' : 'notes',
    firmwareVersion: data.toString('ascii', 2, 6),
    denominationsFen: table.filter(({ currency }) => currency === CURRENCY).map(({ fen }) => fen),
  });
}

interface TableRow {
  readonly currency: string;
  readonly fen: number;
}

function hopperTable(data: Buffer): readonly TableRow[] | undefined {
  const count = data[10] ?? 0;
  if (data.length < 11 + 5 * count) return undefined;
  return Array.from({ length: count }, (_, index) => ({
    fen: data.readUInt16LE(11 + 2 * index),
    currency: data.toString('ascii', 11 + 2 * count + 3 * index, 14 + 2 * count + 3 * index),
  }));
}

function noteTable(data: Buffer): readonly TableRow[] | undefined {
  const count = data[12] ?? 0;
  const tail = 13 + 2 * count;
  if (data.length < tail + 4 + 7 * count) return undefined;
  const multiplier = data.readUIntBE(tail, 3);
  return Array.from({ length: count }, (_, index) => ({
    currency: data.toString('ascii', tail + 4 + 3 * index, tail + 7 + 3 * index),
    fen: data.readUInt32LE(tail + 4 + 3 * count + 4 * index) * multiplier,
  }));
}

export interface StoredLevel {
  readonly denominationFen: number;
  readonly count: number;
}

const LEVEL_BYTES = 9;

/** GET ALL LEVELS answer: n, then count(2, LE) value(4, LE) country(3) each. Renminbi only. */
export function parseLevels(reply: Uint8Array): Result<readonly StoredLevel[]> {
  const data = bufferOf(reply);
  const [status, count] = data;
  if (status !== REPLY.ok || count === undefined || data.length < 2 + LEVEL_BYTES * count)
    return failed('LT-3902', 'levels answer is too short');
  const levels = Array.from({ length: count }, (_, index) => 2 + LEVEL_BYTES * index)
    .filter((at) => data.toString('ascii', at + 6, at + LEVEL_BYTES) === CURRENCY)
    .map((at) => ({ denominationFen: data.readUInt32LE(at + 2), count: data.readUInt16LE(at) }));
  return ok(levels);
}

function littleEndian32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function bufferOf(reply: Uint8Array): Buffer {
  return Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
}
