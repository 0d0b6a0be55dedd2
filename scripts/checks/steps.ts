import { spawn } from 'node:child_process';
import { projectRoot } from '../stack/paths.ts';
import { giveWay } from './give-way.ts';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface StepsOptions {
  readonly say?: (line: string) => void;
  /** Beside something that somebody waits for. */
  readonly aside?: boolean;
}

/** Most of them keep one core busy only. */
const AT_ONCE = 2;

/** Runs every step, says how long each took and what it said, and answers the names of those that failed. */
export async function runSteps(
  steps: readonly Step[],
  { say = console.log, aside = false }: StepsOptions = {},
): Promise<string[]> {
  const failures: string[] = [];
  const waiting = [...steps];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const startedAt = Date.now();
      const { holds, output } = await runStep(step, aside);
      if (output !== '') say(output);
      say(`${holds ? '✓' : '✗'} ${step.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
      if (!holds) failures.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return failures;
}

/** What two of them say at the same time must not be mixed, so it is kept until the end of each. */
function runStep({ command, args }: Step, aside: boolean): Promise<{ holds: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    if (aside) giveWay(child, 'last');
    const heard: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => heard.push(bytes));
    child.once('error', (error) => resolve({ holds: false, output: String(error) }));
    child.once('close', (code) => resolve({ holds: code === 0, output: Buffer.concat(heard).toString().trimEnd() }));
  });
}
