import { codeOf } from './two-byte-set.ts';

/** Collects the bytes of one job; a receipt fits into its first room. */
export class ByteSink {
  #bytes = new Uint8Array(16_384);
  #length = 0;

  add(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** In the printer's two-byte set, and a line feed. @param text of `printable`, without rare characters */
  addLine(text: string): void {
    this.#makeRoom(2 * text.length + 1);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < text.length; index += 1) {
      const code = codeOf(text.charCodeAt(index));
      if (code > 0xff) bytes[at++] = code >> 8;
      bytes[at++] = code & 0xff;
    }
    bytes[at++] = 0x0a;
    this.#length = at;
  }

  /** A copy, so that the room can be used again. */
  taken(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #makeRoom(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
