import iconv from 'iconv-lite';

/** Printed instead of a character the printer's font lacks: the typesetter's own sign for a missing type. */
const GETA_MARK = '〓';

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  // U+00A5 is a four-byte code in GB 18030; the full-width yen sign is in every Chinese printer font.
  '\u00a5': '￥',
  '\u00a0': ' ',
  '\u2022': '·',
};

export interface PrintableText {
  readonly text: string;
  /** How many characters were replaced by 〓. */
  readonly rareCharacters: number;
}

/**
 * Makes a text safe for the printer: control characters go (a name must not be able to command the printer), and
 * characters whose GB 18030 code has four bytes become 〓, for printer fonts end with the two-byte set.
 */
export function printable(raw: string): PrintableText {
  let text = '';
  let rareCharacters = 0;
  for (const character of raw.normalize('NFC')) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) continue;
    const candidate = LOOK_ALIKES[character] ?? character;
    const width = iconv.encode(candidate, 'gb18030').length;
    if (width > 2) rareCharacters += 1;
    text += width > 2 ? GETA_MARK : candidate;
  }
  return { text, rareCharacters };
}

/** @param text of `printable` */
export function encodeText(text: string): Uint8Array {
  return iconv.encode(text, 'gb18030');
}

/** Width in columns: a Hanzi is twice as wide as a letter, just as its code is twice as long. */
export function columnsOf(text: string): number {
  return encodeText(text).length;
}

/** Breaks a text into lines of at most `columns`; prefers to break at a space, never breaks inside a character. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const character of text) {
    const advance = columnsOf(character);
    if (width + advance > columns && line !== '') {
      const space = line.lastIndexOf(' ');
      const breakAt = character !== ' ' && space > line.length / 2 ? space : line.length;
      lines.push(line.slice(0, breakAt).trimEnd());
      line = line.slice(breakAt).trimStart();
      width = columnsOf(line);
    }
    if (line === '' && character === ' ') continue;
    line += character;
    width += advance;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;
}

export function centre(text: string, columns: number): string {
  return padEnd(' '.repeat(Math.max(0, Math.floor((columns - columnsOf(text)) / 2))) + text, columns);
}

/** `left` and `right` at the two edges of one line; on two lines where they do not fit. */
export function justify(left: string, right: string, columns: number): string[] {
  const gap = columns - columnsOf(left) - columnsOf(right);
  if (gap >= 1) return [left + ' '.repeat(gap) + right];
  return [...wrap(left, columns), ...wrap(right, columns).map((line) => padStart(line, columns))];
}
