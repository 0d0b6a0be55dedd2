import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SupervisedProcess } from './supervised-process.ts';

const READY = `process.send({ ready: true }); setInterval(() => {}, 1000);`;
const restart = { firstDelayMs: 10, longestDelayMs: 20, limit: 2 };

let stateDir: string;
let running: SupervisedProcess | undefined;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'louting-supervised-'));
});
afterEach(async () => {
  await running?.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** @param script body of the process; it finds its configuration like every process of the stack. */
function supervise(script: string, options: { onGivenUp?: (name: string) => void } = {}): SupervisedProcess {
  const entry = join(stateDir, 'entry.mjs');
  writeFileSync(entry, `import { readFileSync } from 'node:fs';\n${script}`);
  running = new SupervisedProcess(
    { name: 'part', entry, configuration: { answer: 42 } },
    { stateDir, restart, ...options },
  );
  return running;
}

describe('a process of the stack', () => {
  it('finds its configuration, readable by its user alone', async () => {
    const part = supervise(`process.send({ ready: true, ...JSON.parse(readFileSync(process.env.LOUTING_CONFIG)) });
      setInterval(() => {}, 1000);`);
    expect(await part.start()).toEqual({ ready: true, answer: 42 });
  });

  it('killed by a power cut: started again', async () => {
    const part = supervise(READY);
    await part.start();
    const first = part.processId;
    part.cutPower();
    await expect.poll(() => part.processId !== undefined && part.processId !== first).toBe(true);
    await part.ready();
  });

  it('ends again and again: given up after its limit, with its last words in the log', async () => {
    const givenUp = new Promise<string>((resolve) => {
      const part = supervise(`console.log('no line to the device'); process.exit(1);`, { onGivenUp: resolve });
      part.start().catch(() => undefined);
    });
    expect(await givenUp).toBe('part');
    expect(readFileSync(join(stateDir, 'log', 'part.log'), 'utf8')).toContain('no line to the device');
  });

  it('bad configuration: not tried twice, and the reason is told', async () => {
    const marker = join(stateDir, 'starts');
    const part =
      supervise(`const { appendFileSync } = await import('node:fs'); appendFileSync(${JSON.stringify(marker)}, 'x');
      console.error('part: key "port" is missing'); process.exit(78);`);
    await expect(part.start()).rejects.toThrow('key "port" is missing');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(existsSync(marker) && readFileSync(marker, 'utf8')).toBe('x');
  });

  it('told to stop: stays stopped', async () => {
    const part = supervise(READY);
    await part.start();
    await part.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(part.processId).toBeUndefined();
  });
});
