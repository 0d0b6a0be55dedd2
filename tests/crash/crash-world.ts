import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from '../../scripts/stack/stack.ts';
import { BenchClient } from '../support/bench-client.ts';
import { Books } from '../support/books.ts';
import { freeStackPorts } from '../support/free-ports.ts';
import { GatewayClient } from '../support/gateway-client.ts';
import { KioskJournal } from '../support/kiosk-journal.ts';
import { UiClient } from '../support/ui-client.ts';
import type { Witnesses } from './accounts.ts';
import { FailPointFiles } from './points.ts';

/** A whole installation in a folder of its own, whose processes may be killed at any fail point. */
export class CrashWorld {
  readonly stack: Stack;
  readonly failPoints: FailPointFiles;
  readonly serverStateDir: string;
  readonly bench: BenchClient;
  readonly wechat: GatewayClient;
  private readonly stateDir: string;
  private opened: { ui: UiClient; books: Books; journal: KioskJournal } | undefined;

  private constructor(stateDir: string, stack: Stack) {
    this.stateDir = stateDir;
    this.stack = stack;
    this.serverStateDir = join(stateDir, 'server');
    this.failPoints = new FailPointFiles(join(stateDir, 'fail-points'));
    this.bench = new BenchClient(stack.urls.bench);
    this.wechat = new GatewayClient(stack.urls.wechat);
  }

  static async open(): Promise<CrashWorld> {
    const stateDir = mkdtempSync(join(tmpdir(), 'louting-crash-'));
    const failPoints = new FailPointFiles(join(stateDir, 'fail-points'));
    const stack = new Stack({
      stateDir,
      ports: await freeStackPorts(),
      cardReader: 'network',
      quickDevices: true,
      bankTerminal: 'nexo',
      kiosk: { timings: { goodbye: 300, lineBack: 300 } },
      failPointsOf: (process) => failPoints.pathOf(process),
      restart: { firstDelayMs: 50, longestDelayMs: 400, limit: 100_000 },
    });
    const world = new CrashWorld(stateDir, stack);
    await stack.start();
    world.opened = {
      ui: new UiClient(stack.urls.kiosk),
      books: new Books(world.serverStateDir),
      journal: new KioskJournal(join(stateDir, 'kiosk')),
    };
    await world.ui.waitFor('idle');
    return world;
  }

  get ui(): UiClient {
    return this.parts.ui;
  }

  get books(): Books {
    return this.parts.books;
  }

  /** What is still under way: open intents of the kiosk, live orders of the server, a note inside. Empty when quiet. */
  async underWay(): Promise<readonly string[]> {
    const { cashAcceptor, bankTerminal } = await this.bench.state();
    return [
      ...this.parts.journal.openIntents().map((kind) => `open intent: ${kind}`),
      ...this.books.liveOrders().map((order) => `live order: ${order}`),
      ...(cashAcceptor.note === undefined ? [] : ['note inside']),
      ...(bankTerminal.stage === 'idle' ? [] : ['card sale']),
    ];
  }

  async witnesses(): Promise<Witnesses> {
    const [{ cashAcceptor, bankTerminal }, orders, jobs] = await Promise.all([
      this.bench.state(),
      this.wechat.orders(),
      this.bench.jobs(),
    ]);
    const receiptNumbers = this.books.receiptNumbers();
    const originals = jobs.filter(({ lines }) => isReceipt(lines) && !lines.some((line) => line.includes('补打')));
    return {
      boxFen: cashAcceptor.cashBox.totalFen,
      channelPaidFen: orders
        .filter(({ state }) => state === 'paid')
        .reduce((sum, { amountFen }) => sum + amountFen, bankTerminal.takenFen),
      books: this.books.totals(),
      receiptNumbers,
      originalsPrinted: originals.flatMap(({ lines }) =>
        receiptNumbers.filter((number) => lines.some((line) => line.includes(number))),
      ),
    };
  }

  async close(): Promise<void> {
    this.parts.ui.close();
    this.parts.books.close();
    this.parts.journal.close();
    await this.stack.stop();
    rmSync(this.stateDir, { recursive: true, force: true });
  }

  private get parts() {
    if (!this.opened) throw new Error('the crash world is not open');
    return this.opened;
  }
}

/** Slips name the receipt they belong to, but never the amount in capitals. */
function isReceipt(lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith('大'));
}
