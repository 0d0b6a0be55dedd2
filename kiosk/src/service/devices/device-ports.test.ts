import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../../../../device-bridge/src/config.ts';
import { RECEIPT } from '../../../../device-bridge/src/drivers/escpos/receipt.fixture.ts';
import { CardReaderTwin } from '../../../../device-bridge/src/simulators/card-reader/twin.ts';
import { PrinterTwin } from '../../../../device-bridge/src/simulators/printer/twin.ts';
import { ScannerTwin } from '../../../../device-bridge/src/simulators/scanner/twin.ts';
import { openTcpSocket } from '../../../../device-bridge/src/simulators/tcp-socket.ts';
import type { VirtualCard } from '../../../../device-bridge/src/simulators/virtual-card/card.ts';
import { startBridge } from '../../../../device-bridge/src/start-bridge.ts';
import { connectBridge } from './bridge-client.ts';

const logger = pino({ level: 'silent' });
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

async function until(condition: () => boolean, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error('not in time');
    await delay(5);
  }
}

async function scene() {
  const reader = new CardReaderTwin();
  const printer = new PrinterTwin({ now: () => systemClock.now(), lineMs: 1 });
  const scanner = new ScannerTwin();
  const twins = [reader, printer, scanner];
  const sockets = [];
  for (const twin of twins) sockets.push(await openTcpSocket(0, (line) => twin.attach(line)));
  running.push(...sockets);
  const [cardPort, printerPort, scannerPort] = sockets.map((socket) => ({ type: 'tcp', port: socket.port() }));
  const config = BridgeConfigSchema.parse({
    stateDir: mkdtempSync(join(tmpdir(), 'device-ports-')),
    port: 0,
    devices: {
      cardReaders: [{ driver: 'tcp-card-reader', transport: cardPort }],
      printers: [{ driver: 'escpos', transport: printerPort }],
      barcodeReaders: [{ driver: 'line-scanner', transport: scannerPort }],
    },
  });
  const bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
  running.push(bridge);
  const devices = connectBridge({
    url: bridge.url,
    token: bridge.token,
    logger,
    clock: systemClock,
    failPoints: noFailPoints,
  });
  running.push(devices);
  const ports = [devices.cardReader, devices.printer, devices.barcodeReader];
  await until(() => ports.every((port) => port.report().state === 'ok'));
  return { reader, printer, scanner, devices, printerSocket: sockets[1], scannerSocket: sockets[2] };
}

const card = (uid: string): VirtualCard => ({ kind: 'mifare-classic-1k', uid: Buffer.from(uid, 'hex') });

test('cards come and go, each is told once with its UID', async () => {
  const { reader, devices } = await scene();
  const seen: string[] = [];
  devices.cardReader.onCard((card) => seen.push(card.ok ? card.value.uid : card.error.code));
  devices.cardReader.onCardRemoved(() => seen.push('removed'));
  reader.present(card('04A1B2C3'));
  await until(() => seen.length === 1);
  reader.remove();
  await until(() => seen.length === 2);
  reader.present(card('04A1B2C3D4E5F6'));
  await until(() => seen.length === 3);
  expect(seen).toEqual(['04A1B2C3', 'removed', '04A1B2C3D4E5F6']);
});

test('receipt comes out on paper', async () => {
  const { printer, devices } = await scene();
  expect(await devices.printer.print('job-1', { form: 'receipt', fields: RECEIPT })).toEqual({
    ok: true,
    value: undefined,
  });
  expect(printer.jobs()).toHaveLength(1);
});

test('a form with a field missing prints nothing', async () => {
  const { printer, devices } = await scene();
  const printed = await devices.printer.print('job-1', { form: 'slip', fields: { title: ['缴费凭条'] } });
  expect(printed).toMatchObject({ ok: false, error: { code: 'LT-9001' } });
  expect(printer.jobs()).toEqual([]);
});

test('printer cable pulled: absent and told so; put back: it prints again', async () => {
  const { devices, printerSocket } = await scene();
  await printerSocket?.unplug();
  await until(() => devices.printer.report().state !== 'ok');
  expect(await devices.printer.print('job-1', { form: 'receipt', fields: RECEIPT })).toMatchObject({
    ok: false,
    error: { code: 'LT-3201' },
  });
  expect(devices.barcodeReader.report().state).toBe('ok');
  await printerSocket?.replug();
  await until(() => devices.printer.report().state === 'ok');
  expect(await devices.printer.print('job-2', { form: 'receipt', fields: RECEIPT })).toMatchObject({ ok: true });
});

test('a code is read, none in time is told, a cancelled wait ends', async () => {
  const { scanner, devices } = await scene();
  const never = new AbortController().signal;
  const read = devices.barcodeReader.read(20_000, never);
  // The phone is held there until the scanner, once it is asked, has read it.
  const held = setInterval(() => void scanner.show('134567890123456789'), 20);
  expect(await read).toEqual({ ok: true, value: { text: '134567890123456789' } });
  clearInterval(held);

  expect(await devices.barcodeReader.read(60, never)).toEqual({ ok: false, error: { code: 'LT-3302' } });

  const stop = new AbortController();
  const cancelled = devices.barcodeReader.read(5_000, stop.signal);
  stop.abort();
  expect(await cancelled).toMatchObject({ ok: false, error: { code: 'LT-3904' } });
});

test('scanner cable pulled while waiting for a code', async () => {
  const { devices, scannerSocket } = await scene();
  const read = devices.barcodeReader.read(5_000, new AbortController().signal);
  await delay(50);
  await scannerSocket?.unplug();
  expect(await read).toMatchObject({ ok: false, error: { code: 'LT-3301' } });
});
