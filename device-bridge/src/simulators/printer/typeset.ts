/** Characters of one look. */
export interface Run {
  readonly text: string;
  /** Dots from the left of the print area, when the host placed it. */
  readonly at?: number;
  /** Multipliers of the font. */
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
  /** Dots of half a Hanzi. */
  readonly column: number;
  /** Written in Hanzi mode: what is not ASCII takes a full square. */
  readonly hanzi: boolean;
}

export interface RawRun {
  readonly look: Omit<Run, 'text' | 'at'> & { readonly codePage: number };
  readonly at?: number;
  readonly bytes: number[];
}

/** Upper half of code page 437, the one a printer wakes up with; what is not in it prints as a question mark. */
const PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';

/** Page 1, Katakana: what libraries draw rules with. */
const PAGE_KATAKANA = `▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯\u00a0${String.fromCharCode(...Array.from({ length: 63 }, (_, index) => 0xff61 + index))}═╞╪╡◢◣◥◤♠♥♦♣●○╱╲╳`;
const PAGES: Readonly<Record<number, string>> = { 0: PAGE_437, 1: PAGE_KATAKANA };

export function decodeRun({ look: { codePage, ...look }, at, bytes }: RawRun): Run {
  const text = look.hanzi
    ? new TextDecoder('gb18030').decode(Uint8Array.from(bytes))
    : bytes.map((byte) => singleByte(byte, codePage)).join('');
  return { text, ...look, ...(at !== undefined && { at }) };
}

function singleByte(byte: number, codePage: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  return PAGES[codePage]?.[byte - 0x80] ?? '?';
}

/** Half Hanzi of a run, by its bytes: in GB 18030 a Hanzi of two bytes is two wide. */
export function dotsOf({ look, bytes }: RawRun): number {
  return bytes.length * look.column * look.width;
}

/** Columns on paper, by Unicode and not by any encoder. */
export function columnsOf(text: string, { hanzi }: Pick<Run, 'hanzi'>): number {
  let sum = 0;
  for (const character of text) sum += hanzi && (character.codePointAt(0) ?? 0) >= 0x80 ? 2 : 1;
  return sum;
}

/** A line as it reads; what the host placed further right stands after spaces. */
export function lineText(runs: readonly Run[]): string {
  let dots = 0;
  let line = '';
  for (const run of runs) {
    const { text, at, column, width } = run;
    if (at !== undefined && at > dots) {
      line += ' '.repeat(Math.round((at - dots) / column));
      dots = at;
    }
    line += text;
    dots += columnsOf(text, run) * column * width;
  }
  return line;
}
