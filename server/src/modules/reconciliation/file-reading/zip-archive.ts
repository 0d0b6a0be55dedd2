import { crc32 } from 'node:zlib';
import { fromBufferPromise, fromFdPromise, type Entry, type ZipFile } from 'yauzl';
import { spoolBytes, type SpooledBytes } from '../../../files/spooled-bytes.ts';
import { inflationGuard, UnreadableFileError } from './byte-streams.ts';

export interface ZipEntry {
  /** Path inside the archive; names that are not marked as UTF-8 are GBK, as Chinese platforms write them. */
  readonly name: string;
  /** @throws UnreadableFileError when the data is damaged, or inflates beyond what is honest */
  read(): AsyncIterable<Uint8Array>;
}

const MAX_ARCHIVE_BYTES = 512 * 1024 ** 2;
const MAX_ENTRIES = 64;
const ENCRYPTED = 0x1;
const UTF8_NAME = 0x800;

/**
 * Lets the entries of a zip be read while `use` runs. Small archives stay in memory, larger ones in a nameless file,
 * because the directory of a zip stands at its end.
 * @throws UnreadableFileError when it is no zip, is cut off, encrypted, or has too many entries
 */
export async function* readZip<T>(
  bytes: AsyncIterable<Uint8Array>,
  use: (entries: readonly ZipEntry[]) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const spooled = await spoolBytes(bytes, MAX_ARCHIVE_BYTES);
  if (!spooled) throw new UnreadableFileError('LT-2705', 'archive is larger than a bill can be');
  try {
    const zip = await openZip(spooled);
    yield* use(await entriesOf(zip));
  } finally {
    await spooled.close();
  }
}

async function openZip(spooled: SpooledBytes): Promise<ZipFile> {
  const options = { autoClose: false, lazyEntries: true, decodeStrings: false };
  try {
    return Buffer.isBuffer(spooled.store)
      ? await fromBufferPromise(spooled.store, options)
      : await fromFdPromise(spooled.store.fd, options);
  } catch {
    throw damaged('archive has no readable directory: it is cut off or no zip');
  }
}

async function entriesOf(zip: ZipFile): Promise<ZipEntry[]> {
  if (zip.entryCount > MAX_ENTRIES) throw damaged(`archive has more than ${MAX_ENTRIES} entries`);
  const entries: ZipEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entryName(entry);
      if (!name.endsWith('/')) entries.push({ name, read: () => readEntry(zip, entry) });
    }
  } catch {
    throw damaged('directory of the archive is damaged');
  }
  return entries;
}

function entryName(entry: Entry): string {
  const isUtf8 = (entry.generalPurposeBitFlag & UTF8_NAME) !== 0;
  return new TextDecoder(isUtf8 ? 'utf-8' : 'gb18030').decode(entry.fileNameRaw);
}

async function* readEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) throw damaged('archive is encrypted');
  const guard = inflationGuard(() => entry.compressedSize);
  let checksum = 0;
  const stream = await zip.openReadStreamPromise(entry).catch(() => {
    throw damaged('entry of the archive cannot be found');
  });
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const next = await chunks.next().catch(() => {
        throw damaged('compressed data is damaged or cut off');
      });
      if (next.done) break;
      guard(next.value);
      checksum = crc32(next.value, checksum);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
  if (checksum !== entry.crc32) throw damaged('checksum of the archive does not fit its content');
}

function damaged(detail: string): UnreadableFileError {
  return new UnreadableFileError('LT-2705', detail);
}
