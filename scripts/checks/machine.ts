import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { exitWith } from './exit-with.ts';

const NEEDED_BYTES = 300 * 1024 * 1024;

/** Room for the state folder, and the right to write there. */
export function requireDisk(stateDir: string): void {
  try {
    mkdirSync(stateDir, { recursive: true });
    const probe = join(stateDir, '.write-probe');
    writeFileSync(probe, 'x');
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    exitWith(
      reason === 'ENOSPC'
        ? 'the disk is full. Free some space, then start again.'
        : `the state folder ${stateDir} cannot be written (${reason}). Give this user the right to write there, then start again.`,
    );
  }
  const { bavail, bsize } = statfsSync(stateDir);
  if (bavail * bsize < NEEDED_BYTES) {
    exitWith(
      `only ${Math.floor((bavail * bsize) / 1024 / 1024)} MiB of disk are free, 300 are needed. Free some space, then start again.`,
    );
  }
}

/** Every port must be free before anything is started: half a stack is worse than none. */
export async function requireFreePorts(ports: ReadonlyMap<string, number>): Promise<void> {
  const taken: string[] = [];
  for (const [purpose, port] of ports) {
    if (!(await isFree(port))) taken.push(`${port} (${purpose})`);
  }
  if (taken.length === 0) return;
  exitWith(
    `port ${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} in use. Stop the other program, or choose other ports, e.g. LOUTING_PORT_BASE=8300 npm start.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
