import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'simulators-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function startMain(config: object) {
  const file = join(directory, 'simulators.json');
  writeFileSync(file, JSON.stringify(config));
  const child = fork(MAIN, { env: { ...process.env, LOUTING_CONFIG: file }, silent: true, execArgv: [] });
  let complaint = '';
  child.stderr?.on('data', (text) => (complaint += String(text)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exited, complaint: () => complaint };
}

describe('simulators process', () => {
  it('says where its devices are and stops cleanly', async () => {
    const devices = ['validator', 'printer', 'scanner', 'cardReader', 'coins', 'cabinet', 'ups', 'bankTerminal'];
    const ports = Object.fromEntries(devices.map((device) => [device, 0]));
    const { child, exited } = startMain({ stateDir: directory, httpPort: 0, ports });
    const ready = await new Promise((resolve) => child.once('message', resolve));
    expect(ready).toMatchObject({ ready: true, ports: { http: expect.any(Number), validator: expect.any(Number) } });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('refuses a configuration it does not understand in one sentence', async () => {
    const { exited, complaint } = startMain({ stateDir: directory, htpPort: 7330 });
    expect(await exited).toBe(78);
    expect(complaint()).toMatch(/^simulators: .*htpPort/);
    expect(complaint().trim().split('\n')).toHaveLength(1);
  });
});
