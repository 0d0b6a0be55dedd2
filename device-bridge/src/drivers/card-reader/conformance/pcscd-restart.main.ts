import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { createPcscCardReader } from '../../pcsc/driver.ts';
import { layInThread } from './card-in-thread.ts';

/**
 * A PC/SC service of its own, in a mount namespace of its own, that can be taken away and put back without anybody else
 * losing theirs. Says in lines what the driver tells; started by driver.test.ts under `unshare --mount`.
 */
const MOUNT = '/usr/bin/mount';
const PCSCD = '/usr/sbin/pcscd';
/** Below the ports that a kernel gives to whoever calls out. */
const PORT = 20_571;
const CARD = { uid: Uint8Array.of(0x04, 0xa1, 0xb2, 0xc3), kind: 'mifare-classic-1k' } as const;
const PATIENCE_MS = 20_000;

execFileSync(MOUNT, ['-t', 'tmpfs', 'none', '/run/pcscd']);
const configuration = mkdtempSync(join(tmpdir(), 'pcscd-'));
writeFileSync(
  join(configuration, 'vpcd'),
  `FRIENDLYNAME "Own PCD"\nDEVICENAME /dev/null:0x${PORT.toString(16)}\n` +
    `LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x${PORT.toString(16)}\n`,
);

const driver = createPcscCardReader(
  { readerName: 'Own PCD', reopen: { firstMs: 20, longestMs: 100 }, lookAgainMs: 1_000 },
  { logger: pino({ level: 'silent' }) },
);
const told: string[] = [];
driver.onCondition(({ device }) => told.push(device));
driver.onCardRemoved(() => told.push('card removed'));
driver.onCardPresented((card) => {
  void card
    .transmit(Uint8Array.of(0xff, 0xca, 0, 0, 0))
    .then((uid) => told.push(uid.ok ? Buffer.from(uid.value).toString('hex') : uid.error.code));
});

async function until(what: string, count: number): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (told.filter((one) => one === what).length < count) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}: ${told.join(', ')}`);
    await delay(20);
  }
}

function plugIn(): ChildProcess {
  const service = spawn(PCSCD, ['--foreground', '--config', configuration], { stdio: 'ignore' });
  process.once('exit', () => service.kill('SIGKILL'));
  return service;
}

/** @returns how it is taken away */
async function lay(): Promise<() => Promise<void>> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await layInThread(CARD, { host: '127.0.0.1', port: PORT });
    } catch (error) {
      if (tries === 100) throw error;
      await delay(50);
    }
  }
}

const first = plugIn();
driver.start();
await until('online', 1);
await lay();
await until('04a1b2c39000', 1);
first.kill('SIGKILL');
await once(first, 'exit');
await until('noDevice', 2);
// What was lost with it must not end the process when it is collected.
(globalThis as { gc?: () => void }).gc?.();
await delay(20);
const second = plugIn();
await until('online', 2);
const takeAway = await lay();
await until('04a1b2c39000', 2);
await takeAway();
await until('card removed', 2);
await driver.stop();
second.kill('SIGTERM');
await once(second, 'exit');
rmSync(configuration, { recursive: true });
process.stdout.write(`${JSON.stringify(told)}\n`);
