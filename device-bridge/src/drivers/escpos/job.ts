import { ByteSink } from './byte-sink.ts';
import { drawLine } from './drawn-line.ts';
import { qrBitmap, type MonoBitmap } from './bitmap.ts';
import * as codec from './codec.ts';
import type { EscposProfile } from './profile.ts';
import { centre, columnsOf, isRare, justify, padEnd, padStart, printable, wrap } from './text.ts';

/** Lays text out on the paper and collects the bytes of one job, from `ESC @` to the cut. */
export interface Job {
  /** Columns at the present size. */
  columns(): number;
  size(width: codec.Size, height?: codec.Size): void;
  bold(on: boolean): void;
  /** Wrapped at the paper edge. */
  text(text: string, align?: codec.Align): void;
  /** Left and right on one line, or on two where they do not fit. */
  edges(left: string, right: string): void;
  /** A label and its value; a value too long for the rest of the line stands whole on the next, or wraps. */
  labelled(label: string, value: string): void;
  /** White on black across the whole paper. */
  bar(text: string): void;
  rule(): void;
  /** Cells with their widths in columns; a cell wraps inside its own column. */
  row(cells: readonly { readonly text: string; readonly columns: number; readonly align?: 'right' }[]): void;
  qr(content: string): void;
  picture(bitmap: MonoBitmap, align: codec.Align): void;
  feed(lines: number): void;
  finish(): { readonly bytes: Uint8Array; readonly rareCharacters: number };
}

export function startJob(profile: EscposProfile): Job {
  const sink = new ByteSink();
  sink.add(codec.initialise());
  sink.add(codec.hanziMode());
  let width: codec.Size = 1;
  let height: codec.Size = 1;
  let bold = false;
  let inverse = false;
  let rareCharacters = 0;

  const columns = (): number => Math.floor(profile.columns / width);
  const clean = (raw: string): string => {
    const result = printable(raw);
    rareCharacters += result.rareCharacters;
    return result.text;
  };
  const line = (text: string): void => lineAt(text, 'left');
  /** A line with a character the printer lacks goes as dots, so that a name is printed as it is written. */
  const lineAt = (text: string, align: codec.Align): void => {
    if (isRare(text)) sink.add(codec.raster(drawLine(text, profile.columns, { width, height, bold, inverse }, align)));
    else sink.addLine(text);
  };
  const aligned = (to: codec.Align, print: () => void): void => {
    if (to !== 'left') sink.add(codec.align(to));
    print();
    if (to !== 'left') sink.add(codec.align('left'));
  };
  const setBold = (on: boolean): void => {
    bold = on;
    sink.add(codec.bold(on));
  };
  const setInverse = (on: boolean): void => {
    inverse = on;
    sink.add(codec.inverse(on));
  };

  return {
    columns,
    size: (newWidth, newHeight = newWidth) => {
      width = newWidth;
      height = newHeight;
      sink.add(codec.size(newWidth, newHeight));
    },
    bold: setBold,
    text: (text, to = 'left') =>
      aligned(to, () => {
        for (const part of wrap(clean(text), columns())) lineAt(part, to);
      }),
    edges: (left, right) => justify(clean(left), clean(right), columns()).forEach(line),
    labelled: (label, value) => {
      const head = clean(label);
      const text = clean(value);
      const indent = columnsOf(head);
      if (columnsOf(text) > columns() - indent && columnsOf(text) <= columns()) {
        line(head.trimEnd());
        line(padStart(text, columns()));
        return;
      }
      const [first = '', ...rest] = wrap(text, columns() - indent);
      line(head + first);
      for (const part of rest) line(' '.repeat(indent) + part);
    },
    bar: (text) => {
      setInverse(true);
      for (const part of wrap(clean(text), columns())) line(centre(part, columns()));
      setInverse(false);
    },
    rule: () => line('-'.repeat(columns())),
    row: (cells) => {
      const wrapped = cells.map((cell) => wrap(clean(cell.text), cell.columns));
      const height = Math.max(...wrapped.map((parts) => parts.length));
      for (let index = 0; index < height; index += 1) {
        const texts = cells.map((cell, column) => {
          const part = wrapped[column]?.[index] ?? '';
          return cell.align === 'right' ? padStart(part, cell.columns) : padEnd(part, cell.columns);
        });
        line(texts.join('').trimEnd());
      }
    },
    qr: (content) =>
      aligned('centre', () =>
        sink.add(
          profile.qr === 'native'
            ? codec.qrCode(content, profile.qrModuleDots)
            : codec.raster(qrBitmap(content, profile.qrModuleDots)),
        ),
      ),
    picture: (bitmap, to) => aligned(to, () => sink.add(codec.raster(bitmap))),
    feed: (lines) => sink.add(codec.feedLines(lines)),
    finish: () => {
      sink.add(codec.endOfPaper(profile));
      return { bytes: sink.taken(), rareCharacters };
    },
  };
}
