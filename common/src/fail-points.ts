import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * A place where a crash test may cut the power. Production code passes each journal write and each external call
 * through one before and one after; outside a crash test a hit does nothing.
 */
export interface FailPoints {
  /** @param name `<subject>.<step>`, e.g. `journal.note-stacked.before` */
  hit(name: string): void;
}

export const noFailPoints: FailPoints = { hit: () => undefined };

/**
 * Reads `LOUTING_FAIL_POINTS`, set by `npm run crash` only: `record:<file>` appends each hit to the file;
 * `kill:<n>:<file>` records too, and ends the process with SIGKILL at the n-th hit (1-based), once:
 * the file then holds a `killed` line, so the restarted process passes through.
 * @throws Error when the variable is set and NODE_ENV is `production`.
 */
export function failPointsFromEnvironment(environment: NodeJS.ProcessEnv = process.env): FailPoints {
  const setting = environment.LOUTING_FAIL_POINTS;
  if (!setting) return noFailPoints;
  if (environment.NODE_ENV === 'production') throw new Error('LOUTING_FAIL_POINTS is for crash tests only');

  const [mode, ...rest] = setting.split(':');
  if (mode === 'record') {
    const file = rest.join(':');
    return { hit: (name) => appendFileSync(file, `${name}\n`) };
  }
  const file = rest.slice(1).join(':');
  const alreadyKilled = existsSync(file) && readFileSync(file, 'utf8').includes(' killed\n');
  const killAt = alreadyKilled ? 0 : Number(rest[0]);
  let hits = 0;
  return {
    hit: (name) => {
      hits += 1;
      appendFileSync(file, hits === killAt ? `${name} killed\n` : `${name}\n`);
      if (hits === killAt) process.kill(process.pid, 'SIGKILL');
    },
  };
}
