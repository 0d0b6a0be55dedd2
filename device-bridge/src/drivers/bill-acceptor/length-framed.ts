import type { Discarded, FrameDecoder } from './exchange-line.ts';

export interface LengthFraming {
  readonly start: number;
  /** Where the byte is that counts the whole frame. */
  readonly lengthAt: number;
  readonly shortest: number;
  readonly longest: number;
  readonly isGood: (frame: Uint8Array) => boolean;
}

/**
 * Finds frames that begin with a byte which may also occur inside, and say their length. A frame that proves bad is
 * searched again from its second byte, so that one damaged frame never costs the next; half a frame is forgotten when
 * the line was quiet.
 */
export class LengthFramedDecoder implements FrameDecoder<Uint8Array> {
  readonly #framing: LengthFraming;
  #pending: number[] = [];

  constructor(framing: LengthFraming) {
    this.#framing = framing;
  }

  push(bytes: Uint8Array): (Uint8Array | Discarded)[] {
    this.#pending.push(...bytes);
    const found: (Uint8Array | Discarded)[] = [];
    for (let next = this.#next(); next; next = this.#next()) found.push(next);
    return found;
  }

  quiet(): void {
    this.#pending = [];
  }

  #next(): Uint8Array | Discarded | undefined {
    const { start, lengthAt, shortest, longest, isGood } = this.#framing;
    const begin = this.#pending.indexOf(start);
    if (begin !== 0) return this.#skip(begin === -1 ? this.#pending.length : begin, 'noise');

    const length = this.#pending[lengthAt];
    if (length === undefined) return undefined;
    if (length < shortest || length > longest) return this.#skip(1, 'noise');
    if (this.#pending.length < length) return undefined;
    const frame = Uint8Array.from(this.#pending.slice(0, length));
    if (!isGood(frame)) return this.#skip(1, 'wrong-crc');
    this.#pending.splice(0, length);
    return frame;
  }

  #skip(bytes: number, discarded: Discarded['discarded']): Discarded | undefined {
    this.#pending.splice(0, bytes);
    return bytes === 0 ? undefined : { discarded, bytes };
  }
}
