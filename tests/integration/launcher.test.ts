import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/stack/paths.ts';
import { freeStackPorts } from '../support/free-ports.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'louting-launcher-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

function start(environment: Record<string, string>, entry = ['scripts/run.mjs', 'start']) {
  const { status, stderr } = spawnSync(process.execPath, entry, {
    cwd: projectRoot,
    env: { ...process.env, LOUTING_STATE_DIR: stateDir, ...environment },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, said: stderr.trim() };
}

describe('npm start on a machine that is not ready', () => {
  it('a port is taken: one sentence names it and says what to do', async () => {
    const ports = await freeStackPorts();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(ports.kiosk, '127.0.0.1', () => resolve()));
    const { status, said } = start({ LOUTING_PORT_BASE: String(ports.server) });
    other.close();
    expect(status).toBe(78);
    expect(said).toMatch(new RegExp(`port ${ports.kiosk} \\(kiosk\\) is in use\\. Stop the other program, or`));
  });

  it('a port base that is none: one sentence with an example', () => {
    expect(start({ LOUTING_PORT_BASE: 'many' })).toMatchObject({
      status: 78,
      said: 'louting: LOUTING_PORT_BASE must be a number from 1024 to 65000, e.g. 7300.',
    });
  });

  it('a command that does not exist: the known ones are named', () => {
    const { status, said } = start({}, ['scripts/run.mjs', 'stat']);
    expect(status).toBe(78);
    expect(said).toContain('Known: start, reset, test');
  });
});
