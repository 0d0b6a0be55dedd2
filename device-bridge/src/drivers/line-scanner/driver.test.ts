import { ok, failed } from '@louting/common/result';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScannerTwin } from '../../simulators/scanner/twin.ts';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { heardAndThenQuiet } from '../conformance/quiet.ts';
import { readProfile } from '../profile-file.ts';
import type { BarcodeReaderDriver } from '../roles.ts';
import { createLineReader } from './codec.ts';
import { createLineScanner } from './driver.ts';
import { LineScannerProfileSchema } from './profile.ts';

const WECHAT = '134567890123456789';
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('line reader', () => {
  it.each<[string, string, string[]]>([
    ['CR ends a code', '12345\r', ['12345']],
    ['CR LF ends one code, not two', '12345\r\n67890\r\n', ['12345', '67890']],
    ['control characters are dropped', '\u00021\u001b3\u00079\u0003\r', ['139']],
    ['a line longer than 64 is dropped whole', `${'9'.repeat(65)}\r777\r`, ['777']],
    ['a line of exactly 64 is kept', `${'9'.repeat(64)}\r`, ['9'.repeat(64)]],
    ['a control character hidden in UTF-8 is dropped', '1\u009b2\r', ['12']],
    ['an empty line is no code', '\r\r \r', []],
  ])('%s', (_event, input, codes) => {
    expect(createLineReader(64).push(text(input))).toEqual(codes);
  });

  it("drops the module's answer to its trigger", () => {
    const reader = createLineReader(64, Uint8Array.from(Buffer.from('02000001003331', 'hex')));
    const answer = Buffer.concat([Buffer.from('02000001003331', 'hex'), text(`${WECHAT}\r`)]);
    expect(reader.push(answer)).toEqual([WECHAT]);
    expect(reader.push(text(`${'9'.repeat(65)}\r`))).toEqual([]);
  });
});

describe('line scanner', () => {
  let twin: ScannerTwin;
  let socket: TcpSocket;
  let driver: BarcodeReaderDriver;
  let now: number;
  let codes: string[];
  let logged: string;

  async function connectScanner(profileName: string): Promise<void> {
    twin = new ScannerTwin();
    socket = await openTcpSocket(0, (line) => twin.attach(line));
    now = 1_000_000;
    codes = [];
    logged = '';
    driver = createLineScanner(
      {
        profile: { ...readProfile(LineScannerProfileSchema, profileName), interByteTimeoutMs: 30 },
        reopen: { firstMs: 10, longestMs: 40 },
      },
      {
        logger: pino({ level: 'trace' }, { write: (line: string) => (logged += line) }),
        clock: { now: () => now },
        openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
      },
    );
    driver.onCode((code) => codes.push(code));
    driver.start();
    await expect.poll(() => driver.condition()).toEqual({ device: 'online' });
    await expect.poll(() => twin.state().connected).toBe(true);
  }

  beforeEach(() => connectScanner('line-scanner-presence'));

  afterEach(async () => {
    await driver.stop();
    twin.close();
    await socket.close();
  });

  it('reads a payer code once while the phone is held there', async () => {
    expect(await driver.enable()).toEqual(ok());
    await twin.show(WECHAT);
    await twin.show(WECHAT);
    await expect.poll(() => codes).toEqual([WECHAT]);
    now += 5_001;
    await twin.show(WECHAT);
    await expect.poll(() => codes).toEqual([WECHAT, WECHAT]);
    expect(logged).toContain('"characters":18');
    expect(logged).not.toContain(WECHAT);
  });

  it('drops a code nobody asked for', async () => {
    await twin.show(WECHAT);
    await heardAndThenQuiet(30);
    await driver.enable();
    await twin.show('280000000000000001');
    await expect.poll(() => codes).toEqual(['280000000000000001']);
    await driver.disable();
  });

  it('half a code, then silence: the half does not stick to the next code', async () => {
    await driver.enable();
    await twin.sendRaw(text('1345'));
    await heardAndThenQuiet(60);
    await twin.show(WECHAT);
    await expect.poll(() => codes).toEqual([WECHAT]);
  });

  it('unplugged: absent, and back by itself', async () => {
    await socket.unplug();
    await expect.poll(() => driver.condition()).toEqual({ device: 'noDevice', code: 'LT-3301' });
    expect(await driver.enable()).toEqual(failed('LT-3301'));
    await socket.replug();
    await expect.poll(() => driver.condition()).toEqual({ device: 'online' });
  });

  it('starts and stops the trigger of a module that has one', async () => {
    await driver.stop();
    await socket.close();
    await connectScanner('line-scanner-honeywell');
    await driver.enable();
    await driver.disable();
    await expect.poll(() => twin.received()).toBe('16540d16550d');
  });
});
