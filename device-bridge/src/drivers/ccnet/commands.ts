import { failed, ok, type Result } from '@louting/common/result';
import type { NoteChannel } from '../bill-acceptor/dialect.ts';

/** Controller to validator, CCNET 2.3. */
export const COMMAND = {
  ack: 0x00,
  reset: 0x30,
  setSecurity: 0x32,
  poll: 0x33,
  enableBillTypes: 0x34,
  stack: 0x35,
  return: 0x36,
  identification: 0x37,
  hold: 0x38,
  getBillTable: 0x41,
  nak: 0xff,
} as const;

export const REPLY = { ack: 0x00, illegalCommand: 0x30, nak: 0xff } as const;

/** Validator to controller, as answer to POLL. */
export const STATE = {
  powerUp: 0x10,
  powerUpNoteInValidator: 0x11,
  powerUpNoteInStacker: 0x12,
  initialising: 0x13,
  idling: 0x14,
  accepting: 0x15,
  stacking: 0x17,
  returning: 0x18,
  disabled: 0x19,
  holding: 0x1a,
  busy: 0x1b,
  rejecting: 0x1c,
  cassetteFull: 0x41,
  cassetteOut: 0x42,
  validatorJammed: 0x43,
  cassetteJammed: 0x44,
  cheated: 0x45,
  pause: 0x46,
  failure: 0x47,
  escrow: 0x80,
  stacked: 0x81,
  returned: 0x82,
} as const;

export const IDENTIFICATION_LENGTH = 34;
export const BILL_TABLE_LENGTH = 120;
const ENTRY = 5;

/** Notes by bill type; a type without a note is absent. */
export type CcnetBillTable = ReadonlyMap<number, NoteChannel>;

/** The table names countries, and China is written by its country or by its currency. */
const RENMINBI = new Set(['CHN', 'CNY', 'RMB']);

/** GET BILL TABLE answer: 24 times first digits, country (3), and a decimal point whose bit 7 means to the left. */
export function parseBillTable(body: Uint8Array): Result<CcnetBillTable> {
  if (body.length !== BILL_TABLE_LENGTH) return failed('LT-3902', `bill table of ${body.length} bytes`);
  const notes = new Map<number, NoteChannel>();
  for (let type = 0; type * ENTRY < body.length; type += 1) {
    const [digits = 0, ...rest] = body.subarray(type * ENTRY, (type + 1) * ENTRY);
    const point = rest[3] ?? 0;
    const country = String.fromCharCode(...rest.slice(0, 3));
    const exponent = point & 0x80 ? -(point & 0x7f) : point & 0x7f;
    if (digits === 0) continue;
    notes.set(type, {
      currency: RENMINBI.has(country) ? 'CNY' : country,
      denominationFen: Math.round(digits * 10 ** (exponent + 2)),
    });
  }
  return ok(notes);
}

/** Three bytes, the highest types first: a set bit lets the type in. */
export function typeBits(table: CcnetBillTable, wanted: readonly number[]): readonly number[] {
  let bits = 0;
  for (const [type, { currency, denominationFen }] of table) {
    if (currency === 'CNY' && wanted.includes(denominationFen)) bits |= 1 << type;
  }
  return [(bits >> 16) & 0xff, (bits >> 8) & 0xff, bits & 0xff];
}

export interface CcnetIdentification {
  readonly partNumber: string;
  readonly serialNumber: string;
}

export function parseIdentification(body: Uint8Array): Result<CcnetIdentification> {
  if (body.length < IDENTIFICATION_LENGTH) return failed('LT-3902', 'identification is too short');
  const text = Buffer.from(body).toString('latin1');
  return ok({ partNumber: text.slice(0, 15).trim(), serialNumber: text.slice(15, 27).trim() });
}
