import type { Token } from './tokens.ts';

export type PaperAlign = 'left' | 'centre' | 'right';

/** Characters of one look. */
export interface Run {
  readonly text: string;
  /** Multipliers of the 12×24 (24×24) dot font. */
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
  readonly inverse: boolean;
}

export type PaperElement =
  | { readonly kind: 'line'; readonly align: PaperAlign; readonly runs: readonly Run[] }
  | { readonly kind: 'qr'; readonly align: PaperAlign; readonly content: string; readonly moduleDots: number }
  | {
      readonly kind: 'raster';
      readonly align: PaperAlign;
      /** Dots. */
      readonly width: number;
      readonly height: number;
      readonly rows: Uint8Array;
    }
  | { readonly kind: 'feed'; readonly lines: number };

/** What one token did to the paper. */
export type PaperEffect =
  | { readonly effect: 'none' }
  | { readonly effect: 'printed'; readonly element: PaperElement }
  | { readonly effect: 'cut' }
  /** For the electronics, not for the paper: a question or a setting. */
  | { readonly effect: 'electronics'; readonly name: string; readonly data: Uint8Array };

const NOTHING: PaperEffect = { effect: 'none' };

/** The print head with its present settings: size, alignment, Hanzi mode. */
export interface PrintHead {
  apply(token: Token): PaperEffect;
  /** Power off: settings and the unfinished line are gone. */
  powerOff(): void;
}

export function createPrintHead(): PrintHead {
  const fresh = () => ({
    align: 'left' as PaperAlign,
    width: 1,
    height: 1,
    bold: false,
    inverse: false,
    hanzi: false,
    runs: [] as RawRun[],
    qr: { content: '', moduleDots: 3 },
  });
  let head = fresh();

  /** Bytes stay bytes until the line ends: the line may have cut a Hanzi in two between two reads. */
  const addText = (bytes: Uint8Array): void => {
    const { width, height, bold, inverse, hanzi } = head;
    const look = { width, height, bold, inverse, hanzi };
    const last = head.runs.at(-1);
    if (last && JSON.stringify(last.look) === JSON.stringify(look)) last.bytes.push(...bytes);
    else head.runs.push({ look, bytes: [...bytes] });
  };

  const symbol = (data: Uint8Array): PaperEffect => {
    const [, , , code, command, value = 0] = data;
    if (code !== 0x31) return NOTHING;
    if (command === 0x43) head.qr.moduleDots = value;
    if (command === 0x50) head.qr.content = new TextDecoder().decode(data.subarray(6));
    if (command !== 0x51 || head.qr.content === '') return NOTHING;
    return { effect: 'printed', element: { kind: 'qr', align: head.align, ...head.qr } };
  };

  const raster = (data: Uint8Array): PaperEffect => {
    const rowBytes = (data[2] ?? 0) + 256 * (data[3] ?? 0);
    const height = (data[4] ?? 0) + 256 * (data[5] ?? 0);
    const element = { kind: 'raster', align: head.align, width: rowBytes * 8, height, rows: data.slice(6) } as const;
    return { effect: 'printed', element };
  };

  const command = (name: string, data: Uint8Array): PaperEffect => {
    const [value = 0] = data;
    switch (name) {
      case '1b40':
        head = { ...fresh(), runs: head.runs };
        return NOTHING;
      case '1b61':
        head.align = value % 48 === 1 ? 'centre' : value % 48 === 2 ? 'right' : 'left';
        return NOTHING;
      case '1b45':
        head.bold = value % 2 === 1;
        return NOTHING;
      case '1c26':
        head.hanzi = true;
        return NOTHING;
      case '1c2e':
        head.hanzi = false;
        return NOTHING;
      case '1d21':
        head.width = ((value >> 4) & 7) + 1;
        head.height = (value & 7) + 1;
        return NOTHING;
      case '1d42':
        head.inverse = value % 2 === 1;
        return NOTHING;
      case '1b64':
        return { effect: 'printed', element: { kind: 'feed', lines: value } };
      case '1d56':
        return { effect: 'cut' };
      case '1d76':
        return raster(data);
      case '1d28':
        return value === 0x6b ? symbol(data) : { effect: 'electronics', name, data };
      case '1d61':
      case '1d67':
      case '1d72':
      case '1d49':
        return { effect: 'electronics', name, data };
      default:
        return NOTHING;
    }
  };

  return {
    apply: (token) => {
      if (token.type === 'text') addText(token.bytes);
      if (token.type === 'command') return command(token.name, token.data);
      if (token.type !== 'line-feed') return NOTHING;
      const element = { kind: 'line', align: head.align, runs: head.runs.map(decodeRun) } as const;
      head.runs = [];
      return { effect: 'printed', element };
    },
    powerOff: () => {
      head = fresh();
    },
  };
}

interface RawRun {
  readonly look: Omit<Run, 'text'> & { readonly hanzi: boolean };
  readonly bytes: number[];
}

function decodeRun({ look: { hanzi, ...look }, bytes }: RawRun): Run {
  // Outside of Hanzi mode a byte above 7F is a code page sign; the twin has no code pages and prints "?".
  const text = hanzi
    ? new TextDecoder('gb18030').decode(Uint8Array.from(bytes))
    : String.fromCharCode(...bytes.map((byte) => (byte < 0x80 ? byte : 0x3f)));
  return { text, ...look };
}

export function textOf(element: PaperElement): string {
  return element.kind === 'line' ? element.runs.map((run) => run.text).join('') : '';
}
