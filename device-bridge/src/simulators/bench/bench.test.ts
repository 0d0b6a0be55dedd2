import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { ok } from '@louting/common/result';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEscposPrinter } from '../../drivers/escpos/driver.ts';
import { renderForm } from '../../drivers/escpos/forms.ts';
import { EscposProfileSchema } from '../../drivers/escpos/profile.ts';
import { RECEIPT } from '../../drivers/escpos/receipt.fixture.ts';
import { createLineScanner } from '../../drivers/line-scanner/driver.ts';
import { LineScannerProfileSchema } from '../../drivers/line-scanner/profile.ts';
import { readProfile } from '../../drivers/profile-file.ts';
import { createTcpCardReader } from '../../drivers/tcp-card-reader/driver.ts';
import { serialTransport } from '../../transports/serial.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { findSocat } from '../pty.ts';
import { startSimulators, type Simulators } from '../start-simulators.ts';
import type { DeviceDescription } from './device.ts';
import { ROLES } from './devices.ts';
import { faultBody } from './fault-description.ts';
import { WORDS } from './words.ts';

const logger = pino({ level: 'silent' });
const reopen = { firstMs: 20, longestMs: 100 };
const profile = readProfile(EscposProfileSchema, 'escpos-epson-tm-t88');
const receipt = renderForm('receipt', RECEIPT, profile);

if (!findSocat()) process.stderr.write('The serial-line test is left out: socat is not installed\n');

let directory: string;
let simulators: Simulators;
let driver: { start(): void; stop(): Promise<void> } | undefined;

const line = (port: number) => ({
  logger,
  clock: systemClock,
  openTransport: tcpTransport({ host: '127.0.0.1', port }),
});

async function post(action: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${simulators.ports.http}/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, content: await response.json() };
}

async function get(path: string) {
  const response = await fetch(`http://127.0.0.1:${simulators.ports.http}${path}`);
  return { status: response.status, text: await response.text() };
}

/** Every key, with the values its words want. */
function wordsOf(words: object): unknown {
  return Object.entries(words).map(([key, said]: [string, unknown]) =>
    typeof said === 'string' ? [key, said.match(/\{\w+\}/g)?.sort()] : [key, wordsOf(said as object)],
  );
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bench-'));
  simulators = await startSimulators(
    {
      stateDir: directory,
      httpPort: 0,
      ports: {
        validator: 0,
        printer: 0,
        scanner: 0,
        cardReader: 0,
        coins: 0,
        cabinet: 0,
        ups: 0,
        bankTerminal: 0,
      },
      smartHopper: { port: 0 },
      cards: [{ label: '张三的卡', uid: '04a1b2c3' }],
      cardsFile: join(directory, 'demo-cards.json'),
      payerCodes: [{ label: '微信', code: '134567890123456789' }],
      printerLineMs: 1,
      pty: findSocat() ? { printer: join(directory, 'ttyPrinter') } : {},
    },
    { logger },
  );
});

afterEach(async () => {
  await driver?.stop();
  driver = undefined;
  await simulators.close();
  rmSync(directory, { recursive: true });
});

describe('device bench', () => {
  it('a tap at the bench reaches the card reader driver and is taken away again', async () => {
    const reader = createTcpCardReader({ reopen }, line(simulators.ports.cardReader));
    driver = reader;
    const presented = vi.fn<() => void>();
    const removed = vi.fn<() => void>();
    reader.onCardPresented(presented);
    reader.onCardRemoved(removed);
    reader.start();
    await expect.poll(() => reader.condition()).toEqual({ device: 'online' });
    expect(await post('tap-card', { uid: '04A1B2C3', forMs: 100 })).toEqual({
      status: 200,
      content: { result: 'network' },
    });
    await expect.poll(() => presented).toHaveBeenCalledOnce();
    await expect.poll(() => removed).toHaveBeenCalledOnce();
  });

  it('an unplugged reader takes no card', async () => {
    await simulators.bench.act('unplug', { role: 'card-reader' });
    expect(await simulators.bench.act('tap-card', { uid: '04A1B2C3' })).toBe('none');
    await simulators.bench.act('replug', { role: 'card-reader' });
    expect(await simulators.bench.act('present-card', { uid: '04A1B2C3' })).toBe('network');
    expect(simulators.bench.state().cardReader.uid).toBe('04A1B2C3');
  });

  it('offers the demo cards as soon as they are written', async () => {
    expect(simulators.bench.cards()).toHaveLength(1);
    const card = {
      scenario: 'arrears',
      label: { 'zh-CN': '欠费', en: 'Arrears' },
      uid: '04112233445566',
      roomLabel: '1栋',
    };
    writeFileSync(join(directory, 'demo-cards.json'), JSON.stringify({ cards: [card] }));
    expect(simulators.bench.cards().at(-1)).toMatchObject({ uid: '04112233445566', roomLabel: '1栋' });
  });

  it('a payer code shown at the bench is read once', async () => {
    const scanner = createLineScanner(
      { profile: readProfile(LineScannerProfileSchema, 'line-scanner-presence'), reopen },
      line(simulators.ports.scanner),
    );
    driver = scanner;
    const codes: string[] = [];
    scanner.onCode((code) => codes.push(code));
    expect(await post('show-fresh-payer-code', { index: 0 })).toMatchObject({ content: { result: false } });
    scanner.start();
    await expect.poll(() => simulators.bench.state().scanner.connected).toBe(true);
    await scanner.enable();
    await post('show-fresh-payer-code', { index: 0 });
    await expect.poll(() => codes).toEqual(['134567890123456789']);
  });

  it('a printed receipt can be read and seen', async () => {
    const printer = createEscposPrinter({ profile, reopen }, line(simulators.ports.printer));
    driver = printer;
    printer.start();
    await expect.poll(() => printer.condition().device).toBe('online');
    expect((await get('/api/receipt.svg')).status).toBe(404);
    expect(await printer.print(receipt)).toEqual(ok());
    expect(JSON.parse((await get('/api/jobs')).text)).toMatchObject([{ number: 1, cut: true }]);
    const picture = await get('/api/receipt.svg?job=1');
    expect(picture.text).toMatch(/^<svg/);
  });

  it.skipIf(!findSocat())('prints over a serial line', async () => {
    const serial = serialTransport({ path: join(directory, 'ttyPrinter'), baudRate: 115_200 });
    const printer = createEscposPrinter({ profile, reopen }, { logger, clock: systemClock, openTransport: serial });
    driver = printer;
    printer.start();
    await expect.poll(() => printer.condition().device).toBe('online');
    expect(await printer.print(receipt)).toEqual(ok());
    expect(simulators.bench.printedJobs()).toHaveLength(1);
  });

  it('state and faults over HTTP', async () => {
    await post('open-printer-cover', {});
    await post('set-fault', { role: 'cash-acceptor', fault: { kind: 'jam' } });
    await post('unplug', { role: 'barcode-reader' });
    await post('set-fault', { role: 'smart-hopper', fault: { kind: 'jam' } });
    await post('fill-smart-hopper', { fen: 100, counted: 20, left: 3 });
    expect(await post('fill-smart-hopper', { fen: 5, counted: 1 })).toMatchObject({ status: 400 });
    await post('open-door', {});
    await post('supply-from', { supply: 'battery' });
    await post('set-fault', { role: 'ups', fault: { kind: 'silence' } });
    expect(JSON.parse((await get('/api/state')).text)).toMatchObject({
      printer: { cover: 'open' },
      cashAcceptor: { faults: ['jam'] },
      smartHopper: { faults: ['jam'], store: [{}, {}, { denominationFen: 100, counted: 20, left: 3 }] },
      scanner: { plugged: false },
      cabinet: { door: 'open', plugged: true },
      ups: { supply: 'battery', faults: ['silence'] },
    });
    expect(await post('insert-note', { fen: 10_000 })).toMatchObject({ content: { result: 'left-in-hand' } });
  });

  it('every key and every fault that it offers does something, and is said in both languages', async () => {
    const devices = JSON.parse((await get('/api/devices')).text) as readonly DeviceDescription[];
    expect(devices.map(({ role }) => role)).toEqual(ROLES);
    for (const { role, keys, faults, cardFaults = [], powerCycle } of devices) {
      for (const { action, body = {} } of keys) expect(await post(action, body)).toMatchObject({ status: 200 });
      for (const { name, detail } of faults) {
        const fault = faultBody(faults, name, detail?.choices?.[0]);
        expect(await post('set-fault', { role, fault })).toMatchObject({ status: 200 });
      }
      for (const { name } of cardFaults) {
        const card = { uid: '04A1B2C3', fault: faultBody(cardFaults, name, undefined) };
        expect(await post('tap-card', card)).toMatchObject({ status: 200 });
      }
      expect(await post('clear-faults', { role })).toMatchObject({ status: 200 });
      expect((await post('power-cycle', { role })).status).toBe(powerCycle ? 200 : 400);
    }
    const jam = devices.find(({ role }) => role === 'coins')?.faults.find(({ name }) => name === 'jam');
    expect(jam?.detail).toEqual({ name: 'denominationFen', needed: false, choices: [100, 50, 10] });
    const named = devices.flatMap(({ faults, cardFaults = [] }) => [...faults, ...cardFaults].map(({ name }) => name));
    const detailed = devices.flatMap(({ faults, cardFaults = [] }) =>
      [...faults, ...cardFaults].flatMap(({ detail }) => (detail ? [detail.name] : [])),
    );
    const keyed = devices.flatMap(({ keys }) => keys.map(({ word }) => word));
    for (const words of Object.values(WORDS)) {
      expect(wordsOf(words)).toEqual(wordsOf(WORDS.en));
      expect(Object.keys(words.faults).sort()).toEqual([...new Set(named)].sort());
      expect(Object.keys(words.details).sort()).toEqual([...new Set(detailed)].sort());
      expect(Object.keys(words.keys).sort()).toEqual([...new Set(keyed)].sort());
      expect(Object.keys(words.roles).sort()).toEqual([...ROLES].sort());
    }
  });

  it('refuses nonsense and other sites', async () => {
    expect(await post('insert-note', { fen: 'much' })).toMatchObject({ status: 400, content: { code: 'LT-9001' } });
    expect(await post('tap-card', { uid: 'xyz' })).toMatchObject({ status: 400, content: { code: 'LT-9001' } });
    expect(await post('load-paper', {}, { origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 });
    expect(await post('set-fault', { role: 'ups', fault: { kind: 'jam' } })).toMatchObject({ status: 400 });
    expect(await post('power-cycle', { role: 'ups' })).toMatchObject({ status: 400 });
    expect((await get('/')).text).toContain('<title>');
  });
});
