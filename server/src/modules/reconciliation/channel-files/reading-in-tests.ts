import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import type { ChannelTrade, FileRow, FundMovement, RowProblem } from '../statement-rows.ts';
import { readChannelFile, type ChannelFileKind } from './channel-file.ts';

/** A sample of `samples/`, written by hand after the documented layout; those of GBK files are kept in UTF-8 to be read. */
export function sample(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'samples', name));
}

export function asGbk(text: Buffer | string): Buffer {
  return iconv.encode(text.toString(), 'gbk');
}

export function asZip(entries: Readonly<Record<string, Uint8Array>>): Buffer {
  return Buffer.from(zipSync(entries));
}

/** In pieces of an odd size, so that characters and lines are cut anywhere. */
export async function* pieces(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield await Promise.resolve(bytes.subarray(start, start + size));
}

export async function readAll(
  kind: ChannelFileKind,
  bytes: Uint8Array,
  size?: number,
): Promise<{ trades: ChannelTrade[]; movements: FundMovement[]; problems: RowProblem[] }> {
  const all: FileRow<ChannelTrade | FundMovement>[] = [];
  for await (const row of readChannelFile(kind, pieces(bytes, size))) all.push(row);
  const rows = all.flatMap((row) => ('row' in row ? [row.row] : []));
  return {
    trades: rows.filter((row) => 'transactionId' in row),
    movements: rows.filter((row) => 'serial' in row),
    problems: all.flatMap((row) => ('problem' in row ? [row.problem] : [])),
  };
}
