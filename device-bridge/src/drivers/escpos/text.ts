import { canDraw } from './font/receipt-font.ts';
import { codeOf } from './two-byte-set.ts';

/** Printed instead of a character that neither the printer nor we have: the typesetter's own sign for a missing type. */
const GETA_MARK = '〓';

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  // U+00A5 is a four-byte code in GB 18030; the full-width yen sign is in every Chinese printer font.
  '\u00a5': '￥',
  '\u00a0': ' ',
  '\u2022': '·',
};

export interface PrintableText {
  readonly text: string;
  /** How many characters nobody can print; 〓 stands for them. */
  readonly rareCharacters: number;
}

/** Nothing to clean, and nothing a printer's font lacks. */
const PLAIN = /^[\u0020-\u007e\u3000\u4e00-\u9fa5：。，、（）]*$/;

/**
 * Makes a text safe for the printer: control characters go (a name must not be able to command the printer), and what
 * neither the printer's font nor our own has becomes 〓.
 */
export function printable(raw: string): PrintableText {
  if (PLAIN.test(raw)) return { text: raw, rareCharacters: 0 };
  let text = '';
  let rareCharacters = 0;
  for (const character of raw.normalize('NFC')) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) continue;
    const candidate = LOOK_ALIKES[character] ?? character;
    const known = !isRare(candidate) || canDraw(point);
    if (!known) rareCharacters += 1;
    text += known ? candidate : GETA_MARK;
  }
  return { text, rareCharacters };
}

/** True where a printer's font, which ends with the two-byte set of GB 18030, has no such character. */
export function isRare(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (codeOf(text.charCodeAt(index)) === 0) return true;
  }
  return false;
}

/** Columns of one character: a Hanzi is twice as wide as a letter. */
export function advanceOf(character: string): 1 | 2 {
  return character.charCodeAt(0) < 0x80 ? 1 : 2;
}

/** Width in columns. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // The second half of a surrogate pair adds nothing.
    if (unit < 0x80) columns += 1;
    else if (unit < 0xdc_00 || unit > 0xdf_ff) columns += 2;
  }
  return columns;
}

/** Breaks a text into lines of at most `columns`; prefers to break at a space, never breaks inside a character. */
export function wrap(text: string, columns: number): string[] {
  if (!text.startsWith(' ') && columnsOf(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const character of text) {
    const advance = advanceOf(character);
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
