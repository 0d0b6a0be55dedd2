import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../../../../device-bridge/src/config.ts';
import { CabinetDesk } from '../../../../device-bridge/src/simulators/cabinet/cabinet-desk.ts';
import { startBridge, type Bridge } from '../../../../device-bridge/src/start-bridge.ts';
import { connectBridge } from './bridge-client.ts';
import type { KioskDevices } from './device-ports.ts';
import { openChannel } from './xfs-channel.ts';

const logger = pino({ level: 'silent' });
let stateDir: string;
let desk: CabinetDesk;
let bridge: Bridge;
let devices: KioskDevices;

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'cabinet-'));
  desk = await CabinetDesk.open({ cabinet: 0, ups: 0 });
  const transport = { type: 'tcp', port: desk.port('cabinet') };
  const profile = 'cabinet-modbus-waveshare-io-8ch';
  const cabinets = [{ driver: 'cabinet-modbus', transport, profile }];
  const config = BridgeConfigSchema.parse({ stateDir, port: 0, devices: { cabinets } });
  bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
  const token = { file: join(stateDir, 'token') };
  devices = connectBridge({ url: bridge.url, token, logger, clock: systemClock, failPoints: noFailPoints });
  await expect.poll(() => devices.cabinet.report()).toEqual({ role: 'cabinet', state: 'ok' });
});

afterEach(async () => {
  await devices.close();
  await bridge.close();
  await desk.close();
  rmSync(stateDir, { recursive: true });
});

test('door opened, board unplugged: told with their codes; a UPS that was never fitted is no trouble', async () => {
  expect([devices.cabinet.fitted(), devices.ups.fitted()]).toEqual([true, false]);
  desk.board.openDoor();
  await expect.poll(() => devices.cabinet.report()).toEqual({ role: 'cabinet', state: 'attention', code: 'LT-3602' });
  await desk.unplug('cabinet');
  await expect.poll(() => devices.cabinet.report()).toEqual({ role: 'cabinet', state: 'absent', code: 'LT-3601' });
});

test('the lamp where the hand is wanted is lit, and no other', async () => {
  devices.cabinet.light(new Set(['billAcceptor', 'coinAcceptor']));
  await expect.poll(() => desk.board.state().relays).toEqual([1]);
  devices.cabinet.light(new Set(['receiptPrinter']));
  await expect.poll(() => desk.board.state().relays).toEqual([2]);
});

test('the face of the standard: what is there can be named, what is not is refused', async () => {
  const channel = await openChannel(`${bridge.url}/Cabinet`, bridge.token);
  expect(await channel.command('Common.Status', {})).toMatchObject({
    value: {
      auxiliaries: { cabinetDoor: 'closed', tamperSensor: 'off', heatSensor: 'off' },
      lights: { scanner: { default: { flashRate: 'off' } } },
    },
  });
  const capabilities = await channel.command('Common.Capabilities', {});
  expect(capabilities).toMatchObject({
    value: {
      interfaces: [
        { name: 'Common' },
        { name: 'Auxiliaries', commands: { 'Auxiliaries.Register': { versions: ['2.0'] } } },
        { name: 'Lights', commands: { 'Lights.SetLight': { versions: ['3.0'] } } },
      ],
      auxiliaries: { cabinetDoor: { closed: true, open: true }, tamperSensor: true },
    },
  });
  expect(await channel.command('Auxiliaries.Register', { cabinetDoor: 'register' })).toMatchObject({ ok: true });
  const refused = { ok: false, error: { completionCode: 'commandErrorCode' } };
  expect(await channel.command('Auxiliaries.Register', { safeDoor: 'register' })).toMatchObject(refused);
  expect(await channel.command('Auxiliaries.SetAuxiliaries', { audibleAlarm: 'on' })).toMatchObject(refused);
  expect(await channel.command('Lights.SetLight', { statusBad: { default: {} } })).toMatchObject(refused);
  const flashing = { scanner: { default: { flashRate: 'quick' } } } as const;
  expect(await channel.command('Lights.SetLight', flashing)).toMatchObject(refused);
  channel.close();
});
