import { systemClock } from '@louting/common/clock';
import { failed, ok } from '@louting/common/result';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { PrinterTwin } from '../../simulators/printer/twin.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { readProfile } from '../profile-file.ts';
import type { ReceiptPrinterDriver } from '../roles.ts';
import { createEscposPrinter } from './driver.ts';
import { renderForm } from './forms.ts';
import { EscposProfileSchema, type EscposProfile } from './profile.ts';
import { RECEIPT } from './receipt.fixture.ts';

const epson: EscposProfile = {
  ...readProfile(EscposProfileSchema, 'escpos-epson-tm-t88'),
  statusTimeoutMs: 60,
  jobTimeoutMs: 400,
  heartbeatMs: 40,
};
const receipt = renderForm('receipt', RECEIPT, epson);

let twin: PrinterTwin;
let socket: TcpSocket;
let driver: ReceiptPrinterDriver;

async function connectPrinter(profile: EscposProfile = epson): Promise<void> {
  twin = new PrinterTwin({ now: () => 0, lineMs: 1 });
  socket = await openTcpSocket(0, (line) => twin.attach(line));
  driver = createEscposPrinter(
    { profile, reopen: { firstMs: 10, longestMs: 40 } },
    {
      logger: pino({ level: 'silent' }),
      clock: systemClock,
      openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
    },
  );
  driver.start();
  await vi.waitFor(() => expect(driver.condition().device).toBe('online'));
}

async function becomes(condition: object): Promise<void> {
  await vi.waitFor(() => expect(driver.condition()).toMatchObject(condition), { timeout: 3_000 });
}

afterEach(async () => {
  await driver.stop();
  twin.close();
  await socket.close();
});

describe('ESC/POS printer', () => {
  it('prints a receipt and knows that it is on paper', async () => {
    await connectPrinter();
    expect(await driver.print(receipt)).toEqual(ok());
    expect(twin.jobs()).toMatchObject([{ cut: true, qrContents: [RECEIPT.verifyUrl[0]] }]);
    expect(driver.identity()).toEqual({ modelName: 'TM-T88VI', firmwareVersion: '40.12 ESC/POS' });
  });

  it('confirms by GS r 1 where the model has no process id', async () => {
    await connectPrinter({ ...epson, confirm: 'gs-r', automaticStatus: false });
    expect(await driver.print(receipt)).toEqual(ok());
    expect(twin.jobs()).toHaveLength(1);
  });

  it('prints jobs one after another', async () => {
    await connectPrinter();
    expect(await Promise.all([driver.print(receipt), driver.print(receipt)])).toEqual([ok(), ok()]);
    expect(twin.jobs().map((job) => job.lines.length)).toEqual([
      twin.jobs()[0]?.lines.length,
      twin.jobs()[0]?.lines.length,
    ]);
  });

  it.each([
    ['cover open', 'LT-3203', () => twin.openCover()],
    ['no paper', 'LT-3202', () => twin.removePaper()],
  ] as const)('%s before the job: nothing is sent', async (_event, code, happen) => {
    await connectPrinter();
    happen();
    expect(await driver.print(receipt)).toEqual(failed(code));
    expect(twin.jobs()).toEqual([]);
    await becomes({ code });
  });

  it('reports cover and paper by themselves', async () => {
    await connectPrinter();
    twin.openCover();
    await becomes({ device: 'userError', code: 'LT-3203', cover: 'open' });
    twin.closeCover();
    twin.paperLow();
    await becomes({ device: 'online', paper: 'low', cover: 'closed' });
    expect(await driver.print(receipt)).toEqual(ok());
  });

  it.each([
    ['paper out', () => twin.loadPaper()],
    ['cover open', () => twin.closeCover()],
  ] as const)('%s at line 7: how much came out is unknown, and the rest never does', async (event, repair) => {
    await connectPrinter();
    twin.setFault({ fault: event === 'paper out' ? 'paper-out' : 'cover-open', atLine: 7 });
    expect(await driver.print(receipt)).toMatchObject({ ok: false, error: { code: 'LT-3205' } });
    await vi.waitFor(() => expect(twin.state().waiting).toBe(0));
    repair();
    await becomes({ device: 'online' });
    expect(await driver.print(receipt)).toEqual(ok());
    const [torn, whole] = twin.jobs();
    expect(torn?.elements).toHaveLength(6);
    expect(whole?.lines.filter((line) => line.includes('合计'))).toHaveLength(1);
    expect(twin.jobs()).toHaveLength(2);
  });

  it('cutter jams at the end of the job', async () => {
    await connectPrinter();
    twin.setFault({ fault: 'cutter' });
    expect(await driver.print(receipt)).toMatchObject({ error: { code: 'LT-3204' } });
    await becomes({ device: 'hardwareError', code: 'LT-3204' });
    twin.setFault(undefined);
    await becomes({ device: 'online' });
  });

  it('cable pulled while printing: the outcome is unknown, and the printer is found again', async () => {
    await connectPrinter();
    twin.setFault({ fault: 'unplugged', atLine: 4 });
    expect(await driver.print(receipt)).toMatchObject({ error: { code: 'LT-3205' } });
    await becomes({ device: 'online' });
    expect(await driver.print(receipt)).toEqual(ok());
  });

  it('power lost while printing: unknown, and half a receipt is cut off before the next', async () => {
    await connectPrinter();
    twin.setFault({ fault: 'power-loss', atLine: 5 });
    expect(await driver.print(receipt)).toMatchObject({ error: { code: 'LT-3205' } });
    twin.powerOn();
    await becomes({ device: 'online' });
    expect(await driver.print(receipt)).toEqual(ok());
    expect(twin.jobs().map((job) => job.elements.length > 4)).toEqual([false, true]);
  });

  it('printer turns silent during the job: unknown', async () => {
    await connectPrinter();
    twin.setFault({ fault: 'silent', atLine: 3 });
    expect(await driver.print(receipt)).toMatchObject({ error: { code: 'LT-3205' } });
    await becomes({ device: 'offline', code: 'LT-3901' });
    twin.setFault(undefined);
    await becomes({ device: 'online' });
  });

  it('unplugged: absent, and back by itself', async () => {
    await connectPrinter();
    await socket.unplug();
    await becomes({ device: 'noDevice', code: 'LT-3201' });
    expect(await driver.print(receipt)).toEqual(failed('LT-3201'));
    await socket.replug();
    await becomes({ device: 'online' });
  });
});
