import { spawnSync } from 'node:child_process';
import { projectRoot } from '../stack/paths.ts';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Runs every step, says how long each took, and answers the names of those that failed. */
export function runSteps(steps: readonly Step[]): string[] {
  const failures: string[] = [];
  for (const step of steps) {
    const startedAt = Date.now();
    const { status } = spawnSync(step.command, step.args, { cwd: projectRoot, stdio: 'inherit' });
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    console.log(`${status === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
    if (status !== 0) failures.push(step.name);
  }
  return failures;
}
