import type { Discarded, FrameDecoder } from '../bill-acceptor/exchange-line.ts';
import { LengthFramedDecoder } from '../bill-acceptor/length-framed.ts';

/** EBDS framing, MEI/CPI: `STX | LEN of the whole | CTL | DATA | ETX | CHK`; all data bytes have seven bits. */
export interface EbdsFrame {
  readonly type: number;
  /** Toggled by the host with each new message; the same bit again asks for the last answer again. */
  readonly ack: 0 | 1;
  readonly data: Uint8Array;
}

/** Message types, the high half of CTL. */
export const TYPE = { host: 1, device: 2, auxiliary: 6, extended: 7 } as const;

const STX = 0x02;
const ETX = 0x03;
const AROUND = 5;
const LONGEST = 127;

export function encodeEbds({ type, ack, data }: EbdsFrame): Uint8Array {
  const body = [data.length + AROUND, (type << 4) | ack, ...data];
  return Uint8Array.from([STX, ...body, ETX, checksum(body)]);
}

export class EbdsDecoder implements FrameDecoder<EbdsFrame> {
  readonly #frames = new LengthFramedDecoder({
    start: STX,
    lengthAt: 1,
    shortest: AROUND,
    longest: LONGEST,
    isGood: (frame) => frame.at(-2) === ETX && frame.at(-1) === checksum([...frame.subarray(1, -2)]),
  });

  push(bytes: Uint8Array): (EbdsFrame | Discarded)[] {
    return this.#frames.push(bytes).map((found) => {
      if ('discarded' in found) return found;
      const control = found[2] ?? 0;
      return { type: control >> 4, ack: control & 1 ? 1 : 0, data: found.slice(3, -2) };
    });
  }

  quiet(): void {
    this.#frames.quiet();
  }
}

/** Exclusive or of all between STX and ETX. */
function checksum(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}
