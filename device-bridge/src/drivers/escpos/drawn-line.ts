import type { MonoBitmap } from './bitmap.ts';
import type { Align, Size } from './codec.ts';
import { glyphOf, GLYPH_DOTS } from './font/receipt-font.ts';
import { advanceOf, columnsOf } from './text.ts';

export interface Look {
  readonly width: Size;
  readonly height: Size;
  readonly bold: boolean;
  readonly inverse: boolean;
}

const COLUMN_DOTS = GLYPH_DOTS / 2;

/** A line as dots, placed on the whole width of the paper as the printer's own font would place it. */
export function drawLine(text: string, columnsOfPaper: number, look: Look, align: Align): MonoBitmap {
  const width = columnsOfPaper * COLUMN_DOTS;
  const height = GLYPH_DOTS * look.height;
  const rowBytes = Math.ceil(width / 8);
  const rows = new Uint8Array(rowBytes * height);
  const length = columnsOf(text) * COLUMN_DOTS * look.width;
  const start = align === 'left' ? 0 : Math.floor(align === 'centre' ? (width - length) / 2 : width - length);
  const dot = (x: number, y: number): void => {
    if (x < width) rows[y * rowBytes + (x >> 3)] = (rows[y * rowBytes + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  };

  let left = start;
  for (const character of text) {
    const glyph = glyphOf(character.codePointAt(0) ?? 0);
    const advance = advanceOf(character) * COLUMN_DOTS;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < advance * look.width; x += 1) {
        const column = Math.floor(x / look.width);
        const row = Math.floor(y / look.height);
        const black = isBlack(glyph, column, row) || (look.bold && column > 0 && isBlack(glyph, column - 1, row));
        if (black !== look.inverse) dot(left + x, y);
      }
    }
    left += advance * look.width;
  }
  return { width, height, rows };
}

function isBlack(glyph: Uint8Array | undefined, column: number, row: number): boolean {
  return glyph !== undefined && ((glyph[row * 3 + (column >> 3)] ?? 0) & (0x80 >> (column & 7))) !== 0;
}
