import type { Discarded, FrameDecoder } from '../bill-acceptor/exchange-line.ts';

/** A ccTalk message: `DEST | LEN | SRC | HEADER | DATA | CHK`. With CRC checking SRC is the low byte of the CRC. */
export interface CcTalkFrame {
  readonly to: number;
  /** Absent with CRC checking, where the frame does not say it. */
  readonly from?: number;
  readonly header: number;
  readonly data: Uint8Array;
}

/** How a device checks its messages; both sides must agree, there is no negotiation. */
export type CcTalkCheck = 'sum' | 'crc';

export const HOST_ADDRESS = 1;
const OVERHEAD = 5;
/** Longer answers are none that we ask for: a length beyond it is noise, and is not waited for. */
const LONGEST_DATA = 64;

/** CRC-CCITT (polynomial 0x1021, initial 0, most significant bit first) over DEST, LEN, HEADER and DATA. */
export function crcCcitt(bytes: Iterable<number>): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

export function encodeFrame(frame: CcTalkFrame, check: CcTalkCheck): Uint8Array {
  const { to, from = HOST_ADDRESS, header, data } = frame;
  if (check === 'sum') {
    const bytes = [to, data.length, from, header, ...data];
    return Uint8Array.from([...bytes, -sumOf(bytes) & 0xff]);
  }
  const crc = crcCcitt([to, data.length, header, ...data]);
  return Uint8Array.from([to, data.length, crc & 0xff, header, ...data, crc >> 8]);
}

/**
 * Finds messages addressed to one address. Nothing marks a beginning, so a byte that looks like the address may be
 * anything: a frame that proves bad is searched again from its second byte.
 */
export class CcTalkDecoder implements FrameDecoder<CcTalkFrame> {
  readonly #check: CcTalkCheck;
  readonly #address: number;
  #pending: number[] = [];

  constructor(check: CcTalkCheck, address: number = HOST_ADDRESS) {
    this.#check = check;
    this.#address = address;
  }

  push(bytes: Uint8Array): (CcTalkFrame | Discarded)[] {
    this.#pending.push(...bytes);
    const found: (CcTalkFrame | Discarded)[] = [];
    for (let next = this.#next(); next; next = this.#next()) found.push(next);
    return found;
  }

  quiet(): void {
    this.#pending = [];
  }

  #next(): CcTalkFrame | Discarded | undefined {
    const begin = this.#pending.indexOf(this.#address);
    if (begin !== 0) return this.#skip(begin === -1 ? this.#pending.length : begin);
    const length = this.#pending[1];
    if (length === undefined) return undefined;
    if (length > LONGEST_DATA) return this.#skip(1);
    if (this.#pending.length < length + OVERHEAD) return undefined;
    const bytes = this.#pending.slice(0, length + OVERHEAD);
    if (!isGood(bytes, this.#check)) {
      this.#pending.splice(0, 1);
      return { discarded: 'wrong-crc', bytes: 1 };
    }
    this.#pending.splice(0, bytes.length);
    const [to = 0, , from = 0, header = 0] = bytes;
    const data = Uint8Array.from(bytes.slice(4, -1));
    return this.#check === 'sum' ? { to, from, header, data } : { to, header, data };
  }

  #skip(bytes: number): Discarded | undefined {
    this.#pending.splice(0, bytes);
    return bytes === 0 ? undefined : { discarded: 'noise', bytes };
  }
}

function isGood(bytes: readonly number[], check: CcTalkCheck): boolean {
  if (check === 'sum') return (sumOf(bytes) & 0xff) === 0;
  const [to = 0, length = 0, low = 0, ...rest] = bytes;
  const high = rest.at(-1) ?? 0;
  return crcCcitt([to, length, ...rest.slice(0, -1)]) === ((high << 8) | low);
}

function sumOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum + byte, 0);
}
