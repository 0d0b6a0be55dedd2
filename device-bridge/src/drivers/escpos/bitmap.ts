import { create } from 'qrcode';

/** One bit a dot, 1 = black, rows padded to whole bytes, most significant bit left: the layout of `GS v 0`. */
export interface MonoBitmap {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
}

/** Reads a binary portable bitmap (PBM, magic P4). @throws Error when the file is not one. */
export function parsePbm(file: Uint8Array): MonoBitmap {
  const header = /^P4\s+(?:#.*\n)*(\d+)\s+(\d+)\s/.exec(Buffer.from(file.subarray(0, 200)).toString('latin1'));
  if (!header) throw new Error('not a binary portable bitmap (P4)');
  const width = Number(header[1]);
  const height = Number(header[2]);
  const rows = file.subarray(header[0].length);
  if (rows.length !== Math.ceil(width / 8) * height) throw new Error('portable bitmap is cut short');
  return { width, height, rows };
}

/** A QR code as dots, for printers without a QR command. Four modules of quiet zone, error correction M. */
export function qrBitmap(content: string, moduleDots: number): MonoBitmap {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const width = (modules.size + 2 * quiet) * moduleDots;
  const rowBytes = Math.ceil(width / 8);
  const rows = new Uint8Array(rowBytes * width);
  for (let y = 0; y < width; y += 1) {
    const row = Math.floor(y / moduleDots) - quiet;
    if (row < 0 || row >= modules.size) continue;
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor(x / moduleDots) - quiet;
      if (column < 0 || column >= modules.size || modules.get(row, column) === 0) continue;
      const index = y * rowBytes + (x >> 3);
      rows[index] = (rows[index] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { width, height: width, rows };
}
