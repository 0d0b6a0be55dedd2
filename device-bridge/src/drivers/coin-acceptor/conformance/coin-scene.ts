import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { CashJournal } from '../../../journal/cash-journal.ts';
import { CoinIntake } from '../../../services/cash-acceptor/coin-intake.ts';
import type { WireFault } from '../../../simulators/validator/wire-faults.ts';
import { tcpTransport } from '../../../transports/tcp.ts';
import type { TransportFactory } from '../../../transports/transport.ts';
import { PowerCut, Severable } from '../../bill-acceptor/conformance/power-cut.ts';
import type { CoinAcceptorDriver, CoinEvent } from '../../roles.ts';

/** What a twin of a coin acceptor lets a test do, whatever it speaks. */
export interface CoinTwin {
  listen(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
  powerCycle(): void;
  unplug(): void;
  replug(): void;
  /** Coins are let in. */
  isOpen(): boolean;
  insert(fen: number, options?: { readonly counterfeit?: boolean }): 'taken' | 'returned';
  inBoxFen(): number;
  jam(): void;
  unjam(): void;
  fault(kind: WireFault, times: number): void;
}

export interface CoinProtocol {
  readonly name: string;
  twin(stateDir: string): CoinTwin;
  driver(transport: TransportFactory, logger: pino.Logger): CoinAcceptorDriver;
}

const DEVICE = 'coins';
export const COINS = [10, 50, 100] as const;

interface Bridge {
  readonly driver: CoinAcceptorDriver;
  readonly journal: CashJournal;
  readonly intake: CoinIntake;
  readonly severable: Severable;
}

/** The bridge's own parts around one coin acceptor: driver, journal and intake; its power can be cut at any fail point. */
export class CoinScene {
  readonly twin: CoinTwin;
  /** Over all runs of the bridge. */
  readonly events: CoinEvent[] = [];
  readonly #protocol: CoinProtocol;
  readonly #root = mkdtempSync(join(tmpdir(), 'coin-scene-'));
  #port = 0;
  #bridge: Bridge | undefined;
  #cutAt: string | undefined;
  #onCut: () => void = () => undefined;

  constructor(protocol: CoinProtocol) {
    this.#protocol = protocol;
    this.twin = protocol.twin(join(this.#root, 'twin'));
  }

  /** The slot is open. */
  static async open(protocol: CoinProtocol): Promise<CoinScene> {
    const scene = new CoinScene(protocol);
    scene.#port = (await scene.twin.listen()).port;
    await scene.start();
    return scene;
  }

  get hasPower(): boolean {
    return !this.#running.severable.cut;
  }

  get driver(): CoinAcceptorDriver {
    return this.#running.driver;
  }

  cutPowerAt(step: string, meanwhile: () => void): void {
    this.#cutAt = step;
    this.#onCut = meanwhile;
  }

  cutNow(): void {
    this.#running.severable.sever();
  }

  async start(): Promise<void> {
    const severable = new Severable(tcpTransport({ host: '127.0.0.1', port: this.#port }));
    const failPoints: FailPoints = { hit: (name) => this.#pass(name, severable) };
    const logger = pino({ level: 'silent' });
    const stateDir = join(this.#root, 'bridge');
    mkdirSync(stateDir, { recursive: true });
    const journal = new CashJournal(join(stateDir, 'cash.sqlite'), systemClock, failPoints);
    const driver = this.#protocol.driver(severable.factory, logger);
    const intake = new CoinIntake(
      { device: DEVICE, coins: driver, journal, logger, newId },
      () => undefined,
      () => true,
    );
    this.#bridge = { driver, journal, intake, severable };
    driver.onCoin((event) => this.events.push(event));
    driver.start();
    await this.until(() => driver.condition().device === 'online');
    const opened = await driver.enable(COINS);
    if (!opened.ok) throw new Error(opened.error.detail ?? opened.error.code);
  }

  async stop(): Promise<void> {
    const bridge = this.#bridge;
    this.#bridge = undefined;
    this.#cutAt = undefined;
    await bridge?.driver.stop();
    bridge?.journal.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.twin.close();
  }

  /** Coins on the disk, whose ever they are. */
  journaledFen(): number {
    const { journal } = this.#running;
    const coins = [...journal.waitingCoins(DEVICE), ...journal.orphans(DEVICE)];
    return coins.reduce((sum, { denominationFen = 0 }) => sum + denominationFen, 0);
  }

  /** Coins the device said it lost the memory of; `unknown` where it could not say how many. */
  lost(): readonly (number | 'unknown')[] {
    return this.events.flatMap((event) => (event.event === 'lost' ? [event.count ?? 'unknown'] : []));
  }

  toldFen(): number {
    return this.events.reduce((sum, event) => sum + (event.event === 'coin' ? (event.denominationFen ?? 0) : 0), 0);
  }

  async until(condition: () => boolean, timeoutMs = 20_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!condition()) {
      if (Date.now() > until) throw new Error(`not in time: ${condition.toString()}`);
      await delay(3);
    }
  }

  get #running(): Bridge {
    if (!this.#bridge) throw new Error('the bridge is off');
    return this.#bridge;
  }

  #pass(name: string, severable: Severable): void {
    if (severable.cut) throw new PowerCut();
    if (name !== this.#cutAt) return;
    severable.sever();
    this.#onCut();
    throw new PowerCut();
  }
}
