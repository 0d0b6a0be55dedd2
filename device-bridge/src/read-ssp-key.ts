import { readFileSync } from 'node:fs';

/** A key in a file of its own, readable by the bridge only, and never in the configuration. */
export function readSspKey(file: string): string {
  const key = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-fA-F]{16}$/.test(key)) throw new Error(`${file} does not hold a key of 16 hex digits`);
  return key;
}
