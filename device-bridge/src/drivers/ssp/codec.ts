import type { Discarded } from '../bill-acceptor/exchange-line.ts';

/**
 * SSP framing, ITL GA138 "Smiley Secure Protocol": `STX | SEQ+ID | LEN | DATA | CRC lo | CRC hi`. Any 0x7F after STX
 * is doubled; the CRC covers SEQ..DATA before doubling.
 */
export interface SspFrame {
  readonly address: number;
  /** The sequence bit: a repeat under the same bit makes the slave resend its last answer instead of acting again. */
  readonly sequence: 0 | 1;
  readonly data: Uint8Array;
}

const STX = 0x7f;
const SEQUENCE_BIT = 0x80;
const MAX_DATA = 255;

/** CRC-16, polynomial 0x8005, initial 0xFFFF, most significant bit first. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1) & 0xffff;
  }
  return crc;
}

/** @throws RangeError when `data` does not fit the one length byte. */
export function encodeFrame({ address, sequence, data }: SspFrame): Uint8Array {
  if (data.length === 0 || data.length > MAX_DATA) throw new RangeError(`SSP data of ${data.length} bytes`);
  const body = Uint8Array.from([(sequence * SEQUENCE_BIT) | address, data.length, ...data]);
  const crc = crc16(body);
  const frame = [STX];
  for (const byte of [...body, crc & 0xff, crc >> 8]) frame.push(...(byte === STX ? [STX, STX] : [byte]));
  return Uint8Array.from(frame);
}

/**
 * Finds frames in what the line delivers, in pieces of any size. A lone 0x7F always begins a new frame, so one damaged
 * frame never costs the next.
 */
export class SspDecoder {
  #body: number[] | undefined;
  #afterStx = false;
  #skipped = 0;

  push(bytes: Uint8Array): (SspFrame | Discarded)[] {
    const found: (SspFrame | Discarded)[] = [];
    for (const byte of bytes) {
      if (this.#afterStx) {
        this.#afterStx = false;
        if (byte === STX) this.#append(byte, found);
        else this.#begin(byte, found);
      } else if (byte === STX) this.#afterStx = true;
      else this.#append(byte, found);
    }
    return found;
  }

  /** A lone STX at the end of half a frame would make the next frame's STX a doubled byte. */
  quiet(): void {
    this.#body = undefined;
    this.#afterStx = false;
  }

  #begin(firstByte: number, found: (SspFrame | Discarded)[]): void {
    if (this.#body) found.push({ discarded: 'cut-short', bytes: this.#body.length + 1 });
    if (this.#skipped > 0) found.push({ discarded: 'noise', bytes: this.#skipped });
    this.#skipped = 0;
    this.#body = [firstByte];
  }

  #append(byte: number, found: (SspFrame | Discarded)[]): void {
    if (!this.#body) {
      this.#skipped += 1;
      return;
    }
    this.#body.push(byte);
    const length = this.#body[1];
    if (length === undefined || this.#body.length < length + 4) return;

    const whole = Uint8Array.from(this.#body);
    this.#body = undefined;
    const body = whole.subarray(0, length + 2);
    const crc = crc16(body);
    if (whole[length + 2] !== (crc & 0xff) || whole[length + 3] !== crc >> 8) {
      found.push({ discarded: 'wrong-crc', bytes: whole.length + 1 });
      return;
    }
    const head = body[0] ?? 0;
    found.push({ address: head & 0x7f, sequence: head & SEQUENCE_BIT ? 1 : 0, data: body.slice(2) });
  }
}

export function isFrame(found: SspFrame | Discarded): found is SspFrame {
  return 'data' in found;
}
