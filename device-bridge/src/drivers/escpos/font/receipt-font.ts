import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Dots of a Hanzi, both ways; what is one column wide uses the left half. */
export const GLYPH_DOTS = 24;
const ROW_BYTES = GLYPH_DOTS / 8;
const GLYPH_BYTES = ROW_BYTES * GLYPH_DOTS;

/**
 * Our own font, for the few lines a printer's font cannot print: drawn from Noto Sans Mono CJK SC (SIL Open Font
 * License 1.1) by `tests/screens/draw-receipt-font.ts`. Packed as a count, the code points, and 72 bytes a glyph.
 */
interface ReceiptFont {
  readonly positions: ReadonlyMap<number, number>;
  readonly glyphs: Uint8Array;
}

let loaded: ReceiptFont | undefined;

/** Unpacked with the first rare character: most days it is not needed. */
function font(): ReceiptFont {
  loaded ??= unpack(brotliDecompressSync(readFileSync(new URL('receipt-24.font', import.meta.url))));
  return loaded;
}

function unpack(whole: Buffer): ReceiptFont {
  const count = whole.readUInt32LE(0);
  const positions = new Map<number, number>();
  for (let index = 0; index < count; index += 1) positions.set(whole.readUIntLE(4 + 3 * index, 3), index);
  return { positions, glyphs: whole.subarray(4 + 3 * count) };
}

export function canDraw(point: number): boolean {
  return font().positions.has(point);
}

/** 24 rows of three bytes, most significant bit left; `undefined`: not in the font. */
export function glyphOf(point: number): Uint8Array | undefined {
  const { positions, glyphs } = font();
  const at = positions.get(point);
  return at === undefined ? undefined : glyphs.subarray(at * GLYPH_BYTES, (at + 1) * GLYPH_BYTES);
}
