import type { Discarded, FrameDecoder } from '../bill-acceptor/exchange-line.ts';
import { hasGoodCrc, withCrc } from '../bill-acceptor/kermit.ts';
import { LengthFramedDecoder } from '../bill-acceptor/length-framed.ts';

/** ID-003 framing, JCM ID003-05: `SYNC | LEN of the whole | CMD | DATA | CRC lo | CRC hi`. */
export interface Id003Frame {
  readonly code: number;
  readonly data: Uint8Array;
}

const SYNC = 0xfc;
const SHORTEST = 5;
/** Version texts and eight currencies stay far below. */
const LONGEST = 128;

export function encodeId003({ code, data }: Id003Frame): Uint8Array {
  return withCrc([SYNC, data.length + SHORTEST, code, ...data]);
}

export class Id003Decoder implements FrameDecoder<Id003Frame> {
  readonly #frames = new LengthFramedDecoder({
    start: SYNC,
    lengthAt: 1,
    shortest: SHORTEST,
    longest: LONGEST,
    isGood: hasGoodCrc,
  });

  push(bytes: Uint8Array): (Id003Frame | Discarded)[] {
    return this.#frames
      .push(bytes)
      .map((found) => ('discarded' in found ? found : { code: found[2] ?? 0, data: found.slice(3, -2) }));
  }

  quiet(): void {
    this.#frames.quiet();
  }
}
