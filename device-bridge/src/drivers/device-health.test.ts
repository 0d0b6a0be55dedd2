import { createServer, type AddressInfo } from 'node:net';
import type { Clock } from '@louting/common/clock';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { tcpTransport } from '../transports/tcp.ts';
import type { TransportFactory } from '../transports/transport.ts';
import { DeviceHealth } from './device-health.ts';
import { createLcusRelay, switchChannel } from './power-relay/lcus.ts';
import type { RecoveryAction } from './recovery-ladder.ts';
import { createReopeningLine } from './reopening-line.ts';
import type { DeviceCondition, Driver } from './roles.ts';
import { holdMs } from './steady-condition.ts';

test.each([
  ['never lost', [], 0],
  ['lost once: a cable was pulled', [100_000], 0],
  ['lost twice', [99_000, 100_000], 2_000],
  ['three times', [98_000, 99_000, 100_000], 4_000],
  ['all the time', Array.from({ length: 16 }, () => 100_000), 30_000],
  ['twice, long ago', [1_000, 2_000], 0],
])('%s', (_, losses, hold) => {
  expect(holdMs(losses, 100_000)).toBe(hold);
});

test('a device that flaps stays out of use, trouble is told at once, and each rung with it', () => {
  let now = 0;
  const clock: Clock = { now: () => now };
  let tell: (condition: DeviceCondition) => void = () => undefined;
  const driver = {
    condition: () => ({ device: 'starting' }),
    onCondition: (listener: (condition: DeviceCondition) => void) => {
      tell = listener;
    },
  } as unknown as Driver;
  const health = new DeviceHealth(clock);
  const steady = health.of<DeviceCondition, Driver>(driver);
  const told: string[] = [];
  steady.onCondition(({ device, recovery }) => told.push([device, recovery].filter(Boolean).join(' ')));

  for (const device of ['online', 'noDevice', 'online', 'noDevice', 'online'] as const) {
    now += 1_000;
    tell({ device });
  }
  health.onRecovery('reopen');
  health.onRecovery('reopen');
  health.onRecovery(undefined);
  expect(told).toEqual(['online', 'noDevice', 'online', 'noDevice', 'noDevice reopen', 'noDevice']);
  expect(steady.condition()).toEqual({ device: 'noDevice' });
});

test('a device that stays away: opened again, then its supply is switched by the relay, then out of service', async () => {
  const switched: Buffer[] = [];
  const board = createServer((socket) => socket.on('data', (bytes) => switched.push(bytes)));
  await new Promise<void>((resolve) => board.listen(0, '127.0.0.1', resolve));
  const { port } = board.address() as AddressInfo;
  const actions: (RecoveryAction | undefined)[] = [];
  const away: TransportFactory = {
    description: 'nothing there',
    open: () => Promise.reject(new Error('ENOENT')),
    relay: createLcusRelay(tcpTransport({ host: '127.0.0.1', port }), 2, 5),
    onRecovery: (action) => actions.push(action),
  };
  const handlers = { onOpen: () => undefined, onData: () => undefined, onLost: () => undefined };
  const line = createReopeningLine(away, handlers, pino({ level: 'silent' }), { firstMs: 1, longestMs: 2 });
  line.start();
  await expect.poll(() => actions.at(-1)).toBe('out-of-service');
  await line.stop();
  expect(actions.slice(0, 8)).toEqual([...Array.from({ length: 6 }, () => 'reopen'), 'power-cycle', 'out-of-service']);
  await expect.poll(() => Buffer.concat(switched).toString('hex')).toBe('a00201a3a00200a2');
  await new Promise((resolve) => board.close(resolve));
});

test('the bytes of the relay board are those of its data sheet', () => {
  expect(Buffer.from(switchChannel(1, true)).toString('hex')).toBe('a00101a2');
  expect(Buffer.from(switchChannel(1, false)).toString('hex')).toBe('a00100a1');
});
