import { failed, ok, type Result } from '@louting/common/result';
import type { NoteChannel } from '../bill-acceptor/dialect.ts';
import { TYPE, type EbdsFrame } from './codec.ts';

export interface EbdsRequest {
  readonly type: number;
  readonly data: Uint8Array;
}

/** What the host wants with the note in escrow. */
export type Order = 'hold' | 'stack' | 'return';

const ALL_NOTES = 0x7f;
const ANY_ORIENTATION = 0x0c;
const ESCROW_MODE = 0x10;
const STACK = 0x20;
const RETURN = 0x40;
/** Policy B: a note in escrow is held over a power cut, one past it is stacked and reported with its value. */
const POWER_UP_POLICY_B = 0x04;
const EXTENDED_NOTES = 0x10;

/** Subtypes of the extended messages. */
const NOTE_SPECIFICATION = 0x02;
const SET_NOTE_INHIBITS = 0x03;
const QUERY_SERIAL_NUMBER = 0x05;
/** Notes of a Cashflow SC: eight bytes of seven notes. */
const INHIBIT_BYTES = 8;
const NOTES_PER_BYTE = 7;

function hostBytes(enabled: boolean, order: Order = 'hold'): readonly number[] {
  const ordered = { hold: 0, stack: STACK, return: RETURN }[order];
  return [enabled ? ALL_NOTES : 0, ANY_ORIENTATION | ESCROW_MODE | ordered, POWER_UP_POLICY_B | EXTENDED_NOTES];
}

export function omnibus(enabled: boolean, order: Order): EbdsRequest {
  return { type: TYPE.host, data: Uint8Array.from(hostBytes(enabled, order)) };
}

/** @param index from 1. */
export function queryNote(index: number): EbdsRequest {
  return { type: TYPE.extended, data: Uint8Array.of(NOTE_SPECIFICATION, ...hostBytes(false), index) };
}

/** Only for an idle device. @param wanted indices of the notes let in, from 1. */
export function setNoteInhibits(wanted: readonly number[]): EbdsRequest {
  const bits = new Uint8Array(INHIBIT_BYTES);
  for (const index of wanted) {
    const at = Math.floor((index - 1) / NOTES_PER_BYTE);
    bits[at] = (bits[at] ?? 0) | (1 << ((index - 1) % NOTES_PER_BYTE));
  }
  return { type: TYPE.extended, data: Uint8Array.of(SET_NOTE_INHIBITS, ...hostBytes(false), ...bits) };
}

export const querySerialNumber: EbdsRequest = {
  type: TYPE.auxiliary,
  data: Uint8Array.of(0, 0, QUERY_SERIAL_NUMBER),
};

/** Nothing need answer it, and the device is away for some seconds. */
export const softReset: EbdsRequest = { type: TYPE.auxiliary, data: Uint8Array.of(0x7f, 0x7f, 0x7f) };

export interface EbdsNote extends NoteChannel {
  /** Place in the device's table; 0 for the note that is inside. */
  readonly index: number;
}

export interface EbdsStatus {
  /** The six status bytes. */
  readonly bytes: Uint8Array;
  readonly note: EbdsNote | undefined;
}

const STATUS_BYTES = 6;
const NOTE_BYTES = 18;

/** An omnibus answer, or an extended one with the description of a note behind the status. */
export function parseStatus({ type, data }: EbdsFrame): Result<EbdsStatus> {
  if (type === TYPE.device && data.length >= STATUS_BYTES) {
    return ok({ bytes: data.slice(0, STATUS_BYTES), note: undefined });
  }
  if (type !== TYPE.extended || data.length < 1 + STATUS_BYTES) return failed('LT-3902', 'not a status');
  const bytes = data.slice(1, 1 + STATUS_BYTES);
  const description = data.subarray(1 + STATUS_BYTES);
  if (data[0] !== NOTE_SPECIFICATION || description.length < NOTE_BYTES) return ok({ bytes, note: undefined });
  return ok({ bytes, note: parseNote(description) });
}

/** Index, ISO code (3), value (3 digits), sign, exponent (2 digits); what follows is of no interest here. */
function parseNote(description: Uint8Array): EbdsNote | undefined {
  const text = String.fromCharCode(...description.subarray(1, 10));
  const match = /^([A-Z]{3})(\d{3})([+-])(\d{2})$/.exec(text);
  if (!match) return undefined;
  const exponent = Number(match[4]) * (match[3] === '-' ? -1 : 1);
  const denominationFen = Math.round(Number(match[2]) * 10 ** (exponent + 2));
  if (denominationFen === 0 || !Number.isSafeInteger(denominationFen)) return undefined;
  return { index: description[0] ?? 0, currency: match[1] ?? '', denominationFen };
}

/** The text of an answer to an auxiliary query, or undefined when the model does not know it. */
export function auxiliaryText({ type, data }: EbdsFrame): string | undefined {
  if (type !== TYPE.auxiliary) return undefined;
  return String.fromCharCode(...data.filter((byte) => byte >= 0x20 && byte < 0x7f)).trim();
}
