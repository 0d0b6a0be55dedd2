import { columnImageOf, rasterOf, storedGraphicsOf, type Dots } from './bitmaps.ts';
import { barcodeOf, createSymbolStore, type Symbol } from './symbols.ts';
import type { Token } from './tokens.ts';
import { decodeRun, dotsOf, lineText, type RawRun, type Run } from './typeset.ts';

export type PaperAlign = 'left' | 'centre' | 'right';

export type PaperElement =
  | { readonly kind: 'line'; readonly align: PaperAlign; readonly runs: readonly Run[] }
  | (Symbol & { readonly align: PaperAlign })
  | (Dots & { readonly kind: 'raster'; readonly align: PaperAlign })
  | { readonly kind: 'feed'; readonly lines: number };

/** What one token did to the paper. */
export type PaperEffect =
  | { readonly effect: 'none' }
  | { readonly effect: 'printed'; readonly element: PaperElement }
  | { readonly effect: 'cut' }
  /** For the electronics, not for the paper: a question or a setting. */
  | { readonly effect: 'electronics'; readonly name: string; readonly data: Uint8Array };

const NOTHING: PaperEffect = { effect: 'none' };
/** Dots of a line of 1/6 inch. */
const LINE_DOTS = 30;
const ELECTRONICS: ReadonlySet<string> = new Set(['GS a', 'GS g', 'GS r', 'GS I', 'ESC v']);
const PRINTING: ReadonlySet<string> = new Set(['ESC d', 'ESC J', 'GS v', 'GS k']);
const CUTTING: ReadonlySet<string> = new Set(['ESC i', 'ESC m', 'GS V', 'FS P']);
const EVERY_EIGHT = Array.from({ length: 31 }, (_, index) => 8 * (index + 1));

/** The print head with its present settings: size, alignment, Hanzi mode. */
export interface PrintHead {
  apply(token: Token): PaperEffect;
  /** Power off: settings and the unfinished line are gone. */
  powerOff(): void;
}

/** @param startsInHanziMode as the models for China do */
export function createPrintHead(startsInHanziMode = false): PrintHead {
  const fresh = () => ({
    align: 'left' as PaperAlign,
    width: 1,
    height: 1,
    bold: false,
    inverse: false,
    underline: false,
    column: 12,
    hanzi: startsInHanziMode,
    codePage: 0,
    tabs: EVERY_EIGHT,
    runs: [] as RawRun[],
    /** Where the host wants the next character. */
    at: undefined as number | undefined,
    /** ESC * puts dots into the line, which a line feed prints. */
    image: undefined as Dots | undefined,
    symbols: createSymbolStore(),
    graphics: undefined as Dots | undefined,
  });
  let head = fresh();

  /** Bytes stay bytes until the line ends: the line may have cut a Hanzi in two between two reads. */
  const addText = (bytes: Uint8Array): void => {
    const { width, height, bold, inverse, underline, column, hanzi, codePage, at } = head;
    const look = { width, height, bold, inverse, underline, column, hanzi, codePage };
    const last = head.runs.at(-1);
    if (at === undefined && last && JSON.stringify(last.look) === JSON.stringify(look)) last.bytes.push(...bytes);
    else head.runs.push({ look, bytes: [...bytes], ...(at !== undefined && { at }) });
    head.at = undefined;
  };

  const position = (): number => {
    if (head.at !== undefined) return head.at;
    return head.runs.reduce((dots, run) => Math.max(dots, run.at ?? 0) + dotsOf(run), 0);
  };

  const tab = (): void => {
    const dots = position();
    const next = head.tabs.map((column) => column * head.column).find((stop) => stop > dots);
    if (next !== undefined) head.at = next;
  };

  const printed = (element: PaperElement): PaperEffect => ({ effect: 'printed', element });
  const picture = (dots: Dots): PaperEffect => printed({ kind: 'raster', align: head.align, ...dots });

  const printLine = (): PaperEffect => {
    const { runs, image } = head;
    head.runs = [];
    head.at = undefined;
    head.image = undefined;
    if (runs.length === 0 && image) return picture(image);
    return printed({ kind: 'line', align: head.align, runs: runs.map(decodeRun) });
  };

  /** What stands in the buffer is printed; with an empty one only the paper moves. */
  const feed = (lines: number): PaperEffect => {
    if (head.runs.length > 0 || head.image) return printLine();
    return lines > 0 ? printed({ kind: 'feed', lines }) : NOTHING;
  };

  const printMode = (value: number): void => {
    head.column = value & 0x01 ? 9 : 12;
    head.bold = (value & 0x08) !== 0;
    head.height = value & 0x10 ? 2 : 1;
    head.width = value & 0x20 ? 2 : 1;
    head.underline = (value & 0x80) !== 0;
  };

  /** GS ( L pL pH m fn …, and the same after GS 8 L with a longer length. */
  const graphics = (parameters: Uint8Array): PaperEffect => {
    const [, kind] = parameters;
    const stored = storedGraphicsOf(parameters);
    if (stored) head.graphics = stored;
    if (kind !== 2 && kind !== 0x32) return NOTHING;
    const dots = head.graphics;
    head.graphics = undefined;
    return dots ? picture(dots) : NOTHING;
  };

  const parenthesis = (name: string, data: Uint8Array): PaperEffect => {
    const [kind] = data;
    if (kind === 0x4c) return graphics(data.subarray(3));
    if (kind !== 0x6b) return { effect: 'electronics', name, data };
    const symbol = head.symbols.take(data);
    return symbol ? printed({ align: head.align, ...symbol }) : NOTHING;
  };

  const setting = (name: string, [value = 0, second = 0]: Uint8Array): void => {
    const isOn = value % 2 === 1;
    if (name === 'ESC a') head.align = value % 48 === 1 ? 'centre' : value % 48 === 2 ? 'right' : 'left';
    if (name === 'ESC !') printMode(value);
    if (name === 'FS !') {
      head.width = value & 0x04 ? 2 : 1;
      head.height = value & 0x08 ? 2 : 1;
    }
    if (name === 'ESC E' || name === 'ESC G') head.bold = isOn;
    if (name === 'ESC -') head.underline = value % 48 > 0;
    if (name === 'ESC M') head.column = value % 48 === 1 ? 9 : 12;
    if (name === 'ESC t') head.codePage = value;
    if (name === 'FS &') head.hanzi = true;
    if (name === 'FS .') head.hanzi = false;
    if (name === 'GS B') head.inverse = isOn;
    if (name === 'GS !') {
      head.width = ((value >> 4) & 7) + 1;
      head.height = (value & 7) + 1;
    }
    if (name === 'ESC $') head.at = value + 256 * second;
    if (name === 'ESC \\') {
      const distance = value + 256 * second;
      head.at = Math.max(0, position() + (distance >= 0x8000 ? distance - 0x1_0000 : distance));
    }
  };

  const command = (name: string, data: Uint8Array): PaperEffect => {
    if (ELECTRONICS.has(name)) return { effect: 'electronics', name, data };
    if (CUTTING.has(name)) return { effect: 'cut' };
    switch (name) {
      case 'ESC @':
        head = { ...fresh(), runs: head.runs };
        return NOTHING;
      case 'ESC D':
        head.tabs = [...data.subarray(0, -1)];
        return NOTHING;
      case 'ESC d':
        return feed(data[0] ?? 0);
      case 'ESC J':
        return feed(Math.round((data[0] ?? 0) / LINE_DOTS));
      case 'ESC *':
        head.image = columnImageOf(data);
        return NOTHING;
      case 'GS v':
        return picture(rasterOf(data));
      case 'GS 8':
        return graphics(data.subarray(5));
      case 'GS k':
        return printed({ align: head.align, ...barcodeOf(data) });
      case 'GS (':
        return parenthesis(name, data);
      default:
        setting(name, data);
        return NOTHING;
    }
  };

  return {
    apply: (token) => {
      if (token.type === 'command') return command(token.name, token.data);
      if (token.type === 'text') addText(token.bytes);
      if (token.type !== 'control') return NOTHING;
      if (token.control === 'tab') tab();
      return token.control === 'line-feed' ? printLine() : NOTHING;
    },
    powerOff: () => {
      head = fresh();
    },
  };
}

/** Whether the paper moves for it: what may go wrong with paper goes wrong here. */
export function movesPaper(token: Token): boolean {
  if (token.type === 'control') return token.control === 'line-feed';
  if (token.type !== 'command') return false;
  if (PRINTING.has(token.name)) return true;
  const [kind, , , , command] = token.data;
  return token.name === 'GS (' && (kind === 0x6b ? command === 0x51 : kind === 0x4c && command === 0x32);
}

export function cutsPaper(token: Token): boolean {
  return token.type === 'command' && CUTTING.has(token.name);
}

export function textOf(element: PaperElement): string {
  return element.kind === 'line' ? lineText(element.runs) : '';
}
