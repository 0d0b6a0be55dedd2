import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server's secret under which card UIDs are hashed: 32 bytes. */
export type CardKey = Buffer;

const KEY_BYTES = 32;

/** Reads `card-key` of the server's state directory; the first call makes it. */
export function loadCardKey(stateDirectory: string): CardKey {
  const path = join(stateDirectory, 'card-key');
  if (!existsSync(path)) {
    mkdirSync(stateDirectory, { recursive: true });
    writeFileSync(path, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) throw new Error(`${path} does not hold ${KEY_BYTES} bytes in hex`);
  return key;
}

/**
 * @param uid card UID as upper-case hex
 * @returns HMAC-SHA256, hex. UIDs are short: a plain hash could be reversed by trying them all.
 */
export function hashUid(uid: string, key: CardKey): string {
  return createHmac('sha256', key).update(uid).digest('hex');
}
