import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { pino } from 'pino';
import { PayoutJournal } from '../../../journal/payout-journal.ts';
import type { EventName } from '../../../protocol/profile.ts';
import { createCashDispenserService } from '../../../services/cash-dispenser/cash-dispenser-service.ts';
import type { CommandContext, Completion, XfsService } from '../../../services/xfs-service.ts';
import { tcpTransport } from '../../../transports/tcp.ts';
import type { TransportFactory } from '../../../transports/transport.ts';
import { PowerCut, Severable } from '../../bill-acceptor/conformance/power-cut.ts';
import type { Rung } from '../../recovery-ladder.ts';
import type { CoinDispenserDriver } from '../../roles.ts';
import { createCoinDispenser } from '../driver.ts';
import type { PayoutDialect } from '../dialect.ts';

/** What a payout twin lets a test do, whatever it speaks. */
export interface PayoutTwin {
  listen(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
  powerCycle(): void;
  unplug(): void;
  replug(): void;
  onChange(listener: () => void): () => void;
  /** What lies in the tray. */
  paidFen(): number;
  /** @param fen of the coins */
  fill(fen: number, coins: number): void;
  jam(): void;
  fault(
    kind:
      | 'wrong-crc'
      | 'half-frame'
      | 'noise'
      | 'duplicate-reply'
      | 'lost-reply'
      | 'slow-reply'
      | 'lost-command'
      | 'silence',
    times: number,
  ): void;
}

export interface PayoutProtocol {
  readonly name: string;
  /** It can tell of every payout, whatever power was cut. */
  readonly remembers: boolean;
  /** One of each wire is enough to try bad lines on. */
  readonly triesBadLines: boolean;
  twin(stateDir: string): PayoutTwin;
  dialect(transport: TransportFactory, logger: pino.Logger): PayoutDialect;
}

export const SERVICE = 'ChangeDispenser';
const POLL_MS = 10;

interface Bridge {
  readonly driver: CoinDispenserDriver;
  readonly service: XfsService;
  readonly journal: PayoutJournal;
  readonly severable: Severable;
}

/** The bridge's own parts around one payout twin; its power can be cut at any fail point. */
export class PayoutScene {
  readonly twin: PayoutTwin;
  readonly passed: string[] = [];
  readonly events: string[] = [];
  readonly #protocol: PayoutProtocol;
  readonly #silentMs: number | undefined;
  readonly #root = mkdtempSync(join(tmpdir(), 'payout-scene-'));
  #port = 0;
  #bridge: Bridge | undefined;
  #cutAt: string | undefined;
  #onCut: () => void = () => undefined;

  constructor(protocol: PayoutProtocol, silentMs?: number) {
    this.#protocol = protocol;
    this.#silentMs = silentMs;
    this.twin = protocol.twin(join(this.#root, 'twin'));
  }

  /** @param silentMs how long the bridge waits for a device that is not heard */
  static async open(protocol: PayoutProtocol, silentMs?: number): Promise<PayoutScene> {
    const scene = new PayoutScene(protocol, silentMs);
    scene.#port = (await scene.twin.listen()).port;
    await scene.start();
    return scene;
  }

  get hasPower(): boolean {
    return !this.#running.severable.cut;
  }

  get driver(): CoinDispenserDriver {
    return this.#running.driver;
  }

  cutPowerAt(step: string, meanwhile: () => void = () => undefined): void {
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
    const journal = new PayoutJournal(join(stateDir, 'payout.sqlite'), systemClock, failPoints);
    const dialect = this.#protocol.dialect(severable.factory, logger);
    const driver = createCoinDispenser(
      { dialect, pollMs: POLL_MS, transport: severable.factory, ladder: QUICK_LADDER },
      { logger, failPoints },
    );
    const patience = this.#silentMs !== undefined && { silentMs: this.#silentMs };
    const service = createCashDispenserService(SERVICE, { device: SERVICE, driver, journal, logger, ...patience });
    this.#bridge = { driver, service, journal, severable };
    driver.start();
    await this.until(() => driver.condition().device === 'online');
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

  dispense(payoutId: string, fen: number): Promise<Completion<'CashDispenser.Dispense'>> {
    const denomination = { denomination: { service: { currencies: { CNY: fen / 100 } } } };
    return this.#run('CashDispenser.Dispense', payoutId, { denomination });
  }

  /** What the bridge says of a payout at once. */
  askStatus(payoutId: string): Promise<Completion<'CashDispenser.GetPresentStatus'>> {
    return this.#run('CashDispenser.GetPresentStatus', payoutId, { transactionID: payoutId });
  }

  /** What the bridge says of a payout, once it can tell. */
  async status(
    payoutId: string,
  ): Promise<{ readonly state: string; readonly paidFen: number; readonly doubtFen: number }> {
    for (;;) {
      const asked = await this.askStatus(payoutId);
      if (asked.completionCode !== undefined) {
        await delay(POLL_MS);
        continue;
      }
      const { presentState, denomination, inDoubt } = asked.payload ?? {};
      const fen = (yuan: number | undefined): number => Math.round((yuan ?? 0) * 100);
      return {
        state: presentState ?? 'none',
        paidFen: fen(denomination?.currencies?.['CNY']),
        doubtFen: fen(inDoubt?.['CNY']),
      };
    }
  }

  async until(condition: () => boolean, timeoutMs = 8_000): Promise<void> {
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
    this.passed.push(name);
    if (name !== this.#cutAt) return;
    severable.sever();
    this.#onCut();
    throw new PowerCut();
  }

  async #run<Name extends 'CashDispenser.Dispense' | 'CashDispenser.GetPresentStatus'>(
    name: Name,
    transactionId: string,
    payload: object,
  ): Promise<Completion<Name>> {
    const context: CommandContext = {
      signal: new AbortController().signal,
      client: this,
      transactionId,
      event: (event: EventName) => void this.events.push(event),
    };
    const handler = this.#running.service.handlers[name] as
      ((payload: object, context: CommandContext) => Promise<Completion<Name>> | Completion<Name>) | undefined;
    if (!handler) throw new Error(`no handler for ${name}`);
    return handler(payload, context);
  }
}

const QUICK_LADDER: readonly Rung[] = [
  { action: 'retry', against: ['silent'], tries: 1, waitMs: 0, longestMs: 0 },
  { action: 'reopen', against: ['silent', 'closed'], tries: 1_000, waitMs: 20, longestMs: 40 },
];
