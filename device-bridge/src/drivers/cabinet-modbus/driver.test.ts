import { failed, ok } from '@louting/common/result';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CabinetBoardTwin } from '../../simulators/cabinet/board-twin.ts';
import { CABINET_FAULTS } from '../../simulators/cabinet/line-faults.ts';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import type { CabinetDriver } from '../cabinet-roles.ts';
import { readProfile } from '../profile-file.ts';
import { createCabinetModbus } from './driver.ts';
import { CabinetModbusProfileSchema } from './profile.ts';

const QUICK = { pollMs: 50, replyTimeoutMs: 30, closedReadings: 2 };

describe('cabinet board', () => {
  let twin: CabinetBoardTwin;
  let socket: TcpSocket;
  let driver: CabinetDriver;
  let told: (string | undefined)[];

  beforeEach(async () => {
    twin = new CabinetBoardTwin();
    socket = await openTcpSocket(0, (line) => twin.attach(line));
    const profile = { ...readProfile(CabinetModbusProfileSchema, 'cabinet-modbus-waveshare-io-8ch'), ...QUICK };
    driver = createCabinetModbus(
      { profile, reopen: { firstMs: 10, longestMs: 40 } },
      { logger: pino({ level: 'silent' }), openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }) },
    );
    told = [];
    driver.onCondition(({ code }) => told.push(code));
    driver.start();
    await expect.poll(() => driver.condition()).toMatchObject({ device: 'online', door: 'closed' });
  });

  afterEach(async () => {
    await driver.stop();
    twin.close();
    await socket.close();
  });

  it('door opened and closed, tampered with, hot: each is told once', async () => {
    twin.openDoor();
    await expect.poll(() => told.at(-1)).toBe('LT-3602');
    twin.closeDoor();
    await expect.poll(() => driver.condition().code).toBeUndefined();
    twin.tamper(true);
    await expect.poll(() => told.at(-1)).toBe('LT-3603');
    twin.tamper(false);
    twin.warmTo(63);
    await expect.poll(() => driver.condition()).toMatchObject({ code: 'LT-3604', temperatureC: 63 });
    expect(told.filter((code) => code === 'LT-3602')).toHaveLength(1);
  });

  it('a lamp is switched, and is lit again after the board lost its power', async () => {
    expect(driver.lights).toEqual(['contactless', 'billAcceptor', 'receiptPrinter', 'scanner']);
    expect(await driver.light('billAcceptor', true)).toEqual(ok());
    expect(twin.state().relays).toEqual([1]);
    expect(await driver.light('coinAcceptor', true)).toMatchObject(failed('LT-3905', 'coinAcceptor'));
    twin.powerCycle();
    await expect.poll(() => twin.state().relays).toEqual([1]);
  });

  it.each(CABINET_FAULTS)('one answer with %s on the line changes nothing', async (fault) => {
    told.length = 0;
    twin.setFault(fault, 1);
    await expect.poll(() => twin.state().faults).toEqual([]);
    twin.openDoor();
    await expect.poll(() => told).toEqual(['LT-3602']);
  });

  it('falls silent, then its cable is pulled; it is found again by itself', async () => {
    twin.setFault('silence');
    await expect.poll(() => driver.condition()).toMatchObject({ device: 'offline', door: 'unknown' });
    twin.clearFaults();
    await expect.poll(() => driver.condition().device).toBe('online');
    await socket.unplug();
    await expect.poll(() => driver.condition()).toMatchObject({ device: 'noDevice', code: 'LT-3601' });
    await socket.replug();
    await expect.poll(() => driver.condition().device).toBe('online');
  });
});
