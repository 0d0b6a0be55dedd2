import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * Where tests put what they throw away: in memory where there is room, because copying empty books, some hundred times
 * a run, takes 15 ms there and up to a second on a busy disk. Containers often have 64 MB there; then it is the disk.
 */
export function scratchDirectory(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
