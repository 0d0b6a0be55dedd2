import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '../../scripts/stack/paths.ts';
import { Stack, type StackOptions } from '../../scripts/stack/stack.ts';
import { BenchClient } from './bench-client.ts';
import { Books } from './books.ts';
import { freeStackPorts } from './free-ports.ts';
import { GatewayClient } from './gateway-client.ts';
import { KioskJournal } from './kiosk-journal.ts';

interface MoneyHeld {
  readonly cashFen: number;
  /** Paid out of the hoppers. */
  readonly changeFen: number;
  readonly channelsFen: number;
}

/** All real processes of one installation in a folder of its own, with hands at its devices, phones and books. */
export class RunningStack {
  readonly stack: Stack;
  readonly stateDir: string;
  readonly bench: BenchClient;
  readonly wechat: GatewayClient;
  readonly alipay: GatewayClient;
  readonly books: Books;
  readonly journal: KioskJournal;

  private constructor(stack: Stack, stateDir: string) {
    this.stack = stack;
    this.stateDir = stateDir;
    this.bench = new BenchClient(stack.urls.bench);
    this.wechat = new GatewayClient(stack.urls.wechat);
    this.alipay = new GatewayClient(stack.urls.alipay);
    this.books = new Books(this.serverStateDir);
    this.journal = new KioskJournal(join(stateDir, 'kiosk'));
  }

  /** @param kiosk more of the kiosk service's configuration */
  static async open(
    kiosk: object = {},
    more: Pick<StackOptions, 'change' | 'bankTerminal'> = {},
  ): Promise<RunningStack> {
    const stateDir = mkdtempSync(join(tmpdir(), 'louting-stack-'));
    const stack = new Stack({
      stateDir,
      ports: await freeStackPorts(),
      cardReader: 'network',
      quickDevices: true,
      kiosk,
      ...more,
    });
    await stack.start();
    return new RunningStack(stack, stateDir);
  }

  get serverStateDir(): string {
    return join(this.stateDir, 'server');
  }

  get kioskStateDir(): string {
    return join(this.stateDir, 'kiosk');
  }

  /** UID of a card of the demo by what it shows, e.g. `lost`. */
  demoCard(scenario: string): string {
    const { cards } = JSON.parse(readFileSync(join(this.serverStateDir, 'demo-cards.json'), 'utf8')) as {
      cards: { scenario: string; uid: string }[];
    };
    const found = cards.find((card) => card.scenario === scenario);
    if (!found) throw new Error(`no demo card ${scenario}`);
    return found.uid;
  }

  demoLogin(): { readonly userName: string; readonly password: string } {
    return JSON.parse(readFileSync(join(this.serverStateDir, 'demo-login.json'), 'utf8')) as never;
  }

  /** Decoded lines of the newest piece of paper that says `text`; waits for it to be cut. */
  async paperWith(text: string): Promise<readonly string[]> {
    return this.waitFor(`paper that says ${text}`, async () => {
      const jobs = await this.bench.jobs();
      return jobs.findLast(({ cut, lines }) => cut && lines.some((line) => line.includes(text)))?.lines;
    });
  }

  /** Asks again and again until something else than undefined or false comes. */
  async waitFor<T>(what: string, ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const found = await ask();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
      await delay(50);
    }
  }

  /** Drops a coin until the slot takes it. */
  async insertCoin(fen: number): Promise<void> {
    await this.waitFor('the coin slot', async () => (await this.bench.act('insert-coin', { fen })) === 'taken');
  }

  /** Pushes a note until the acceptor draws it in, as people do. */
  async insertNote(fen: number, counterfeit = false): Promise<void> {
    await this.waitFor('the acceptor', async () => (await this.bench.insertNote(fen, counterfeit)) === 'taken');
  }

  /** Holds the phone before the scanner for a moment, as people do: its light goes on a little after the screen asks. */
  async holdPayerCode(code: string): Promise<void> {
    for (let look = 0; look < 12; look += 1) {
      await this.bench.showPayerCode(code);
      await delay(100);
    }
  }

  /** Runs the audit as staff would. @returns its exit code: 0 means that the books are sound */
  async auditExitCode(): Promise<number> {
    const program = join(projectRoot, 'server', 'src', 'audit-books.ts');
    const books = `sqlite:${join(this.serverStateDir, 'books.sqlite')}`;
    try {
      await promisify(execFile)(process.execPath, [program, books]);
      return 0;
    } catch (error) {
      return Number((error as { code?: unknown }).code ?? -1);
    }
  }

  /**
   * Waits until no order and no intent is open, then counts all money twice: what devices and channels hold, and what
   * the books say. The two are equal, or money was lost or invented.
   */
  async settled(): Promise<{ readonly world: MoneyHeld; readonly books: MoneyHeld }> {
    await this.waitFor('orders and intents to end', () => {
      return this.books.totals().liveOrders === 0 && this.journal.openIntents().length === 0;
    });
    const [{ cashAcceptor, coins, bankTerminal }, wechat, alipay] = await Promise.all([
      this.bench.state(),
      this.wechat.orders(),
      this.alipay.orders(),
    ]);
    const paid = [...wechat, ...alipay].filter(({ state }) => state === 'paid');
    const totals = this.books.totals();
    return {
      world: {
        cashFen: cashAcceptor.cashBox.totalFen + coins.box.totalFen,
        changeFen: coins.paidFen,
        channelsFen: paid.reduce((sum, { amountFen }) => sum + amountFen, bankTerminal.takenFen),
      },
      books: {
        cashFen: totals.cashCreditedFen + totals.cashSuspenseFen,
        changeFen: totals.changePaidFen,
        channelsFen: totals.channelReceivedFen + totals.channelExceptionFen,
      },
    };
  }

  async close(): Promise<void> {
    this.books.close();
    this.journal.close();
    await this.stack.stop();
    rmSync(this.stateDir, { recursive: true, force: true });
  }
}
