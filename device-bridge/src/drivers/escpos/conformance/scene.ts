import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import type { Result } from '@louting/common/result';
import pino from 'pino';
import type { RecoveryAction } from '../../recovery-ladder.ts';
import { PrinterTwin } from '../../../simulators/printer/twin.ts';
import { openPty } from '../../../simulators/pty.ts';
import { openTcpSocket, type TcpSocket } from '../../../simulators/tcp-socket.ts';
import { serialTransport } from '../../../transports/serial.ts';
import { tcpTransport } from '../../../transports/tcp.ts';
import type { PowerRelay, TransportFactory } from '../../../transports/transport.ts';
import { usbPrinterTransport } from '../../../transports/usb-printer.ts';
import { readProfile } from '../../profile-file.ts';
import type { PrinterCondition, ReceiptPrinterDriver } from '../../roles.ts';
import { createEscposPrinter } from '../driver.ts';
import { renderForm } from '../forms.ts';
import { EscposProfileSchema, type EscposProfile } from '../profile.ts';
import { RECEIPT } from '../receipt.fixture.ts';

/** `serial` and `USB` lead through a pseudo-terminal: the nearest thing to `/dev/ttyS0` and `/dev/usb/lp0` without one. */
export type PrinterLine = 'TCP' | 'serial' | 'USB';

export interface SceneOptions {
  readonly model?: string;
  readonly profile?: Partial<EscposProfile>;
  readonly relay?: PowerRelay;
  /** What the twin takes for a line. */
  readonly lineMs?: number;
  /** A printer without power is only silent: behind a serial line, or behind a server of one. */
  readonly staysOnTheLine?: boolean;
}

const MODEL = 'escpos-epson-tm-t88';
const PATIENCE_MS = 20_000;
/** Longer than any job is waited for: what is late here is said when the test says so. */
const LATE_MS = 60_000;

/** A printer's twin at the end of a real line, and the driver at the other. */
export class PrinterScene {
  readonly twin: PrinterTwin;
  readonly driver: ReceiptPrinterDriver;
  readonly receipt: Uint8Array;
  /** What was tried to bring it back. */
  readonly rungs: (RecoveryAction | undefined)[] = [];
  readonly #profile: EscposProfile;
  readonly #socket: TcpSocket;
  readonly #terminal: (() => { close(): Promise<void> }) | undefined;
  #openTerminal: { close(): Promise<void> } | undefined;

  static async open(line: PrinterLine, options: SceneOptions = {}): Promise<PrinterScene> {
    const staysOnTheLine = options.staysOnTheLine ?? line === 'serial';
    const { errorRecovery } = readProfile(EscposProfileSchema, options.model ?? MODEL);
    const twin = new PrinterTwin({
      now: () => 0,
      lineMs: options.lineMs ?? 1,
      staysOnTheLine,
      lateMs: LATE_MS,
      hasErrorRecovery: options.profile?.errorRecovery ?? errorRecovery,
    });
    const socket = await openTcpSocket(0, (host) => twin.attach(host));
    const scene = new PrinterScene(line, twin, socket, options);
    scene.driver.start();
    await scene.until(() => scene.driver.condition().device === 'online', 'online');
    return scene;
  }

  private constructor(
    line: PrinterLine,
    twin: PrinterTwin,
    socket: TcpSocket,
    { model = MODEL, profile: other, relay }: SceneOptions,
  ) {
    this.twin = twin;
    this.#socket = socket;
    const path = join(mkdtempSync(join(tmpdir(), 'printer-line-')), 'lp0');
    if (line !== 'TCP') this.#terminal = () => openPty(path, socket.port());
    this.#openTerminal = this.#terminal?.();
    const opened: TransportFactory = {
      TCP: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
      serial: serialTransport({ path, baudRate: 115_200 }),
      USB: usbPrinterTransport({ path }),
    }[line];
    this.#profile = {
      ...readProfile(EscposProfileSchema, model),
      statusTimeoutMs: line === 'TCP' ? 150 : 400,
      jobTimeoutMs: 1_000,
      heartbeatMs: 100,
      ...other,
    };
    this.receipt = renderForm('receipt', RECEIPT, this.#profile);
    this.driver = createEscposPrinter(
      { profile: this.#profile, reopen: { firstMs: 10, longestMs: 40 } },
      {
        logger: pino({ level: 'silent' }),
        clock: systemClock,
        openTransport: { ...opened, onRecovery: (action) => this.rungs.push(action), ...(relay && { relay }) },
      },
    );
  }

  print(): Promise<Result<undefined>> {
    return this.driver.print(this.receipt);
  }

  /** The pieces of paper that lie in the tray: a whole receipt has its title, its total, its code and its pictures. */
  pieces(): readonly ('whole' | 'torn' | 'hanging')[] {
    return this.twin.jobs().map(({ cut, lines, qrContents, elements }) => {
      if (!cut) return 'hanging';
      const pictures = elements.filter(({ kind }) => kind === 'raster').length;
      const isWhole =
        lines.filter((text) => text.includes('收 据')).length === 1 &&
        lines.filter((text) => text.includes('合计')).length === 1 &&
        (this.#profile.qr === 'native' ? qrContents[0] === RECEIPT.verifyUrl[0] && pictures === 2 : pictures === 3);
      return isWhole ? 'whole' : 'torn';
    });
  }

  async becomes(wanted: Partial<PrinterCondition>): Promise<void> {
    await this.until(
      () => Object.entries(wanted).every(([key, value]) => this.driver.condition()[key as 'device'] === value),
      JSON.stringify(wanted),
    );
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !condition(); await delay(5)) {
      if (Date.now() > end) throw new Error(`not ${what} in time: ${JSON.stringify(this.driver.condition())}`);
    }
  }

  async unplug(): Promise<void> {
    await this.#openTerminal?.close();
    await this.#socket.unplug();
  }

  async replug(): Promise<void> {
    await this.#socket.replug();
    this.#openTerminal = this.#terminal?.();
  }

  async close(): Promise<void> {
    await this.driver.stop();
    this.twin.close();
    await this.#openTerminal?.close();
    await this.#socket.close();
  }
}
