import { create } from 'qrcode';
import type { PaperAlign, PaperElement } from './paper.ts';
import type { PrintedJob } from './printed-job.ts';
import { columnsOf, type Run } from './typeset.ts';

/** 80 mm paper: 576 dots of print between two margins. */
const PRINT_DOTS = 576;
const MARGIN = 36;
const WIDTH = PRINT_DOTS + 2 * MARGIN;
const COLUMN = 12;
const ROW = 24;
const LEADING = 6;
const INK = '#1E2A2E';
const PAPER = '#FFFEFA';
const FONT = "'Noto Sans Mono CJK SC','Noto Sans SC','Source Han Mono SC',monospace";

/** The printed paper as an SVG picture, one user unit a dot. */
export function pictureOf(job: PrintedJob): string {
  const parts: string[] = [];
  let y = 28;
  for (const element of job.elements) {
    const drawn = draw(element, y);
    parts.push(drawn.svg);
    y += drawn.height;
  }
  const height = y + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="receipt ${job.number}">`,
    `<path d="${outline(height, job.cut)}" fill="${PAPER}" stroke="#D9D2C3"/>`,
    `<g fill="${INK}" font-family="${FONT}" font-size="${ROW}">`,
    ...parts,
    '</g></svg>',
  ].join('\n');
}

interface Drawn {
  readonly svg: string;
  readonly height: number;
}

function draw(element: PaperElement, y: number): Drawn {
  if (element.kind === 'line') return drawLine(element.runs, element.align, y);
  if (element.kind === 'qr') return drawQr(element.content, element.moduleDots, element.align, y);
  if (element.kind === 'raster') return drawRaster(element, y);
  if (element.kind === 'barcode') return drawBarcode(element.content, element.align, y);
  return { svg: '', height: element.lines * (ROW + LEADING) };
}

function drawLine(runs: readonly Run[], align: PaperAlign, y: number): Drawn {
  const width = runs.reduce((sum, run) => sum + columnsOf(run.text, run) * COLUMN * run.width, 0);
  const tallest = Math.max(1, ...runs.map((run) => run.height));
  let x = left(align, width);
  const svg = runs.map((run) => {
    if (run.at !== undefined) x = Math.max(x, MARGIN + run.at);
    const placed = drawRun(run, x, y + (tallest - run.height) * ROW);
    x += columnsOf(run.text, run) * COLUMN * run.width;
    return placed;
  });
  return { svg: svg.join(''), height: tallest * ROW + LEADING };
}

function drawRun(run: Run, x: number, y: number): string {
  const positions: number[] = [];
  let column = 0;
  let visible = '';
  for (const character of run.text) {
    // Spaces are left out: a browser would fold them together and shift what follows.
    if (character.trim() !== '') {
      positions.push(column * COLUMN);
      visible += character;
    }
    column += columnsOf(character, run);
  }
  const bar = run.inverse ? `<rect y="-3" width="${column * COLUMN}" height="${ROW + LEADING}" fill="${INK}"/>` : '';
  const fill = run.inverse ? ` fill="${PAPER}"` : '';
  const weight = run.bold ? ' font-weight="700"' : '';
  const text = `<text x="${positions.join(' ')}" y="${ROW - 4}"${fill}${weight}>${escape(visible)}</text>`;
  return `<g transform="translate(${x} ${y}) scale(${run.width} ${run.height})">${bar}${text}</g>`;
}

/** The digits under the bars are what a person reads of it. */
function drawBarcode(content: string, align: PaperAlign, y: number): Drawn {
  const x = left(align, content.length * COLUMN);
  return { svg: `<text x="${x}" y="${y + ROW}">${escape(content)}</text>`, height: ROW + LEADING };
}

function drawQr(content: string, moduleDots: number, align: PaperAlign, y: number): Drawn {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const side = modules.size * moduleDots;
  const path: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) path.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  const place = `translate(${left(align, side)} ${y + 6}) scale(${moduleDots})`;
  return { svg: `<path transform="${place}" d="${path.join('')}" shape-rendering="crispEdges"/>`, height: side + 14 };
}

function drawRaster(raster: Extract<PaperElement, { kind: 'raster' }>, y: number): Drawn {
  const rowBytes = Math.ceil(raster.width / 8);
  const path: string[] = [];
  for (let row = 0; row < raster.height; row += 1) {
    let start = -1;
    for (let column = 0; column <= raster.width; column += 1) {
      const black =
        column < raster.width && ((raster.rows[row * rowBytes + (column >> 3)] ?? 0) & (0x80 >> (column & 7))) !== 0;
      if (black && start < 0) start = column;
      if (!black && start >= 0) {
        path.push(`M${start} ${row}h${column - start}v1H${start}z`);
        start = -1;
      }
    }
  }
  const place = `translate(${left(raster.align, raster.width)} ${y})`;
  return { svg: `<path transform="${place}" d="${path.join('')}"/>`, height: raster.height + LEADING };
}

function left(align: PaperAlign, width: number): number {
  if (align === 'left') return MARGIN;
  return MARGIN + (align === 'centre' ? (PRINT_DOTS - width) / 2 : PRINT_DOTS - width);
}

/** Cut paper ends in the cutter's fine teeth; uncut paper in a torn edge. */
function outline(height: number, cut: boolean): string {
  const tooth = cut ? 4 : 12;
  let edge = '';
  for (let x = WIDTH; x > 0; x -= 12) edge += `L${x - 6} ${height - tooth}L${Math.max(0, x - 12)} ${height}`;
  return `M0 0H${WIDTH}V${height}${edge}Z`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
