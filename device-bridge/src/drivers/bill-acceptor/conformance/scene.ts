import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { CashJournal } from '../../../journal/cash-journal.ts';
import type { EventName } from '../../../protocol/profile.ts';
import { createCashAcceptorService } from '../../../services/cash-acceptor/cash-acceptor-service.ts';
import type { CommandContext, Completion, XfsService } from '../../../services/xfs-service.ts';
import type { ValidatorTwin, ValidatorTwinOptions } from '../../../simulators/validator/validator-twin.ts';
import { createValidatorTwin } from '../../../simulators/validator/validator-twins.ts';
import { tcpTransport } from '../../../transports/tcp.ts';
import { readProfile } from '../../profile-file.ts';
import type { Rung } from '../../recovery-ladder.ts';
import type { PowerRelay } from '../../../transports/transport.ts';
import type { BillAcceptorDriver } from '../../roles.ts';
import { createBillAcceptor } from '../driver.ts';
import { openDialectOf } from '../open-dialect.ts';
import { BillAcceptorProfileSchema, type BillProtocol } from '../profile.ts';
import { PowerCut, Severable } from './power-cut.ts';

export const SERVICE = 'BillAcceptor';
const SPEEDS = { readMs: 15, stackMs: 40, rejectMs: 15, escrowMs: 10_000 };
const POLL_MS = 10;
const REPLY_TIMEOUT_MS = 60;

export interface SceneOptions extends Partial<Omit<ValidatorTwinOptions, 'stateDir'>> {
  readonly stackMs?: number;
  readonly replyTimeoutMs?: number;
  readonly ladder?: readonly Rung[];
  readonly relay?: PowerRelay;
  readonly failingMs?: number;
}

interface Report {
  readonly action?: string;
}

interface Bridge {
  readonly driver: BillAcceptorDriver;
  readonly service: XfsService;
  readonly journal: CashJournal;
  readonly severable: Severable;
}

/** The bridge's own parts around one twin, without sockets between them; its power can be cut at any fail point. */
export class CashScene {
  readonly twin: ValidatorTwin;
  /** Every fail point the bridge passed, in order. */
  readonly passed: string[] = [];
  readonly events: { readonly name: string; readonly payload: object }[] = [];
  /** The rungs of recovery that were reported. */
  readonly reports: Report[] = [];
  readonly #protocol: BillProtocol;
  readonly #options: SceneOptions;
  readonly #root = mkdtempSync(join(tmpdir(), 'cash-scene-'));
  #port = 0;
  #bridge: Bridge | undefined;
  #cutAt: string | undefined;
  #onCut: () => void = () => undefined;

  constructor(protocol: BillProtocol, options: SceneOptions = {}) {
    this.#protocol = protocol;
    this.#options = options;
    const stateDir = join(this.#root, 'twin');
    this.twin = createValidatorTwin(protocol, { ...options, stateDir, speeds: { ...SPEEDS, ...options.speeds } });
  }

  static async open(protocol: BillProtocol, options: SceneOptions = {}): Promise<CashScene> {
    const scene = new CashScene(protocol, options);
    scene.#port = (await scene.twin.listen()).port;
    await scene.start();
    return scene;
  }

  get driver(): BillAcceptorDriver {
    return this.#running.driver;
  }

  /** The first commit, or whatever is named, takes the bridge's power, and lets `meanwhile` happen in the dark. */
  cutPowerAt(step: string, meanwhile: () => void = () => undefined): void {
    this.#cutAt = step;
    this.#onCut = meanwhile;
  }

  get hasPower(): boolean {
    return !this.#running.severable.cut;
  }

  async start(): Promise<void> {
    const severable = new Severable(tcpTransport({ host: '127.0.0.1', port: this.#port }));
    const failPoints: FailPoints = { hit: (name) => this.#pass(name, severable) };
    const logger = pino({ level: 'info' }, { write: (line) => this.#note(JSON.parse(line) as Report) });
    const stateDir = join(this.#root, 'bridge');
    mkdirSync(stateDir, { recursive: true });
    const journal = new CashJournal(join(stateDir, 'cash.sqlite'), systemClock, failPoints);
    const profile = { ...readProfile(BillAcceptorProfileSchema, `${this.#protocol}-generic`), holdMs: 50 };
    const { replyTimeoutMs = REPLY_TIMEOUT_MS } = this.#options;
    const settings = { profile, pollMs: POLL_MS, replyTimeoutMs };
    const dependencies = { logger, clock: systemClock, failPoints };
    const { ladder = QUICK_LADDER, relay, failingMs, stackMs = 2_000 } = this.#options;
    const driver = createBillAcceptor(
      {
        transport: severable.factory,
        openDialect: openDialectOf(settings, dependencies),
        pollMs: POLL_MS,
        unheardMs: 1_000,
        ladder,
        ...(relay && { relay }),
        ...(failingMs !== undefined && { failingMs }),
      },
      dependencies,
    );
    const parts = { device: SERVICE, driver, journal, logger, newId };
    const service = createCashAcceptorService(SERVICE, parts, { stackMs, abandonedMs: 60_000 });
    this.#bridge = { driver, service, journal, severable };
    driver.start();
    await this.until(() => driver.condition().device !== 'starting');
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

  /** From the first word to the note in escrow; resolves with what CashIn completes with. */
  async take(noteId: string, fen: number, limitYuan = 100): Promise<Completion<'CashAcceptor.CashIn'>> {
    await this.begin(noteId, limitYuan);
    const cashIn = this.cashIn(noteId);
    await this.until(() => !this.hasPower || this.twin.insertNote(fen) === 'taken');
    return cashIn;
  }

  async begin(noteId: string, limitYuan = 100): Promise<void> {
    const started = await this.#run('CashAcceptor.CashInStart', noteId, {
      amountLimit: [{ currency: 'CNY', value: limitYuan }],
    });
    if (started.completionCode) throw new Error(`CashInStart: ${JSON.stringify(started)}`);
  }

  cashIn = (noteId: string, signal?: AbortSignal): Promise<Completion<'CashAcceptor.CashIn'>> =>
    this.#run('CashAcceptor.CashIn', noteId, {}, signal);
  stack = (noteId: string): Promise<Completion<'CashAcceptor.CashInEnd'>> =>
    this.#run('CashAcceptor.CashInEnd', noteId, {});
  giveBack = (noteId: string): Promise<Completion<'CashAcceptor.CashInRollback'>> =>
    this.#run('CashAcceptor.CashInRollback', noteId, {});

  /** What the bridge says of the note, once it can tell. */
  async outcome(noteId: string): Promise<string> {
    for (;;) {
      const { completionCode, payload } = await this.#run('CashAcceptor.GetCashInStatus', noteId, {
        transactionID: noteId,
      });
      if (completionCode !== 'deviceNotReady') return payload?.status ?? 'none';
      await delay(POLL_MS);
    }
  }

  orphans(): number {
    return this.#running.journal.orphans(SERVICE).length;
  }

  async until(condition: () => boolean, timeoutMs = 8_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!condition()) {
      if (Date.now() > until)
        throw new Error(`not in time: ${condition.toString()} ${JSON.stringify(this.twin.state())}`);
      await delay(3);
    }
  }

  get #running(): Bridge {
    if (!this.#bridge) throw new Error('the bridge is off');
    return this.#bridge;
  }

  #note(report: Report): void {
    if (report.action !== undefined) this.reports.push(report);
  }

  #pass(name: string, severable: Severable): void {
    if (severable.cut) throw new PowerCut();
    this.passed.push(name);
    if (name !== this.#cutAt) return;
    severable.sever();
    this.#onCut();
    throw new PowerCut();
  }

  async #run<Name extends RoleCommand>(
    name: Name,
    transactionId: string,
    payload: object,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Completion<Name>> {
    const context: CommandContext = {
      signal,
      client: this,
      transactionId,
      event: (event: EventName, told: object) => void this.events.push({ name: event, payload: told }),
    };
    const handler = this.#running.service.handlers[name] as
      ((payload: object, context: CommandContext) => Promise<Completion<Name>> | Completion<Name>) | undefined;
    if (!handler) throw new Error(`no handler for ${name}`);
    return handler(payload, context);
  }
}

type RoleCommand =
  | 'CashAcceptor.CashInStart'
  | 'CashAcceptor.CashIn'
  | 'CashAcceptor.CashInEnd'
  | 'CashAcceptor.CashInRollback'
  | 'CashAcceptor.GetCashInStatus';

const QUICK_LADDER: readonly Rung[] = [
  { action: 'retry', against: ['silent'], tries: 1, waitMs: 0, longestMs: 0 },
  { action: 'reopen', against: ['silent', 'closed'], tries: 1_000, waitMs: 20, longestMs: 40 },
];
