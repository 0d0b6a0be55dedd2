import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { failed, ok } from '@louting/common/result';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensurePcscd } from '../../simulators/pcscd.ts';
import { atrOf, type VirtualCard } from '../../simulators/virtual-card/card.ts';
import { layInThread } from '../card-reader/conformance/card-in-thread.ts';
import { pcscReader } from '../card-reader/conformance/scene.ts';
import { cardReaderConformance } from '../card-reader/conformance/suite.ts';
import type { CardReaderDriver, PresentedCard } from '../roles.ts';
import { createPcscCardReader } from './driver.ts';

const pcscd = await ensurePcscd('while-used');
// One that was about to end when these tests began is started anew.
beforeEach(() => ensurePcscd('while-used'));
if (!pcscd.available) process.stderr.write(`PC/SC tests are left out: ${pcscd.reason}\n`);

const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00);
const CLASSIC: VirtualCard = { uid: Uint8Array.of(0x04, 0xa1, 0xb2, 0xc3), kind: 'mifare-classic-1k' };
const DESFIRE: VirtualCard = { uid: Uint8Array.of(0x04, 1, 2, 3, 4, 5, 0x80), kind: 'desfire' };
const VPCD = { host: '127.0.0.1', port: pcscd.available ? pcscd.vpcdPort : 0 };

describe.skipIf(!pcscd.available)('PC/SC card reader', () => {
  let driver: CardReaderDriver;
  let presented: PresentedCard[];
  let removals: number;
  let takeAway: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    presented = [];
    removals = 0;
    driver = createPcscCardReader(
      { readerName: 'Virtual PCD', reopen: { firstMs: 20, longestMs: 100 } },
      { logger: pino({ level: 'silent' }) },
    );
    driver.onCardPresented((card) => presented.push(card));
    driver.onCardRemoved(() => (removals += 1));
    driver.start();
    await expect.poll(() => driver.condition()).toEqual({ device: 'online' });
  });

  afterEach(async () => {
    await takeAway?.();
    takeAway = undefined;
    await expect.poll(() => driver.card()).toBeUndefined();
    await driver.stop();
  });

  it('card laid on the reader and taken away: read, told once, and the old card answers no more', async () => {
    takeAway = await layInThread(CLASSIC, VPCD);
    await expect.poll(() => presented).toHaveLength(1);
    expect(presented[0]?.atr).toEqual(atrOf(CLASSIC));
    expect(await presented[0]?.transmit(GET_UID)).toEqual(ok(Uint8Array.of(0x04, 0xa1, 0xb2, 0xc3, 0x90, 0x00)));
    expect(driver.card()).toBe(presented[0]);
    await takeAway();
    await expect.poll(() => removals).toBe(1);
    expect(driver.card()).toBeUndefined();
    expect(await presented[0]?.transmit(GET_UID)).toEqual(failed('LT-1005', 'card was taken away'));
  });

  it('reset finds the readers and the card again', async () => {
    takeAway = await layInThread(CLASSIC, VPCD);
    await expect.poll(() => presented).toHaveLength(1);
    expect(await driver.reset()).toEqual(ok());
    await expect.poll(() => presented).toHaveLength(2);
    expect(await driver.card()?.transmit(GET_UID)).toMatchObject({ ok: true });
  });
});

describe('PC/SC reader that is not there', () => {
  it('is reported absent, and no card appears', async () => {
    const driver = createPcscCardReader(
      { readerName: 'no reader has this name', reopen: { firstMs: 20, longestMs: 100 } },
      { logger: pino({ level: 'silent' }) },
    );
    driver.start();
    await expect.poll(() => driver.condition()).toEqual({ device: 'noDevice', code: 'LT-3001' });
    expect(await driver.reset()).toEqual(failed('LT-3001'));
    await driver.stop();
  });
});

describe('PC/SC service that hangs', () => {
  it('takes calls and answers none: the reader is absent, and the devices beside it go on', async () => {
    const socket = join(mkdtempSync(join(tmpdir(), 'deaf-pcscd-')), 'pcscd.comm');
    const calls: Socket[] = [];
    const deaf = createServer((call) => calls.push(call)).listen(socket);
    await once(deaf, 'listening');
    vi.stubEnv('PCSCLITE_CSOCK_NAME', socket);
    const driver = createPcscCardReader(
      { reopen: { firstMs: 20, longestMs: 100 }, answersWithinMs: 50 },
      { logger: pino({ level: 'silent' }) },
    );
    driver.start();
    await expect.poll(() => driver.condition()).toEqual({ device: 'noDevice', code: 'LT-3001' });
    await expect.poll(() => calls.length).toBeGreaterThan(1);
    await driver.stop();
    vi.unstubAllEnvs();
    for (const call of calls) call.destroy();
    deaf.close();
  });
});

/** Only root may give a process a PC/SC service of its own. */
describe.skipIf(!pcscd.available || process.getuid?.() !== 0)('PC/SC service with its reader', () => {
  it('vanishes under a card and returns: told so, the card is gone, and the next one is read', async () => {
    const scene = fileURLToPath(new URL('../card-reader/conformance/pcscd-restart.main.ts', import.meta.url));
    const alone = ['--mount', '--propagation', 'private', process.execPath, '--expose-gc', scene];
    const { stdout } = await promisify(execFile)('unshare', alone);
    const once = ['online', '04a1b2c39000', 'card removed'];
    expect(JSON.parse(stdout)).toEqual(['noDevice', ...once, 'noDevice', ...once]);
  }, 120_000);
});

cardReaderConformance('PC/SC, virtual reader', pcscd.available, async () => pcscReader(pcscd));

describe.skipIf(!pcscd.available)('two PC/SC readers at once', () => {
  it('the last card laid on either is the card, and the other one leaves no trace', async () => {
    const scene = pcscReader(pcscd);
    const other = pcscReader(pcscd, 1);
    const uids: string[] = [];
    scene.driver.onCardPresented((card) => {
      void card.transmit(GET_UID).then((uid) => uids.push(uid.ok ? Buffer.from(uid.value).toString('hex') : 'nothing'));
    });
    scene.driver.start();
    await expect.poll(() => scene.driver.condition().device).toBe('online');
    const takeFirst = await scene.lay(CLASSIC);
    await expect.poll(() => uids).toHaveLength(1);
    const takeSecond = await other.lay(DESFIRE);
    await expect.poll(() => uids).toEqual(['04a1b2c39000', '040102030405809000']);
    const second = scene.driver.card();
    await takeFirst();
    expect(scene.driver.card()).toBe(second);
    await takeSecond();
    await expect.poll(() => scene.driver.card()).toBeUndefined();
    await scene.close();
  });
});
