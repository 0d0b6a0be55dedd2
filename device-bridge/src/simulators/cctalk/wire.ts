/**
 * The slave's side of ccTalk (part 1): `DEST | LEN | SRC | HEADER | DATA | CHK`, all bytes together a multiple of 256,
 * or with a CRC-CCITT whose low byte takes the place of SRC. Written from the specification and not from the driver's
 * codec, so that one checks the other.
 */
export interface SlaveFrame {
  readonly to: number;
  readonly header: number;
  readonly data: readonly number[];
}

export type SlaveCheck = 'sum' | 'crc';

const HOST = 1;

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = (remainder & 0x8000) === 0 ? remainder << 1 : (remainder << 1) ^ 0x1021;
  }
  return remainder & 0xffff;
});

function crcOf(bytes: readonly number[]): number {
  return bytes.reduce((crc, byte) => ((crc << 8) & 0xffff) ^ (CRC_TABLE[(crc >> 8) ^ byte] ?? 0), 0);
}

function wholeSum(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => (sum + byte) % 256, 0);
}

export function replyFrame(check: SlaveCheck, from: number, header: number, data: readonly number[]): Uint8Array {
  if (check === 'crc') {
    const crc = crcOf([HOST, data.length, header, ...data]);
    return Uint8Array.from([HOST, data.length, crc % 256, header, ...data, Math.floor(crc / 256)]);
  }
  const body = [HOST, data.length, from, header, ...data];
  return Uint8Array.from([...body, (256 - wholeSum(body)) % 256]);
}

/** A pause of this length between two bytes ends a message that is not whole (part 1: 50 ms). */
const BYTE_GAP_MS = 50;

/** Collects a host's bytes into good frames; whatever is wrong is dropped without an answer. */
export class SlaveReader {
  readonly #check: SlaveCheck;
  readonly #now: () => number;
  #bytes: number[] = [];
  #last = 0;

  constructor(check: SlaveCheck, now: () => number = () => performance.now()) {
    this.#check = check;
    this.#now = now;
  }

  push(bytes: Uint8Array): SlaveFrame[] {
    if (this.#now() - this.#last > BYTE_GAP_MS) this.#bytes = [];
    this.#last = this.#now();
    this.#bytes.push(...bytes);
    const frames: SlaveFrame[] = [];
    for (;;) {
      const length = (this.#bytes[1] ?? 255) + 5;
      if (this.#bytes.length < length) return frames;
      const frame = this.#read(this.#bytes.splice(0, length));
      if (frame) frames.push(frame);
    }
  }

  #read(bytes: readonly number[]): SlaveFrame | undefined {
    const [to = 0, length = 0, third = 0, header = 0, ...rest] = bytes;
    const data = rest.slice(0, -1);
    const good =
      this.#check === 'sum'
        ? wholeSum(bytes) === 0
        : crcOf([to, length, header, ...data]) === third + 256 * (rest.at(-1) ?? 0);
    return good ? { to, header, data } : undefined;
  }
}
