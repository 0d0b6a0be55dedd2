import { isZip, peek } from '../file-reading/byte-streams.ts';
import { detectEncoding } from '../file-reading/text-encoding.ts';
import { problemOf, readLines, readRows, type LineReader } from '../file-reading/text-lines.ts';
import { readZip, type ZipEntry } from '../file-reading/zip-archive.ts';
import type { FileRow } from '../statement-rows.ts';

/**
 * Rows of the detail files in an Alipay archive; its summary files (汇总) sum the same rows up by store and are no rows.
 * A single detail file, unpacked by somebody before, is read as well.
 */
export async function* readAlipayArchive<R>(
  bytes: AsyncIterable<Uint8Array>,
  newReader: () => LineReader<R>,
): AsyncGenerator<FileRow<R>> {
  const { head, bytes: whole } = await peek(bytes);
  yield* isZip(head) ? readZip(whole, (entries) => readDetails(entries, newReader)) : readDetail(whole, newReader());
}

async function* readDetails<R>(
  entries: readonly ZipEntry[],
  newReader: () => LineReader<R>,
): AsyncGenerator<FileRow<R>> {
  const details = entries.filter(({ name }) => /\.(csv|txt)$/i.test(name) && !name.includes('汇总'));
  for (const entry of details) yield* readDetail(entry.read(), newReader());
  if (details.length === 0) yield problemOf(0, 'LT-2703', '…明细.csv');
}

async function* readDetail<R>(bytes: AsyncIterable<Uint8Array>, reader: LineReader<R>): AsyncGenerator<FileRow<R>> {
  const { head, bytes: whole } = await peek(bytes);
  yield* readRows(readLines(whole, detectEncoding(head)), reader);
}
