import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BridgeConfigSchema } from '../../config.ts';
import { BRIDGE_RUNTIME_FLAGS } from '../../runtime-flags.ts';
import type { z } from 'zod';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));

export interface BridgeProcess {
  readonly processId: number;
  readonly url: string;
  /** Resolves when the process is gone, however it ended. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** A bridge as a process of its own, so that a test can take its power away. */
export async function spawnBridge(
  config: z.input<typeof BridgeConfigSchema>,
  /** See `failPointsFromEnvironment`. */
  failPoints: string | undefined,
): Promise<BridgeProcess> {
  const file = join(config.stateDir, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, [...BRIDGE_RUNTIME_FLAGS, MAIN], {
    env: { ...process.env, LOUTING_CONFIG: file, ...(failPoints && { LOUTING_FAIL_POINTS: failPoints }) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [{ url: string }];
  const ended = endOf(child);
  return {
    url: ready.url,
    processId: child.pid ?? 0,
    ended,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
