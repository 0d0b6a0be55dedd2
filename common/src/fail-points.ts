import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

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
 * `LOUTING_FAIL_POINTS=<path>` is set by crash tests only. Every hit is appended to `<path>.hits`. When `<path>.armed`
 * holds `<name> <n>`, the n-th hit of that name since then disarms itself, leaves `<path>.killed` and ends the process
 * with SIGKILL, as a power cut would.
 * @throws Error when the variable is set and NODE_ENV is `production`.
 */
export function failPointsFromEnvironment(environment: NodeJS.ProcessEnv = process.env): FailPoints {
  const path = environment.LOUTING_FAIL_POINTS;
  if (!path) return noFailPoints;
  if (environment.NODE_ENV === 'production') throw new Error('LOUTING_FAIL_POINTS is for crash tests only');

  let armed = '';
  let seen = 0;
  return {
    hit: (name) => {
      appendFileSync(`${path}.hits`, `${name}\n`);
      const order = existsSync(`${path}.armed`) ? readFileSync(`${path}.armed`, 'utf8') : '';
      if (order !== armed) {
        armed = order;
        seen = 0;
      }
      const [armedName, occurrence] = armed.split(' ');
      if (armedName !== name) return;
      seen += 1;
      if (seen !== Number(occurrence)) return;
      rmSync(`${path}.armed`);
      writeFileSync(`${path}.killed`, armed);
      process.kill(process.pid, 'SIGKILL');
    },
  };
}
