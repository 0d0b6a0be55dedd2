import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { noFailPoints, type FailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '../../../device-bridge/src/config.ts';
import { PrinterTwin } from '../../../device-bridge/src/simulators/printer/twin.ts';
import { openTcpSocket } from '../../../device-bridge/src/simulators/tcp-socket.ts';
import { startBridge } from '../../../device-bridge/src/start-bridge.ts';
import { connectBridge } from './devices/bridge-client.ts';
import type { ReceiptPrinterPort } from './devices/device-ports.ts';
import { cabinet, type RunningCabinet } from './testing/kiosk-harness.ts';

const logger = pino({ level: 'silent' });

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !condition(); await delay(5)) {
    if (Date.now() > end) throw new Error('not in time');
  }
}

/** From this point on nothing of the kiosk reaches disk, bridge or server. */
function deadAt(point: string): FailPoints & { isDead(): boolean } {
  let dead = false;
  return {
    isDead: () => dead,
    hit: (name) => {
      dead ||= name === point;
      if (dead) throw new Error('the power is gone');
    },
  };
}

/** A cabinet whose printer hangs on a real bridge; its power takes kiosk, bridge and printer together. */
async function cabinetWithPrinter() {
  const printer = new PrinterTwin({ now: () => systemClock.now(), lineMs: 1 });
  const socket = await openTcpSocket(0, (line) => printer.attach(line));
  const stateDir = mkdtempSync(join(tmpdir(), 'power-lost-'));
  const fitted: { printer?: ReceiptPrinterPort } = {};
  const place = cabinet({}, fitted);

  const powerOn = async (failPoints: FailPoints = noFailPoints) => {
    printer.powerOn();
    const config = BridgeConfigSchema.parse({
      stateDir,
      port: 0,
      devices: {
        printers: [
          { driver: 'escpos', transport: { type: 'tcp', port: socket.port() }, profile: 'escpos-epson-tm-t88' },
        ],
      },
    });
    const bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
    const { url, token } = bridge;
    const devices = connectBridge({ url, token, logger, clock: systemClock, failPoints });
    fitted.printer = devices.printer;
    const kiosk = await place.start(failPoints);
    const powerOff = async () => {
      printer.powerOff();
      await Promise.all([kiosk.close(), devices.close(), bridge.close()]);
    };
    return { kiosk, devices, powerOff };
  };
  const remove = async () => {
    printer.close();
    await socket.close();
    place.remove();
    rmSync(stateDir, { recursive: true });
  };
  return { printer, server: place.server, tap: (uid: string) => place.devices.tap(uid), powerOn, remove };
}

type CabinetWithPrinter = Awaited<ReturnType<typeof cabinetWithPrinter>>;

async function pay({ server, tap }: CabinetWithPrinter, kiosk: RunningCabinet): Promise<void> {
  await kiosk.shown('idle');
  tap('04A1B2C3');
  await kiosk.shown('bills');
  kiosk.touch({ intent: 'pay' });
  await kiosk.shown('method');
  kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
  await kiosk.shown('qr', ({ content }) => content !== undefined);
  server.payerPays([...server.orders.keys()][0] ?? '');
}

/** What lies in the tray, piece by piece. */
const paper = ({ printer }: CabinetWithPrinter): string[] =>
  printer.jobs().map(({ cut, lines, qrContents }) => {
    if (!cut) return 'hangs from the printer';
    if (qrContents.length === 0) return 'torn half';
    return lines.some((line) => line.includes('补打')) ? 'copy' : 'original';
  });

/** Pays; at this point of the kiosk everything loses its power. */
async function payUntilThePowerGoes(place: CabinetWithPrinter, point: string): Promise<void> {
  const failPoints = deadAt(point);
  const { kiosk, devices, powerOff } = await place.powerOn(failPoints);
  await until(() => devices.printer.report().state === 'ok');
  await pay(place, kiosk);
  await until(() => failPoints.isDead());
  await powerOff();
}

describe.concurrent('power lost while a receipt is printed', () => {
  it('power lost after the cut, receipt not printed twice', async () => {
    const place = await cabinetWithPrinter();
    place.printer.setFault({ fault: 'power-loss-after-cut' });
    await payUntilThePowerGoes(place, 'xfs.print-form.after');

    const { kiosk, powerOff } = await place.powerOn();
    await kiosk.shown('idle');
    expect(paper(place)).toEqual(['original']);
    await powerOff();
    await place.remove();
  });

  it('power lost before the first byte: printed when it comes back, without a mark', async () => {
    const place = await cabinetWithPrinter();
    await payUntilThePowerGoes(place, 'xfs.print-form.before');

    const { kiosk, powerOff } = await place.powerOn();
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    expect(paper(place)).toEqual(['original']);
    await powerOff();
    await place.remove();
  });

  it('power lost in the middle of the receipt: what follows is marked as a copy', async () => {
    const place = await cabinetWithPrinter();
    place.printer.setFault({ fault: 'power-loss', atLine: 5 });
    await payUntilThePowerGoes(place, 'xfs.print-form.after');

    const { kiosk, devices, powerOff } = await place.powerOn();
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'trouble' && receipt.problem === 'LT-3205');
    await until(() => devices.printer.report().state === 'ok');
    kiosk.touch({ intent: 'reprint-receipt' });
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    expect(paper(place)).toEqual(['torn half', 'copy']);
    await powerOff();
    await place.remove();
  });
});
