import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../config.ts';
import { createValidatorTwin } from '../simulators/validator/validator-twins.ts';
import type { ValidatorTwin } from '../simulators/validator/validator-twin.ts';
import { startBridge, type Bridge } from '../start-bridge.ts';
import { TestClient } from './host/test-client.ts';

const closing: (() => Promise<unknown>)[] = [];
let root = '';
let twin: ValidatorTwin;
let bridge: Bridge;
let flooded = 0;
/** What the relay board in the acceptor's supply was told. */
const switched: string[] = [];

afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  rmSync(root, { recursive: true });
});

/** A device that does what it likes with whoever connects. */
async function device(misbehave: (socket: Socket) => void): Promise<{ type: 'tcp'; port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    misbehave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { type: 'tcp', port: (server.address() as AddressInfo).port };
}

/** Says as much as the line takes, for ever. */
function flood(socket: Socket): void {
  const nonsense = Buffer.alloc(64 * 1024, '1234567890');
  const more = (): void => {
    while (!socket.destroyed && socket.write(nonsense)) flooded += nonsense.length;
  };
  socket.on('drain', more);
  more();
}

async function open(service: string): Promise<TestClient> {
  const client = await TestClient.connect(`${bridge.url}/${service}`, bridge.token);
  closing.push(() => client.close());
  return client;
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'isolation-'));
  const speeds = { readMs: 20, stackMs: 40, rejectMs: 20, escrowMs: 10_000 };
  twin = createValidatorTwin('id003', { stateDir: join(root, 'twin'), speeds });
  const { port } = await twin.listen();
  closing.push(() => twin.close());
  const devices = {
    barcodeReaders: [{ driver: 'line-scanner', transport: await device(flood) }],
    // Takes the call and never says or reads anything.
    printers: [{ driver: 'escpos', transport: await device((socket) => socket.pause()) }],
    // Answers whatever it is asked with something else.
    cardReaders: [
      {
        driver: 'tcp-card-reader',
        transport: await device((socket) => {
          socket.on('data', () => socket.write('CARD zz\r\nRAPDU 90\r\nHELLO'));
        }),
      },
    ],
    cashAcceptors: [
      {
        driver: 'id003',
        transport: { type: 'tcp', port },
        pollMs: 20,
        relay: {
          driver: 'lcus',
          transport: await device((socket) => {
            socket.on('data', (bytes: Buffer) => switched.push(bytes.toString('hex')));
          }),
          channel: 3,
        },
      },
    ],
  };
  const config = BridgeConfigSchema.parse({ stateDir: join(root, 'bridge'), port: 0, devices });
  const logger = pino({ level: 'silent' });
  bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
  closing.push(() => bridge.close());
});

test('the token of this start is for the user of the bridge alone', () => {
  expect(statSync(join(root, 'bridge', 'token')).mode & 0o777).toBe(0o600);
});

test('a supply that an earlier run left off is switched on at the start', async () => {
  await expect.poll(() => switched).toEqual(['a00300a3']);
});

test('one device floods, one hangs, one lies: notes are taken as ever, and each of the three is told to be unwell', async () => {
  const [cash, scanner, printer, reader] = await Promise.all(
    ['BillAcceptor', 'BarcodeReader', 'ReceiptPrinter', 'CardReader'].map(open),
  );
  if (!cash || !scanner || !printer || !reader) throw new Error('not connected');
  const stateOf = async (client: TestClient) =>
    (await client.command('Common.Status')).payload.common as { device: string; recovery?: string };
  await cash.until(async () => (await stateOf(cash)).device === 'online');
  await cash.until(() => flooded > 1024 * 1024);
  printer.send('Printer.PrintRaw', { data: 'AAAA' });

  for (let note = 1; note <= 5; note += 1) {
    await cash.command('Common.SetTransactionState', { state: 'active', transactionID: `note-${note}` });
    await cash.command('CashAcceptor.CashInStart');
    const cashIn = cash.command('CashAcceptor.CashIn');
    await cash.until(() => twin.insertNote(1_000) === 'taken');
    expect((await cashIn).payload).toEqual({ items: { typeCNY10: { fit: 1 } } });
    expect((await cash.command('CashAcceptor.CashInEnd')).header.completionCode).toBeUndefined();
  }
  expect(twin.state().cashBox.totalFen).toBe(5_000);
  // None of them was given more of the process than a line may take.
  await scanner.until(async () => (await stateOf(scanner)).device === 'noDevice');
  expect((await stateOf(scanner)).recovery).toBe('reopen');
  expect((await stateOf(printer)).device).not.toBe('online');
  expect((await stateOf(reader)).device).not.toBe('hardwareError');
});

test('the trace of each device can be had, with what is nobody’s business left out', async () => {
  const [cash, scanner, reader] = await Promise.all(['BillAcceptor', 'BarcodeReader', 'CardReader'].map(open));
  const saved = await cash?.command('Common.GetTrace', { save: true });
  expect(saved?.payload).toEqual({ trace: expect.any(String), file: 'BillAcceptor.last.trace' });
  expect(readFileSync(join(root, 'bridge', 'BillAcceptor.last.trace'), 'utf8')).toMatch(/^# BillAcceptor JCM.*\n20/);
  expect(saved?.payload.trace).toMatch(/Z > FC 05 11 27 56\n.*Z < FC/);
  const codes = (await scanner?.command('Common.GetTrace'))?.payload.trace as string;
  expect(codes).toMatch(/Z < \*\*( \*\*)*$/);
  expect(codes).not.toMatch(/< .*31/);
  expect((await reader?.command('Common.GetTrace'))?.payload.trace).toContain('> 50 49 4E 47 0D 0A');
  expect((await (await open('VendorMode')).command('Common.GetTrace')).header.completionCode).toBe(
    'unsupportedCommand',
  );
});
