import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import pino from 'pino';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { createEscposPrinter } from '../../drivers/escpos/driver.ts';
import { renderForm } from '../../drivers/escpos/forms.ts';
import { EscposProfileSchema } from '../../drivers/escpos/profile.ts';
import { RECEIPT } from '../../drivers/escpos/receipt.fixture.ts';
import { readProfile } from '../../drivers/profile-file.ts';
import type { ReceiptPrinterDriver } from '../../drivers/roles.ts';
import { PrinterTwin, type PrinterFault } from '../../simulators/printer/twin.ts';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { JournaledPrinter } from './journaled-printer.ts';
import { PrintJournal } from './print-journal.ts';
import { printOutcome, type PrintEvidence } from './print-outcome.ts';

const BEFORE = { lines: 100, cuts: 7 };
const evidence: PrintEvidence = {
  sent: true,
  confirmed: false,
  before: BEFORE,
  after: undefined,
  cuts: 1,
  unbroken: false,
};

test.each([
  ['nothing had been sent', { sent: false }, 'notPrinted'],
  ['the printer told the process id', { confirmed: true }, 'printed'],
  ['the printer told it, and counts nothing', { confirmed: true, before: undefined }, 'printed'],
  ['no counters before', { before: undefined, after: BEFORE }, 'unknown'],
  ['no counters after', {}, 'unknown'],
  ['the knife fell', { after: { lines: 130, cuts: 8 } }, 'printed'],
  ['the knife fell for the torn paper before it only', { cuts: 2, after: { lines: 110, cuts: 8 } }, 'unknown'],
  ['the knife fell twice', { cuts: 2, after: { lines: 130, cuts: 9 } }, 'printed'],
  ['some lines came out', { unbroken: true, after: { lines: 105, cuts: 7 } }, 'unknown'],
  ['not a line came out, and it kept its power', { unbroken: true, after: BEFORE }, 'notPrinted'],
  ['not a line counted, but it may have forgotten some', { after: BEFORE }, 'unknown'],
  ['another printer stands there now', { unbroken: true, after: { lines: 3, cuts: 1 } }, 'unknown'],
] as const)('%s', (_, known, outcome) => {
  expect(printOutcome({ ...evidence, ...known })).toBe(outcome);
});

describe('a job whose end nobody saw', () => {
  const DEVICE = 'ReceiptPrinter';
  const profile = {
    ...readProfile(EscposProfileSchema, 'escpos-epson-tm-t88'),
    statusTimeoutMs: 60,
    jobTimeoutMs: 400,
    heartbeatMs: 40,
  };
  const receipt = renderForm('receipt', RECEIPT, profile);
  const root = mkdtempSync(join(tmpdir(), 'prints-'));
  let twin: PrinterTwin;
  let socket: TcpSocket;
  let driver: ReceiptPrinterDriver;
  let journal: PrintJournal;
  let printer: JournaledPrinter;
  let count = 0;

  const startBridge = (file: string): void => {
    journal = new PrintJournal(file, systemClock);
    driver = createEscposPrinter(
      { profile, reopen: { firstMs: 10, longestMs: 40 } },
      {
        logger: pino({ level: 'silent' }),
        clock: systemClock,
        openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
      },
    );
    printer = new JournaledPrinter(DEVICE, driver, journal);
    driver.start();
  };
  const known = async (jobId: string): Promise<string> => {
    const outcome = await vi.waitFor(async () => {
      const told = await printer.outcome(jobId);
      expect(told).toBeDefined();
      return told;
    }, 15_000);
    return outcome ?? 'none';
  };
  const open = async (lineMs = 1): Promise<string> => {
    twin = new PrinterTwin({ now: () => 0, lineMs });
    socket = await openTcpSocket(0, (line) => twin.attach(line));
    count += 1;
    const file = join(root, `${count}.sqlite`);
    startBridge(file);
    await expect.poll(() => driver.condition().device).toBe('online');
    return file;
  };

  afterEach(async () => {
    await driver.stop();
    journal.close();
    twin.close();
    await socket.close();
    if (count === 7) rmSync(root, { recursive: true });
  });

  it.each([
    ['cable out at line 3, the printer goes on', { fault: 'unplugged', atLine: 3 }, 'printed'],
    ['paper out before the first line', { fault: 'paper-out', atLine: 1 }, 'notPrinted'],
    ['paper out at line 5', { fault: 'paper-out', atLine: 5 }, 'unknown'],
    ['power lost at line 1', { fault: 'power-loss', atLine: 1 }, 'unknown'],
    ['power lost at line 9', { fault: 'power-loss', atLine: 9 }, 'unknown'],
  ] satisfies [string, PrinterFault, string][])('%s: %s', async (_event, fault, outcome) => {
    await open();
    twin.setFault(fault);
    expect((await printer.print(receipt, 'job-1')).ok).toBe(false);
    await expect.poll(() => twin.state().waiting).toBe(0);
    twin.powerOn();
    twin.loadPaper();
    expect(await known('job-1')).toBe(outcome);
    // And it does not change when others are printed after it.
    await printer.print(receipt, 'job-2');
    expect(await known('job-2')).toBe('printed');
    expect(await known('job-1')).toBe(outcome);
  });

  it('the bridge dies in the middle: the next one finds it whole on paper', async () => {
    const file = await open(5);
    void printer.print(receipt, 'job-1');
    await expect.poll(() => twin.jobs().length).toBe(1);
    await driver.stop();
    journal.close();
    startBridge(file);
    expect(await known('job-1')).toBe('printed');
    expect(await known('job-never-seen')).toBe('notPrinted');
    expect(twin.jobs()).toHaveLength(1);
  });

  it('a printer that is away cannot be judged yet', async () => {
    await open();
    twin.setFault({ fault: 'power-loss', atLine: 2 });
    await printer.print(receipt, 'job-1');
    expect(await printer.outcome('job-1')).toBeUndefined();
  });
});
