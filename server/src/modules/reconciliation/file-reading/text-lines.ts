import { fen, formatYuan } from '@louting/common/money';
import type { FailureCode } from '@louting/common/failure-codes';
import type { FileRow } from '../statement-rows.ts';

export type TextEncodingName = 'utf-8' | 'gb18030' | 'utf-16le' | 'latin1';

export interface TextLine {
  /** 1-based. */
  readonly number: number;
  /** Without its line end; cut short when `isTooLong`. */
  readonly text: string;
  readonly isTooLong: boolean;
}

/** Longer than any row of any layout by two orders of magnitude; what is longer is no statement. */
export const MAX_LINE_CHARS = 64 * 1024;
const PIECE_BYTES = 64 * 1024;

/**
 * Lines of a text file, a batch for each piece of it, so that a file of any length takes the memory of one piece and one
 * line. A line above `MAX_LINE_CHARS` is told as too long and the lines behind it are still read. A byte-order mark is
 * dropped; bytes that are not of the encoding become U+FFFD, which `unreadableText` finds.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  encoding: TextEncodingName,
): AsyncGenerator<readonly TextLine[]> {
  const decoder = new TextDecoder(encoding);
  let number = 0;
  let rest = '';
  let isTooLong = false;

  const finishLine = (text: string): TextLine => {
    number += 1;
    const line = { number, text: text.endsWith('\r') ? text.slice(0, -1) : text, isTooLong };
    isTooLong = false;
    return line;
  };
  const take = (text: string): TextLine[] => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    const lines = parts.map((part) => {
      isTooLong ||= part.length > MAX_LINE_CHARS;
      return finishLine(isTooLong ? part.slice(0, 256) : part);
    });
    if (rest.length > MAX_LINE_CHARS) {
      isTooLong = true;
      rest = rest.slice(0, 256);
    }
    return lines;
  };

  for await (const chunk of bytes) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      const lines = take(decoder.decode(chunk.subarray(start, start + PIECE_BYTES), { stream: true }));
      if (lines.length > 0) yield lines;
    }
  }
  const last = take(decoder.decode());
  if (rest !== '' || isTooLong) last.push(finishLine(rest));
  if (last.length > 0) yield last;
}

/** Why a line cannot be read whatever its layout is, or undefined. */
export function unreadableLine(line: TextLine): FileRow<never> | undefined {
  if (line.isTooLong) return problemOf(line.number, 'LT-2710', `> ${MAX_LINE_CHARS}`);
  if (line.text.includes('\uFFFD') || line.text.includes('\0')) return problemOf(line.number, 'LT-2709', '');
  return undefined;
}

/** What a file prints and what it comes to, both in fen, as a person compares them. */
export function differing(printedFen: number, summedFen: number): string {
  return `${formatYuan(fen(printedFen))} ≠ ${formatYuan(fen(summedFen))}`;
}

/** @param detail what the code's words do not say: the column, the figures. The same in every language */
export function problemOf(
  line: number,
  code: FailureCode,
  detail: string,
): { readonly problem: { line: number; code: FailureCode; detail: string } } {
  return { problem: { line, code, detail } };
}

/** Turns lines into rows: what a layout has to know, told apart from where its lines come from. */
export interface LineReader<R> {
  /** @returns undefined for lines that are no rows: headers, preambles, totals that agree */
  line(line: TextLine): FileRow<R> | undefined;
  /** What is missing or does not agree, once the file has ended. */
  end(): readonly FileRow<R>[];
}

export async function* readRows<R>(
  batches: AsyncIterable<readonly TextLine[]>,
  reader: LineReader<R>,
): AsyncGenerator<FileRow<R>> {
  for await (const lines of batches) {
    for (const line of lines) {
      const row = reader.line(line);
      if (row) yield row;
    }
  }
  yield* reader.end();
}
