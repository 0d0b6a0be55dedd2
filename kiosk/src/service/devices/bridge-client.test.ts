import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../../../../device-bridge/src/config.ts';
import { SspValidatorTwin } from '../../../../device-bridge/src/simulators/ssp/ssp-validator-twin.ts';
import { startBridge, type Bridge } from '../../../../device-bridge/src/start-bridge.ts';
import { connectBridge } from './bridge-client.ts';
import type { CashAcceptorPort, KioskDevices } from './device-ports.ts';

const logger = pino({ level: 'silent' });
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

async function until(condition: () => boolean, timeoutMs = 20_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > until) throw new Error('not in time');
    await delay(5);
  }
}

async function scene(timing: object = {}) {
  const root = mkdtempSync(join(tmpdir(), 'bridge-client-'));
  const speeds = { readMs: 20, stackMs: 40, rejectMs: 20, escrowMs: 10_000 };
  const twin = new SspValidatorTwin({ stateDir: join(root, 'validator'), speeds });
  const { port } = await twin.listen();
  running.push(twin);
  const stateDir = join(root, 'bridge');
  const startAgain = async (bridgePort: number): Promise<Bridge> => {
    const transport = { type: 'tcp', port };
    const cashAcceptors = [{ driver: 'ssp', transport, pollMs: 20, replyTimeoutMs: 100, ...timing }];
    const config = BridgeConfigSchema.parse({ stateDir, port: bridgePort, devices: { cashAcceptors } });
    const bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
    running.push(bridge);
    return bridge;
  };
  const bridge = await startAgain(0);
  const connect = (): KioskDevices => {
    const devices = connectBridge({
      url: bridge.url,
      token: { file: join(stateDir, 'token') },
      logger,
      clock: systemClock,
      failPoints: noFailPoints,
    });
    running.push(devices);
    return devices;
  };
  const devices = connect();
  await until(() => devices.cashAcceptor.report().state === 'ok');
  return { twin, bridge, devices, connect, restart: () => startAgain(bridge.port), stop: () => stop(bridge) };
}

async function stop(bridge: Bridge): Promise<void> {
  running.splice(running.indexOf(bridge), 1);
  await bridge.close();
}

async function takeNote(
  cash: CashAcceptorPort,
  twin: SspValidatorTwin,
  noteId: string,
  denominationFen: number,
): Promise<void> {
  const taken = cash.takeNote(noteId, fen(10_000), new AbortController().signal);
  await until(() => twin.insertNote(denominationFen) === 'taken');
  expect(await taken).toEqual({ ok: true, value: { denominationFen, isCoin: false } });
}

test('notes taken one after another, one of them given back', async () => {
  const { twin, devices } = await scene();
  const cash = devices.cashAcceptor;
  await takeNote(cash, twin, 'note-1', 5_000);
  expect(await cash.statusOf('note-1')).toEqual({ ok: true, value: { status: 'escrow', denominationFen: 5_000 } });
  expect(await cash.stack('note-1')).toEqual({ ok: true, value: { denominationFen: 5_000 } });
  await takeNote(cash, twin, 'note-2', 10_000);
  expect(await cash.returnNote('note-2')).toEqual({ ok: true, value: undefined });
  await takeNote(cash, twin, 'note-3', 100);
  expect(await cash.stack('note-3')).toMatchObject({ ok: true });

  expect(twin.state()).toMatchObject({ cashBox: { totalFen: 5_100 }, returnedFen: [10_000] });
  expect(await cash.statusOf('note-1')).toEqual({ ok: true, value: { status: 'stacked', denominationFen: 5_000 } });
  expect(await cash.statusOf('note-2')).toEqual({ ok: true, value: { status: 'returned' } });
  expect(await cash.statusOf('never-started')).toEqual({ ok: true, value: { status: 'none' } });
});

test('a stacked note cannot be stacked or returned again', async () => {
  const { twin, devices } = await scene();
  await takeNote(devices.cashAcceptor, twin, 'note-1', 5_000);
  await devices.cashAcceptor.stack('note-1');
  expect(await devices.cashAcceptor.stack('note-1')).toMatchObject({ ok: false, error: { code: 'LT-3108' } });
  expect(await devices.cashAcceptor.returnNote('note-1')).toMatchObject({ ok: false, error: { code: 'LT-3108' } });
  expect(twin.state().cashBox.totalFen).toBe(5_000);
});

test('owner walks away before a note: waiting ends, the next payment can start', async () => {
  const { twin, devices } = await scene();
  const stop = new AbortController();
  const taken = devices.cashAcceptor.takeNote('note-1', fen(10_000), stop.signal);
  await until(() => twin.state().enabled);
  stop.abort();
  expect(await taken).toEqual({ ok: false, error: { code: 'LT-3904' } });
  await takeNote(devices.cashAcceptor, twin, 'note-2', 2_000);
});

test('refused note is told while waiting goes on', async () => {
  const { twin, devices } = await scene();
  const refusals: string[] = [];
  devices.cashAcceptor.onRefused(({ code }) => refusals.push(code));
  const taken = devices.cashAcceptor.takeNote('note-1', fen(10_000), new AbortController().signal);
  await until(() => twin.insertNote(5_000, { counterfeit: true }) === 'taken');
  await until(() => twin.insertNote(5_000) === 'taken');
  expect(await taken).toMatchObject({ ok: true });
  expect(refusals).toEqual(['LT-3102']);
});

test('kiosk restarts with a note in escrow: it finds the note and gives it back', async () => {
  const { twin, devices, connect } = await scene();
  await takeNote(devices.cashAcceptor, twin, 'note-1', 5_000);
  await devices.close();
  const again = connect();
  expect(await again.cashAcceptor.statusOf('note-1')).toEqual({
    ok: true,
    value: { status: 'escrow', denominationFen: 5_000 },
  });
  expect(await again.cashAcceptor.returnNote('note-1')).toMatchObject({ ok: true });
  expect(twin.state().returnedFen).toEqual([5_000]);
});

test('kiosk stops while the note is on its way to the box: it is found stacked', async () => {
  const { twin, devices, connect } = await scene();
  await takeNote(devices.cashAcceptor, twin, 'note-1', 5_000);
  const stacked = devices.cashAcceptor.stack('note-1');
  await until(() => twin.state().note?.position === 'stacking');
  await devices.close();
  expect(await stacked).toMatchObject({ ok: false, error: { code: 'LT-3903' } });
  const again = connect();
  expect(await again.cashAcceptor.statusOf('note-1')).toEqual({
    ok: true,
    value: { status: 'stacked', denominationFen: 5_000 },
  });
});

test('note that was stuck falls into the box with nobody at the kiosk: told with its value, under an id that stays', async () => {
  const { twin, devices, connect } = await scene({ stackMs: 300 });
  expect(await devices.cashAcceptor.orphans()).toEqual({ ok: true, value: [] });
  await takeNote(devices.cashAcceptor, twin, 'note-1', 5_000);
  twin.setFault({ kind: 'jam' });
  expect(await devices.cashAcceptor.stack('note-1')).toMatchObject({ ok: false });
  expect(await devices.cashAcceptor.statusOf('note-1')).toMatchObject({ ok: true, value: { status: 'unknown' } });
  await devices.close();
  const before = systemClock.now();
  twin.clearFaults();
  await until(() => twin.state().cashBox.totalFen === 5_000);

  const { cashAcceptor } = connect();
  const known = async () => (await cashAcceptor.orphans()) as { readonly value?: readonly unknown[] };
  await expect.poll(async () => (await known()).value?.length).toBe(1);
  const found = await cashAcceptor.orphans();
  expect(found).toEqual({
    ok: true,
    value: [{ orphanId: expect.any(String), stackedAt: expect.any(Number), denominationFen: 5_000 }],
  });
  expect(unwrap(found)[0]?.stackedAt).toBeGreaterThanOrEqual(before);
  expect(await cashAcceptor.orphans()).toEqual(found);
});

test('kiosk stops while waiting for a note: its next start takes a note', async () => {
  const { twin, devices, connect } = await scene();
  void devices.cashAcceptor.takeNote('note-1', fen(10_000), new AbortController().signal);
  await until(() => twin.state().enabled);
  await devices.close();
  const again = connect();
  expect(await again.cashAcceptor.statusOf('note-1')).toMatchObject({ ok: true, value: { status: 'none' } });
  await takeNote(again.cashAcceptor, twin, 'note-2', 1_000);
});

test('bridge goes away and comes back: the port tells, and answers what became of the note', async () => {
  const { twin, devices, restart, stop } = await scene();
  await takeNote(devices.cashAcceptor, twin, 'note-1', 5_000);
  await stop();
  await until(() => devices.cashAcceptor.report().code === 'LT-3903');
  const asked = devices.cashAcceptor.statusOf('note-1');
  await restart();
  expect(await asked).toEqual({ ok: true, value: { status: 'returned' } });
  expect(twin.state().returnedFen).toEqual([5_000]);
  await until(() => devices.cashAcceptor.report().state === 'ok');
});

test('missing devices are absent and hold up nothing', async () => {
  const { devices } = await scene();
  expect(devices.cardReader.report()).toEqual({ role: 'card-reader', state: 'absent', code: 'LT-3001' });
  expect(devices.printer.report()).toEqual({ role: 'receipt-printer', state: 'absent', code: 'LT-3201' });
  const read = await devices.barcodeReader.read(100, new AbortController().signal);
  expect(read).toMatchObject({ ok: false });
});

test('validator unplugged and plugged in again', async () => {
  const { twin, devices } = await scene();
  twin.unplug();
  await until(() => devices.cashAcceptor.report().state === 'absent');
  expect(await devices.cashAcceptor.takeNote('note-1', fen(10_000), new AbortController().signal)).toMatchObject({
    ok: false,
    error: { code: 'LT-3101' },
  });
  twin.replug();
  await until(() => devices.cashAcceptor.report().state === 'ok');
  await takeNote(devices.cashAcceptor, twin, 'note-2', 100);
});

test('a technician sees who the acceptor is, and the last of its line', async () => {
  const { devices } = await scene();
  const seen = await devices.cashAcceptor.inspect?.();
  expect(seen).toMatchObject({ ok: true, value: { modelName: expect.stringMatching(/./) } });
  expect(seen?.ok && seen.value.trace[0]).toMatch(/^\d\d:\d\d:\d\d [<>] ([0-9A-F]{2} )*([0-9A-F]{2}|…)$/);
  expect(await devices.printer.inspect?.()).toMatchObject({ ok: false });
});
