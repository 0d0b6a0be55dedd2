import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { spoolBytes, type SpooledBytes } from '../files/spooled-bytes.ts';
import type { ChannelBill } from './bill-source.ts';
import type { ChannelDependencies } from './channel-dependencies.ts';

const MAX_BILL_BYTES = 512 * 1024 ** 2;
const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * Takes a file in whole before anything of it is believed: only then its hash can be known.
 * @param name of the call in fail points and logs
 * @param download `sha1` in hex, where the channel tells one
 */
export async function downloadBill(
  name: string,
  download: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly sha1?: string;
  },
  { failPoints, logger }: Pick<ChannelDependencies, 'failPoints' | 'logger'>,
): Promise<Result<ChannelBill>> {
  failPoints.hit(`${name}.before`);
  const bill = await fetchBill(download);
  failPoints.hit(`${name}.after`);
  if (!bill.ok) logger.warn({ call: name, reason: bill.error.detail }, 'bill could not be downloaded');
  return bill;
}

async function fetchBill({
  url,
  headers,
  sha1,
}: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sha1?: string;
}): Promise<Result<ChannelBill>> {
  const hash = createHash('sha1');
  let spooled: SpooledBytes | undefined;
  try {
    const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
    const response = await fetch(url, { headers, redirect: 'error', signal });
    if (response.status !== 200) return failed('LT-2702', `download answers HTTP ${response.status}`);
    spooled = await spoolBytes(hashed(response.body ?? [], hash), MAX_BILL_BYTES);
  } catch (error) {
    return failed('LT-2702', `download broke off: ${error instanceof Error ? error.name : 'unknown'}`);
  }
  if (!spooled) return failed('LT-2702', `bill is above ${MAX_BILL_BYTES} bytes`);
  if (sha1 !== undefined && hash.digest('hex') !== sha1.toLowerCase()) {
    await spooled.close();
    return failed('LT-2702', 'hash of the bill differs from what the channel told');
  }
  return ok({ kind: 'file', bytes: readOnce(spooled) });
}

async function* hashed(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* readOnce(spooled: SpooledBytes): AsyncGenerator<Uint8Array> {
  try {
    yield* spooled.read();
  } finally {
    await spooled.close();
  }
}
