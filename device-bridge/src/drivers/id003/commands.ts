import { failed, ok, type Result } from '@louting/common/result';
import type { NoteChannel } from '../bill-acceptor/dialect.ts';

/** Controller to acceptor, ID003-05. */
export const COMMAND = {
  status: 0x11,
  reset: 0x40,
  stack2: 0x42,
  return: 0x43,
  hold: 0x44,
  /** Answers VEND VALID; nothing comes back. */
  ack: 0x50,
  version: 0x88,
  currencies: 0x8a,
  setDenominations: 0xc0,
  setSecurity: 0xc1,
  setMode: 0xc2,
  setInhibit: 0xc3,
  setDirection: 0xc4,
  setOptions: 0xc5,
} as const;

export const REPLY = { ack: 0x50, communicationError: 0x4a, invalidCommand: 0x4b } as const;

/** Acceptor to controller. */
export const STATUS = {
  idling: 0x11,
  accepting: 0x12,
  escrow: 0x13,
  stacking: 0x14,
  vendValid: 0x15,
  stacked: 0x16,
  rejecting: 0x17,
  returning: 0x18,
  holding: 0x19,
  inhibited: 0x1a,
  initialising: 0x1b,
  powerUp: 0x40,
  powerUpNoteInAcceptor: 0x41,
  powerUpNoteInStacker: 0x42,
  stackerFull: 0x43,
  stackerOpen: 0x44,
  jamInAcceptor: 0x45,
  jamInStacker: 0x46,
  pause: 0x47,
  cheated: 0x48,
  failure: 0x49,
} as const;

/** The code of a denomination in escrow: 0x61 for the first of the currency table. */
export const FIRST_DENOMINATION = 0x61;
const DENOMINATIONS = 8;
/** Country code of China in the currency table. */
const CHINA = 0x2d;

/** Notes by their escrow code. */
export type Id003Currencies = ReadonlyMap<number, NoteChannel>;

/** Answer to 0x8A: for each note escrow code, country, value, exponent of ten. Values are in the currency's unit. */
export function parseCurrencies(data: Uint8Array): Result<Id003Currencies> {
  if (data.length === 0 || data.length % 4 !== 0) return failed('LT-3902', 'currency table of an odd length');
  const notes = new Map<number, NoteChannel>();
  for (let at = 0; at < data.length; at += 4) {
    const [code = 0, country = 0, value = 0, exponent = 0] = data.subarray(at, at + 4);
    if (value === 0) continue;
    const denominationFen = value * 10 ** exponent * 100;
    notes.set(code, { currency: country === CHINA ? 'CNY' : `country ${country.toString(16)}`, denominationFen });
  }
  return ok(notes);
}

/** SET DENOMINATIONS data: a set bit keeps the note out. */
export function inhibitBits(currencies: Id003Currencies, wanted: readonly number[]): Uint8Array {
  let bits = 0xff;
  for (const [code, { currency, denominationFen }] of currencies) {
    const bit = code - FIRST_DENOMINATION;
    if (currency === 'CNY' && wanted.includes(denominationFen) && bit >= 0 && bit < DENOMINATIONS) bits &= ~(1 << bit);
  }
  return Uint8Array.of(bits, 0);
}
