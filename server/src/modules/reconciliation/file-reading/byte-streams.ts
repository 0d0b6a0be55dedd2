import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FailureCode } from '@louting/common/failure-codes';
import type { FileRow } from '../statement-rows.ts';
import { problemOf } from './text-lines.ts';

/**
 * A file that cannot be read on: thrown where bytes are streamed, because a stream has no other way to say so, and turned
 * into one problem by `endingInProblem` before anybody outside sees it.
 */
export class UnreadableFileError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Rows as they come; a file that turns out unreadable ends in one problem at line 0. */
export async function* endingInProblem<R>(rows: AsyncIterable<FileRow<R>>): AsyncGenerator<FileRow<R>> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    yield problemOf(0, error.code, error.message);
  }
}

export interface PeekedBytes {
  /** The first bytes: 64 KB, or the whole file when it is shorter. */
  readonly head: Buffer;
  /** All bytes, those of `head` too. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

const HEAD_BYTES = 64 * 1024;

/** Looks at the start of a stream without losing it. */
export async function peek(bytes: AsyncIterable<Uint8Array>): Promise<PeekedBytes> {
  const source = bytes[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await source.next();
    if (next.done) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  const taken = Buffer.concat(chunks);
  return { head: taken.subarray(0, HEAD_BYTES), bytes: rest(taken, source) };
}

async function* rest(taken: Buffer, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (taken.length > 0) yield taken;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

export function isZip(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0x04034b50;
}

export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** What a file may inflate to: far above 500,000 rows, far below what fills a disk. */
export const MAX_INFLATED_BYTES = 1024 ** 3;
/** Bills compress by 10 to 30; what compresses by more was made to hurt. */
const MAX_RATIO = 200;
const RATIO_APPLIES_FROM_BYTES = 16 * 1024 ** 2;

/** @throws UnreadableFileError when inflated bytes are more than an honest file of that size holds */
export function inflationGuard(compressedBytes: () => number): (chunk: Uint8Array) => void {
  let inflated = 0;
  return (chunk) => {
    inflated += chunk.length;
    const isBomb =
      inflated > MAX_INFLATED_BYTES ||
      (inflated > RATIO_APPLIES_FROM_BYTES && inflated > MAX_RATIO * Math.max(1, compressedBytes()));
    if (isBomb) throw new UnreadableFileError('LT-2705', 'archive inflates to more than a bill can be');
  };
}

/** @throws UnreadableFileError on damaged, cut-off or bloated gzip data */
export async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let compressed = 0;
  const guard = inflationGuard(() => compressed);
  const counted = async function* () {
    for await (const chunk of bytes) {
      compressed += chunk.length;
      yield chunk;
    }
  };
  const inflating = createGunzip();
  pipeline(Readable.from(counted(), { objectMode: false }), inflating, () => undefined);
  try {
    for await (const chunk of inflating) {
      guard(chunk as Buffer);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw archiveError(error);
  } finally {
    inflating.destroy();
  }
}

/** Errors of zlib and of the zip reader are faults of the file; others are not expected and stay as they are. */
export function archiveError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const isZlib = typeof code === 'string' && code.startsWith('Z_');
  return isZlib ? new UnreadableFileError('LT-2705', 'compressed data is damaged or cut off') : error;
}
