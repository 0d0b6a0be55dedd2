import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the secret lies that server and gateway share. Made by the first call, worth nothing outside the sandbox. */
export function sharedSecretPath(keysDir: string, name: string, bytes = 32): string {
  const path = join(keysDir, `${name}.secret`);
  if (existsSync(path)) return path;
  mkdirSync(keysDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(bytes).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Server and gateway start at the same moment: the first one's secret counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return path;
}
