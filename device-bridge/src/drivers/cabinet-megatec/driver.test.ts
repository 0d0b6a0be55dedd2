import * as fc from 'fast-check';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CABINET_FAULTS } from '../../simulators/cabinet/line-faults.ts';
import { UpsTwin } from '../../simulators/cabinet/ups-twin.ts';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import type { UpsDriver } from '../cabinet-roles.ts';
import { readProfile } from '../profile-file.ts';
import { createLineCutter, readInformation, readStatus } from './codec.ts';
import { createCabinetMegatec } from './driver.ts';
import { conditionOf, power, type Power } from './power.ts';
import { CabinetMegatecProfileSchema } from './profile.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const ON_MAINS = { inputVolts: 220, utilityFailed: false, batteryLow: false, failed: false };
const OUT = { ...ON_MAINS, utilityFailed: true };
const EMPTY = { ...OUT, batteryLow: true };

describe('Megatec protocol', () => {
  it.each([
    // The example of the description, and two of real devices.
    ['(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000', { utilityFailed: false, batteryLow: false, failed: true }],
    ['(209.7 209.7 219.7 020 50.0 41.8 23.3 00000001', { utilityFailed: false, failed: false }],
    ['(002.9 000.0 000.0 000 00.0 2.02 21.0 10000001', { utilityFailed: true, inputVolts: 2.9 }],
    [
      '(----- ----- ----- --- ---- ---- ---- 11000000',
      { utilityFailed: true, batteryLow: true, inputVolts: undefined },
    ],
  ])('%s', (line, status) => {
    expect(readStatus(line)).toMatchObject(status);
  });

  it.each([
    'Q1',
    '(208.4 140.0 208.4 034 59.9 2.05 35.0',
    '(208.4 140.0 208.4 034 59.9 2.05 35.0 0011000',
    '(x y z a b c d 00000000',
  ])('%s is no status', (line) => expect(readStatus(line)).toBeUndefined());

  it('a hundred thousand bytes of noise: nothing is thrown, and the next answer is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 500, maxLength: 500 }), (noise) => {
        const cutter = createLineCutter();
        for (const line of cutter.push(noise)) expect([readStatus(line), readInformation(line)]).toHaveLength(2);
        const [found] = cutter.push(text('(209.7 209.7 219.7 020 50.0 41.8 23.3 00000001\r'));
        expect(readStatus(found ?? '')).toMatchObject({ inputVolts: 209.7 });
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is believed of the supply', () => {
  it.each<[string, readonly (typeof ON_MAINS)[], string | undefined]>([
    ['mains', [ON_MAINS], undefined],
    ['a flicker', [ON_MAINS, OUT, ON_MAINS, OUT], undefined],
    ['a power cut', [OUT, OUT], 'LT-3702'],
    ['mains back for a moment', [OUT, OUT, ON_MAINS, ON_MAINS], 'LT-3702'],
    ['mains back', [OUT, OUT, ON_MAINS, ON_MAINS, ON_MAINS], undefined],
    ['battery nearly empty', [OUT, OUT, EMPTY], 'LT-3703'],
    ['battery being charged', [{ ...ON_MAINS, batteryLow: true }], undefined],
    ['the UPS itself is broken', [{ ...ON_MAINS, failed: true }], 'LT-3704'],
  ])('%s', (_event, readings, code) => {
    const steps = { outReadings: 2, backReadings: 3 };
    const believed = readings.reduce<Power | undefined>((before, status) => power(before, status, steps), undefined);
    expect(believed && conditionOf(believed).code).toBe(code);
  });
});

describe('UPS', () => {
  let twin: UpsTwin;
  let socket: TcpSocket;
  let driver: UpsDriver;

  beforeEach(async () => {
    twin = new UpsTwin();
    socket = await openTcpSocket(0, (line) => twin.attach(line));
    const quick = { pollMs: 50, replyTimeoutMs: 50 };
    driver = createCabinetMegatec(
      {
        profile: { ...readProfile(CabinetMegatecProfileSchema, 'cabinet-megatec-generic'), ...quick },
        reopen: { firstMs: 10, longestMs: 40 },
      },
      { logger: pino({ level: 'silent' }), openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }) },
    );
    driver.start();
    await expect.poll(() => driver.condition()).toMatchObject({ device: 'online', mains: 'powering' });
  });

  afterEach(async () => {
    await driver.stop();
    twin.close();
    await socket.close();
  });

  it('power cut, battery runs down, mains come back', async () => {
    expect(driver.identity()).toEqual({ modelName: 'Louting UPS twin', firmwareVersion: 'V1.0' });
    twin.supplyFrom('battery');
    await expect.poll(() => driver.condition()).toMatchObject({ code: 'LT-3702', mains: 'noPower' });
    twin.supplyFrom('low');
    await expect.poll(() => driver.condition()).toMatchObject({ code: 'LT-3703', battery: 'critical' });
    twin.supplyFrom('mains');
    await expect.poll(() => driver.condition().code).toBeUndefined();
  });

  it.each(CABINET_FAULTS)('one answer with %s on the line changes nothing', async (fault) => {
    twin.setFault(fault, 1);
    await expect.poll(() => twin.state().faults).toEqual([]);
    twin.supplyFrom('battery');
    await expect.poll(() => driver.condition().code).toBe('LT-3702');
  });

  it('silent, unplugged, and back', async () => {
    twin.setFault('silence');
    await expect.poll(() => driver.condition().device).toBe('offline');
    twin.clearFaults();
    await expect.poll(() => driver.condition().device).toBe('online');
    await socket.unplug();
    await expect.poll(() => driver.condition()).toMatchObject({ device: 'noDevice', code: 'LT-3701' });
    await socket.replug();
    await expect.poll(() => driver.condition().device).toBe('online');
  });
});
