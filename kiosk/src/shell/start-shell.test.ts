import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { startShell } from './start-shell.ts';

const home = 'http://127.0.0.1:7310/';
const logger = pino({ level: 'silent' });
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A runtime that notes each start, then does what `script` says. */
async function runtime(script: string): Promise<{ folder: string; starts: () => Promise<string[]> }> {
  const folder = await mkdtemp(join(tmpdir(), 'louting-runtime-'));
  folders.push(folder);
  const log = join(folder, 'starts');
  await writeFile(log, '');
  await writeFile(join(folder, 'electron'), `#!/bin/sh\necho "$LOUTING_KIOSK_URL $1" >> ${log}\n${script}\n`);
  await chmod(join(folder, 'electron'), 0o755);
  return { folder, starts: async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '') };
}

describe('shell', () => {
  it('no display: opens nothing and the kiosk goes on', async () => {
    const shell = await startShell({ home, window: 'kiosk', logger, environment: {} });
    expect(shell.shell).toBe('none');
    await shell.close();
  });

  it('refuses a kiosk service on another machine', async () => {
    await expect(startShell({ home: 'http://10.0.0.4/', window: 'kiosk', logger, environment: {} })).rejects.toThrow(
      'not this machine',
    );
  });

  it('runtime is there: starts it on the kiosk page, and ends it on close', async () => {
    const { folder, starts } = await runtime('exec sleep 30');
    const shell = await startShell({
      home,
      window: 'kiosk',
      logger,
      environment: { DISPLAY: ':9', ELECTRON_OVERRIDE_DIST_PATH: folder },
    });
    expect(shell.shell).toBe('electron');
    await expect.poll(starts).toEqual([expect.stringMatching(/^http:.*7310\/ .*main\.ts$/)]);
    await shell.close();
  });

  it('window crashed: opens it again', async () => {
    const { folder, starts } = await runtime('exit 1');
    const shell = await startShell({
      home,
      window: 'kiosk',
      logger,
      environment: { DISPLAY: ':9', ELECTRON_OVERRIDE_DIST_PATH: folder },
    });
    await expect.poll(async () => (await starts()).length).toBeGreaterThanOrEqual(2);
    await shell.close();
  });
});
