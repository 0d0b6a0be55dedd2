/** Dots as they come to paper: rows from the top, eight dots a byte. */
export interface Dots {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
}

const word = (data: Uint8Array, index: number): number => (data[index] ?? 0) + 256 * (data[index + 1] ?? 0);

/** GS v 0: m xL xH yL yH data; bit 0 of m doubles the width, bit 1 the height. */
export function rasterOf(data: Uint8Array): Dots {
  const mode = (data[1] ?? 0) & 0x03;
  const dots = { width: word(data, 2) * 8, height: word(data, 4), rows: data.slice(6) };
  return scaled(dots, (mode & 1) + 1, (mode >> 1) + 1);
}

/** GS ( L, function 112: m fn a bx by c xL xH yL yH data, stored until function 50 prints it. */
export function storedGraphicsOf(parameters: Uint8Array): Dots | undefined {
  const [, kind, tone, scaleX = 1, scaleY = 1] = parameters;
  if (kind !== 0x70 || tone !== 0x30) return undefined;
  const dots = { width: word(parameters, 6), height: word(parameters, 8), rows: parameters.slice(10) };
  return scaled(dots, scaleX === 2 ? 2 : 1, scaleY === 2 ? 2 : 1);
}

/** ESC * m nL nH data: columns from the left; 8-dot modes are three dots high, single density two wide. */
export function columnImageOf(data: Uint8Array): Dots {
  const mode = data[0] ?? 0;
  const bytesHigh = mode >= 32 ? 3 : 1;
  const columns = word(data, 1);
  const height = bytesHigh * 8;
  const rowBytes = Math.ceil(columns / 8);
  const rows = new Uint8Array(rowBytes * height);
  for (let x = 0; x < columns; x += 1) {
    for (let y = 0; y < height; y += 1) {
      const byte = data[3 + x * bytesHigh + (y >> 3)] ?? 0;
      if (byte & (0x80 >> (y & 7))) setDot(rows, rowBytes, x, y);
    }
  }
  return scaled({ width: columns, height, rows }, mode % 32 === 0 ? 2 : 1, bytesHigh === 1 ? 3 : 1);
}

function scaled(dots: Dots, timesX: number, timesY: number): Dots {
  if (timesX === 1 && timesY === 1) return dots;
  const from = Math.ceil(dots.width / 8);
  const width = dots.width * timesX;
  const height = dots.height * timesY;
  const rowBytes = Math.ceil(width / 8);
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor(x / timesX);
      const byte = dots.rows[Math.floor(y / timesY) * from + (column >> 3)] ?? 0;
      if (byte & (0x80 >> (column & 7))) setDot(rows, rowBytes, x, y);
    }
  }
  return { width, height, rows };
}

function setDot(rows: Uint8Array, rowBytes: number, x: number, y: number): void {
  const at = y * rowBytes + (x >> 3);
  rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
}
