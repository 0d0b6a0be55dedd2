/**
 * How long each ESC/POS command is: Epson's command reference, TM printers, read as a table. `FS &` and `FS .` are
 * Kanji mode there; Chinese models call it 汉字模式.
 */

/** Longest command a printer would buffer; a longer claim is noise. */
const LONGEST = 1_000_000;

/** Bytes after the two of the command, for commands of fixed length. Letters are the second byte. */
const FIXED: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  0x1b: {
    ...every(0, '\u000c', '2', '<', '@', 'L', 'S', 'i', 'm', 'v'),
    ...every(1, ' ', '!', '%', '-', '3', '=', '?', 'E', 'G', 'J', 'K', 'M', 'R', 'T', 'U', 'V', 'a', 'd', 'e', 'r'),
    ...every(1, 't', 'u', '{'),
    ...every(2, '$', '\\', 'c'),
    ...every(3, 'p'),
    ...every(8, 'W'),
  },
  0x1c: {
    ...every(0, '&', '.'),
    ...every(1, '!', '-', 'C', 'W'),
    ...every(2, '?', 'S', 'p'),
    // FS P n b c t: the presenter of kiosk printers.
    ...every(4, 'P'),
    // FS 2 c1 c2 d1…d72: a Kanji of 24 × 24 dots.
    ...every(74, '2'),
  },
  0x1d: {
    ...every(0, ':', 'c'),
    ...every(1, '!', '/', 'B', 'E', 'H', 'I', 'T', 'a', 'b', 'f', 'h', 'r', 'w'),
    ...every(2, '$', 'L', 'P', 'W', '\\'),
    ...every(3, '^', 'z'),
    ...every(4, 'g'),
  },
};

function every(bytes: number, ...letters: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(letters.map((letter) => [letter, bytes]));
}

/** Bytes wanted before the length is known, or the length of the whole command from its first byte. */
export type CommandLength = { readonly length: number } | 'more' | 'unknown';

/** @param input begins with ESC, FS or GS */
export function commandLength(input: Uint8Array): CommandLength {
  const [first = 0, second] = input;
  if (second === undefined) return 'more';
  const letter = String.fromCharCode(second);
  const fixed = FIXED[first]?.[letter];
  if (fixed !== undefined) return { length: 2 + fixed };
  const known = VARIABLE[String.fromCharCode(first) + letter];
  if (!known || input.length < known.header) return known ? 'more' : 'unknown';
  const length = known.length(input);
  if (typeof length === 'string') return length;
  return length > LONGEST ? 'unknown' : { length };
}

interface Variable {
  /** Bytes that tell the length. */
  readonly header: number;
  readonly length: (input: Uint8Array) => number | 'more' | 'unknown';
}

const at = (input: Uint8Array, index: number): number => input[index] ?? 0;
const word = (input: Uint8Array, index: number): number => at(input, index) + 256 * at(input, index + 1);
/** `( x pL pH data` */
const parenthesis: Variable = { header: 5, length: (input) => 5 + word(input, 3) };

const VARIABLE: Readonly<Record<string, Variable>> = {
  '\u001b(': parenthesis,
  '\u001c(': parenthesis,
  '\u001d(': parenthesis,
  /** GS 8 L p1 p2 p3 p4 data */
  '\u001d8': { header: 7, length: (input) => 7 + word(input, 3) + 65_536 * word(input, 5) },
  /** GS V m, with a feed behind it for m = 65 … 104 */
  '\u001dV': { header: 3, length: (input) => (at(input, 2) >= 65 ? 4 : 3) },
  /** GS v 0 m xL xH yL yH data */
  '\u001dv': { header: 8, length: (input) => 8 + word(input, 4) * word(input, 6) },
  /** GS Q 0 m xL xH yL yH data */
  '\u001dQ': { header: 8, length: (input) => 8 + word(input, 4) * word(input, 6) },
  /** GS * x y data */
  '\u001d*': { header: 4, length: (input) => 4 + at(input, 2) * at(input, 3) * 8 },
  /** GS k m data NUL, or GS k m n data */
  '\u001dk': { header: 4, length: barcodeLength },
  /** GS C 0 n m, GS C 1 six bytes, GS C 2 two bytes, GS C ; five numbers with semicolons */
  '\u001dC': { header: 3, length: counterLength },
  /** ESC * m nL nH data: three bytes a column in 24-dot modes */
  '\u001b*': { header: 5, length: (input) => 5 + word(input, 3) * (at(input, 2) >= 32 ? 3 : 1) },
  /** ESC D n1 … nk NUL */
  '\u001bD': { header: 3, length: (input) => untilNul(input, 2, 32) },
  /** ESC & y c1 c2, then a width and its columns for each character */
  '\u001b&': { header: 5, length: characterSetLength },
  /** FS g 1 m a1…a4 nL nH data, FS g 2 m a1…a4 nL nH */
  '\u001cg': { header: 10, length: (input) => 10 + (at(input, 2) === 0x31 ? word(input, 8) : 0) },
  /** FS q n, then a size and its bitmap for each image */
  '\u001cq': { header: 3, length: storedImagesLength },
};

function untilNul(input: Uint8Array, from: number, longest: number): number | 'more' | 'unknown' {
  const end = input.indexOf(0, from);
  if (end >= 0 && end - from <= longest) return end + 1;
  return end < 0 && input.length - from <= longest ? 'more' : 'unknown';
}

function barcodeLength(input: Uint8Array): number | 'more' | 'unknown' {
  const system = at(input, 2);
  if (system >= 65 && system <= 79) return 4 + at(input, 3);
  return system <= 6 ? untilNul(input, 3, 255) : 'unknown';
}

function counterLength(input: Uint8Array): number | 'more' | 'unknown' {
  const kind = String.fromCharCode(at(input, 2));
  if (kind === '0' || kind === '2') return 5;
  if (kind === '1') return 9;
  if (kind !== ';') return 'unknown';
  let from = 3;
  for (let numbers = 0; numbers < 5; numbers += 1) {
    const end = input.indexOf(0x3b, from);
    if (end < 0) return input.length > 40 ? 'unknown' : 'more';
    from = end + 1;
  }
  return from > 40 ? 'unknown' : from;
}

function characterSetLength(input: Uint8Array): number | 'more' | 'unknown' {
  const [, , bytesHigh = 0, from = 0, to = 0] = input;
  if (bytesHigh < 1 || bytesHigh > 3 || from > to) return 'unknown';
  let length = 5;
  for (let code = from; code <= to; code += 1) {
    if (length >= input.length) return 'more';
    length += 1 + at(input, length) * bytesHigh;
  }
  return length;
}

function storedImagesLength(input: Uint8Array): number | 'more' | 'unknown' {
  let length = 3;
  for (let image = 0; image < at(input, 2); image += 1) {
    if (input.length < length + 4) return length > LONGEST ? 'unknown' : 'more';
    length += 4 + word(input, length) * word(input, length + 2) * 8;
  }
  return length;
}
