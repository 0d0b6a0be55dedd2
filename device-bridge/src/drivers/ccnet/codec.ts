import type { Discarded, FrameDecoder } from '../bill-acceptor/exchange-line.ts';
import { hasGoodCrc, withCrc } from '../bill-acceptor/kermit.ts';
import { LengthFramedDecoder } from '../bill-acceptor/length-framed.ts';

/**
 * CCNET framing, CashCode 2.3: `SYNC | ADR | LEN of the whole | body | CRC lo | CRC hi`. The body of a command begins
 * with its code; the body of an answer is a state and its data, or only data.
 */
export interface CcnetFrame {
  readonly address: number;
  readonly body: Uint8Array;
}

const SYNC = 0x02;
const AROUND = 5;
/** A bill table is the longest answer of a validator: 24 notes of five bytes. */
const LONGEST = 128;

export function encodeCcnet({ address, body }: CcnetFrame): Uint8Array {
  return withCrc([SYNC, address, body.length + AROUND, ...body]);
}

export class CcnetDecoder implements FrameDecoder<CcnetFrame> {
  readonly #frames = new LengthFramedDecoder({
    start: SYNC,
    lengthAt: 2,
    shortest: AROUND + 1,
    longest: LONGEST,
    isGood: hasGoodCrc,
  });

  push(bytes: Uint8Array): (CcnetFrame | Discarded)[] {
    return this.#frames
      .push(bytes)
      .map((found) => ('discarded' in found ? found : { address: found[1] ?? 0, body: found.slice(3, -2) }));
  }

  quiet(): void {
    this.#frames.quiet();
  }
}
