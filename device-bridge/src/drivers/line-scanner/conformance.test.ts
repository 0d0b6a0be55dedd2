import { readdirSync } from 'node:fs';
import { ok } from '@louting/common/result';
import * as fc from 'fast-check';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SCANNER_FAULTS, ScannerTwin } from '../../simulators/scanner/twin.ts';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { heardAndThenQuiet } from '../conformance/quiet.ts';
import { readProfile } from '../profile-file.ts';
import type { BarcodeReaderDriver } from '../roles.ts';
import { createLineReader } from './codec.ts';
import { createLineScanner } from './driver.ts';
import { LineScannerProfileSchema } from './profile.ts';

const PROFILES = readdirSync(new URL('../../../profiles/', import.meta.url))
  .filter((file) => file.startsWith('line-scanner-'))
  .map((file) => file.replace('.json', ''));
const [WECHAT, ALIPAY] = ['134567890123456789', '280000000000000001'];

const SOON = { interval: 15, timeout: 15_000 };

/** Longer than what may pass between two bytes of a line. */
const pause = () => heardAndThenQuiet(25);

/** What the kiosk relies on, of every scanner there is a profile for. */
describe.each(PROFILES)('%s', (name) => {
  let twin: ScannerTwin;
  let socket: TcpSocket;
  let driver: BarcodeReaderDriver;
  let codes: string[];

  async function plugIn(): Promise<void> {
    const profile = readProfile(LineScannerProfileSchema, name);
    twin = new ScannerTwin(profile.trigger ? { trigger: profile.trigger } : {});
    socket = await openTcpSocket(0, (line) => twin.attach(line));
    codes = [];
    driver = createLineScanner(
      { profile: { ...profile, interByteTimeoutMs: 8 }, reopen: { firstMs: 10, longestMs: 40 } },
      {
        logger: pino({ level: 'silent' }),
        clock: { now: () => 1_000_000 },
        openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
      },
    );
    driver.onCode((code) => codes.push(code));
    driver.start();
    await expect.poll(() => twin.state().connected).toBe(true);
    await expect.poll(() => driver.condition().device).toBe('online');
  }

  /** A person holds the phone there until it beeps. */
  const holdUntilRead = (code: string): Promise<void> =>
    vi.waitFor(async () => {
      await twin.show(code);
      expect(codes.at(-1)).toBe(code);
    }, SOON);

  afterEach(async () => {
    await driver.stop();
    twin.close();
    await socket.close();
  });

  it('reads what is asked for and nothing else, through every bad moment of the module', async () => {
    await plugIn();
    await twin.show(ALIPAY);
    await pause();
    expect(await driver.enable()).toEqual(ok());
    await holdUntilRead(WECHAT);
    for (const [index, fault] of SCANNER_FAULTS.entries()) {
      twin.setFault(fault);
      const code = String(BigInt(WECHAT) + BigInt(index + 1));
      await twin.show(code);
      await pause();
      await holdUntilRead(code);
    }
    const wanted = SCANNER_FAULTS.map((_, index) => String(BigInt(WECHAT) + BigInt(index + 1)));
    expect(codes).toEqual([WECHAT, ...wanted]);

    await socket.unplug();
    await expect.poll(() => driver.condition().device).toBe('noDevice');
    await socket.replug();
    await expect.poll(() => twin.state().connected).toBe(true);
    await holdUntilRead(ALIPAY);
    await driver.disable();
    await twin.show(WECHAT);
    await pause();
    expect(codes.at(-1)).toBe(ALIPAY);
  });
});

it('a hundred thousand bytes of noise: no control character, bounded, and the next code is read whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 500, maxLength: 500 }), (noise) => {
      const reader = createLineReader(64, Uint8Array.of(0x06));
      for (const code of reader.push(noise)) expect(code).toMatch(/^\P{Cc}{1,64}$/u);
      reader.push(Uint8Array.of(0x0d));
      expect(reader.push(new TextEncoder().encode(`${WECHAT}\r`))).toEqual([WECHAT]);
    }),
    { numRuns: 200 },
  );
});
