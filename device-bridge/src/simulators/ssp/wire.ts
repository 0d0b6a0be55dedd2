/**
 * The slave's side of SSP framing (GA138): `STX | SEQ+ID | LEN | DATA | CRCL | CRCH`, a 0x7F after STX is doubled.
 * Written from the specification and not from the driver's codec, so that one checks the other.
 */
export interface HostFrame {
  readonly address: number;
  readonly sequence: 0 | 1;
  readonly data: readonly number[];
}

const STX = 0x7f;

/** CRC-16, x^16+x^15+x^2+1, initial value 0xFFFF, most significant bit first. */
const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = (remainder & 0x8000) === 0 ? remainder << 1 : (remainder << 1) ^ 0x8005;
  }
  return remainder & 0xffff;
});

function crcOf(bytes: readonly number[]): number {
  return bytes.reduce((crc, byte) => ((crc << 8) & 0xffff) ^ (CRC_TABLE[(crc >> 8) ^ byte] ?? 0), 0xffff);
}

export function replyFrame(request: HostFrame, data: readonly number[]): Uint8Array {
  const body = [(request.sequence << 7) | request.address, data.length, ...data];
  const crc = crcOf(body);
  const stuffed = [...body, crc & 0xff, crc >> 8].flatMap((byte) => (byte === STX ? [STX, STX] : [byte]));
  return Uint8Array.from([STX, ...stuffed]);
}

/** The frame of which the bytes are known to be good: SEQ+ID, length, data. */
export function hostFrameOf([head = 0, , ...data]: Uint8Array): HostFrame {
  return { address: head & 0x7f, sequence: head >> 7 === 1 ? 1 : 0, data };
}

/** Collects bytes from the host into good frames; a frame with a wrong CRC is dropped without an answer. */
export class HostFrameReader {
  #frame: number[] | undefined;
  #stuffing = false;

  push(bytes: Uint8Array): HostFrame[] {
    const frames: HostFrame[] = [];
    for (const byte of bytes) {
      const frame = this.#take(byte);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  #take(byte: number): HostFrame | undefined {
    if (byte === STX && !this.#stuffing) {
      this.#stuffing = true;
      return undefined;
    }
    if (this.#stuffing) {
      this.#stuffing = false;
      if (byte !== STX) this.#frame = [];
    }
    if (!this.#frame) return undefined;
    this.#frame.push(byte);

    const [head, length, ...rest] = this.#frame;
    if (head === undefined || length === undefined || rest.length < length + 2) return undefined;
    this.#frame = undefined;
    const data = rest.slice(0, length);
    const crc = crcOf([head, length, ...data]);
    if (rest[length] !== (crc & 0xff) || rest[length + 1] !== crc >> 8) return undefined;
    return { address: head & 0x7f, sequence: head >> 7 === 1 ? 1 : 0, data };
  }
}
