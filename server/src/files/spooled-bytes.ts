import { open, rm, mkdtemp, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stream that was taken in whole, to be read from any place and more than once. */
export interface SpooledBytes {
  readonly size: number;
  /** The bytes themselves while they are few, otherwise the open file that holds them. */
  readonly store: Buffer | FileHandle;
  /** From the start to the end. */
  read(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const IN_MEMORY_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;

/**
 * Few bytes stay in memory; more go to a file that has no name any more once it is open, so that payers' data is gone
 * with the process, however that ends.
 * @returns undefined when there are more than `maxBytes`
 */
export async function spoolBytes(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<SpooledBytes | undefined> {
  let chunks: Uint8Array[] = [];
  let file: FileHandle | undefined;
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > maxBytes) {
        await file?.close();
        return undefined;
      }
      if (file) {
        await file.writeFile(chunk);
        continue;
      }
      chunks.push(chunk);
      if (size <= IN_MEMORY_BYTES) continue;
      file = await openNameless();
      for (const kept of chunks) await file.writeFile(kept);
      chunks = [];
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  return file ? inFile(file, size) : inMemory(Buffer.concat(chunks));
}

function inMemory(store: Buffer): SpooledBytes {
  return {
    size: store.length,
    store,
    // oxlint-disable-next-line require-await -- a stream of one piece
    async *read() {
      yield store;
    },
    close: () => Promise.resolve(),
  };
}

function inFile(store: FileHandle, size: number): SpooledBytes {
  return {
    size,
    store,
    async *read() {
      for (let position = 0; position < size;) {
        const { bytesRead, buffer } = await store.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    close: () => store.close(),
  };
}

async function openNameless(): Promise<FileHandle> {
  const directory = await mkdtemp(join(tmpdir(), 'louting-'));
  const file = await open(join(directory, 'spool'), 'wx+', 0o600);
  await rm(directory, { recursive: true, force: true });
  return file;
}
