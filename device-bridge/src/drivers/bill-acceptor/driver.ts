import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { PowerRelay, Transport, TransportFactory } from '../../transports/transport.ts';
import { SERIAL_DEVICE_LADDER, type Rung } from '../recovery-ladder.ts';
import { Rescue } from '../rescue.ts';
import type { BillAcceptorCondition, BillAcceptorDriver, BillCounters, BillEvent, DeviceIdentity } from '../roles.ts';
import { steady, type SteadyState } from '../steady-condition.ts';
import type { BillDialect, OpenDialect } from './dialect.ts';
import { LineLost } from './exchange-line.ts';

export interface BillAcceptorOptions {
  readonly transport: TransportFactory;
  readonly openDialect: OpenDialect;
  readonly pollMs: number;
  /** Where its supply can be switched. */
  readonly relay?: PowerRelay;
  readonly ladder?: readonly Rung[];
  /** A failure that the device reports for this long is not going away by itself. */
  readonly failingMs?: number;
  /** A note sent to box or front has to be heard of within this time. */
  readonly unheardMs?: number;
}

export interface BillAcceptorDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly failPoints: FailPoints;
}

/** Quiet polls before a just-connected device counts as being at rest. */
const QUIET_POLLS = 3;
/** A note that does not come to rest in this time after a connection is a jam; service goes on without it. */
const SETTLE_MS = 30_000;
/** Greetings in a row for a device that starts anew while it is greeted. */
const GREETINGS = 3;

type EscrowState = 'none' | 'waiting' | 'stack' | 'return';
type Task = (dialect: BillDialect) => Promise<void>;

/** Holds the conversation with a bill acceptor of any protocol: greeting, settling, listening, recovering. */
export function createBillAcceptor(
  options: BillAcceptorOptions,
  dependencies: BillAcceptorDependencies,
): BillAcceptorDriver {
  return new PolledBillAcceptor(options, dependencies);
}

class PolledBillAcceptor implements BillAcceptorDriver {
  readonly #options: BillAcceptorOptions;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #failPoints: FailPoints;
  readonly #rescue: Rescue;
  readonly #conditionListeners: ((condition: BillAcceptorCondition) => void)[] = [];
  readonly #billListeners: ((event: BillEvent) => void)[] = [];
  readonly #tasks: { readonly run: Task; readonly fail: () => void }[] = [];
  #escrowDecision: () => 'return' | 'stack' = () => 'return';
  #health: SteadyState<BillAcceptorCondition> = {
    told: { device: 'starting', code: 'LT-3101', cashBox: 'unknown' },
    goodInARow: 0,
  };
  #identity: DeviceIdentity | undefined;
  #dialect: BillDialect | undefined;
  #transport: Transport | undefined;
  /** What was decided about the note in escrow, if there is one. */
  #escrow: EscrowState = 'none';
  readonly #failingMs: number;
  readonly #unheardMs: number;
  #unheardSince: number | undefined;
  #failingSince: number | undefined;
  #toldCredit = false;
  #connected = false;
  #needsGreeting = false;
  #stopped = true;
  #wake: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: BillAcceptorOptions, { logger, clock, failPoints }: BillAcceptorDependencies) {
    this.#options = options;
    this.#failingMs = options.failingMs ?? 30_000;
    this.#unheardMs = options.unheardMs ?? 10_000;
    this.#logger = logger;
    this.#clock = clock;
    this.#failPoints = failPoints;
    const ladder = options.ladder ?? SERIAL_DEVICE_LADDER;
    const { description: line, relay, onRecovery } = options.transport;
    this.#rescue = new Rescue({ ladder, relay: options.relay ?? relay, line, logger, onRecovery });
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#dialect?.close();
    await this.#running;
  }

  condition = (): BillAcceptorCondition => this.#health.told;
  identity = (): DeviceIdentity | undefined => this.#identity;
  denominations = (): readonly number[] => this.#dialect?.denominations() ?? [];
  onCondition = (listener: (condition: BillAcceptorCondition) => void): void =>
    void this.#conditionListeners.push(listener);
  onBillEvent = (listener: (event: BillEvent) => void): void => void this.#billListeners.push(listener);
  onConnected = (escrowDecision: () => 'return' | 'stack'): void => {
    this.#escrowDecision = escrowDecision;
  };

  enable(denominations: readonly number[]): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      const wanted = denominations.filter((fen) => dialect.denominations().includes(fen));
      if (wanted.length === 0) return failed('LT-3905', 'acceptor has none of the wanted CNY notes');
      return (await dialect.enable(wanted)) ? ok() : failed('LT-3905', 'acceptor refused');
    });
  }

  disable(): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      await dialect.disable();
      return ok();
    });
  }

  stack(): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      if (this.#escrow !== 'waiting') return failed('LT-3108', 'no note in escrow');
      this.#escrow = 'stack';
      this.#failPoints.hit('bill-acceptor.stack.before');
      await dialect.stack();
      this.#failPoints.hit('bill-acceptor.stack.after');
      return ok();
    });
  }

  returnNote(): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      if (this.#escrow !== 'waiting') return failed('LT-3108', 'no note in escrow');
      this.#escrow = 'return';
      this.#failPoints.hit('bill-acceptor.return.before');
      const onItsWay = await dialect.giveBack();
      this.#failPoints.hit('bill-acceptor.return.after');
      return onItsWay ? ok() : failed('LT-3108', 'acceptor has no note in escrow');
    });
  }

  counters(): Promise<Result<BillCounters>> {
    return this.#perform((dialect) => dialect.counters());
  }

  /** A new greeting on the line. The device is never told to forget where a note is. */
  reset(): Promise<Result<undefined>> {
    return this.#perform(() => {
      this.#needsGreeting = true;
      return Promise.resolve(ok());
    });
  }

  /** Queues work for the conversation; fails at once while there is none. */
  #perform<T>(work: (dialect: BillDialect) => Promise<Result<T>>): Promise<Result<T>> {
    if (!this.#connected) return Promise.resolve(failed('LT-3101', 'acceptor is not connected'));
    return new Promise((resolve, reject) => {
      const lost = (): void => resolve(failed('LT-3901', 'line lost'));
      this.#tasks.push({
        fail: lost,
        run: async (dialect) => {
          try {
            resolve(await work(dialect));
          } catch (error) {
            if (error instanceof LineLost) lost();
            else reject(error);
            throw error;
          }
        },
      });
      this.#wake?.();
    });
  }

  /** Anything but a lost line is unexpected and ends the process: the journal is what the next start goes by. */
  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#converse();
      } catch (error) {
        if (!(error instanceof LineLost)) throw error;
        if (this.#connected)
          this.#logger.warn({ line: this.#options.transport.description, reason: error.message }, 'acceptor lost');
        this.#lose();
        if (!this.#stopped) await this.#recover(error.trouble);
      }
    }
    await this.#hangUp();
    this.#lose();
  }

  async #converse(): Promise<void> {
    this.#transport ??= await this.#openTransport();
    this.#dialect ??= this.#options.openDialect(this.#transport, (event) => this.#tell(event));
    this.#needsGreeting = true;
    while (!this.#stopped) {
      if (this.#needsGreeting) await this.#greet(this.#dialect);
      const begun = this.#clock.now();
      await this.#turn(this.#dialect);
      if (this.#tasks.length === 0) await this.#pause(Math.max(1, begun + this.#intervalMs - this.#clock.now()));
    }
  }

  /** Twice as often while somebody waits for a note to arrive in the box. */
  get #intervalMs(): number {
    return this.#escrow === 'stack' ? this.#options.pollMs / 2 : this.#options.pollMs;
  }

  async #openTransport(): Promise<Transport> {
    try {
      return await this.#options.transport.open();
    } catch (error) {
      throw new LineLost(String(error), 'closed');
    }
  }

  async #recover(trouble: LineLost['trouble']): Promise<void> {
    const { action, waitMs } = this.#rescue.next(trouble);
    if (action === 'out-of-service' && trouble === 'silent') {
      this.#setCondition({ device: 'hardwareError', code: 'LT-3901', cashBox: 'unknown' });
    }
    // A dialect whose line was lost never speaks again; some rungs try anew on the same open line.
    const transport = this.#transport;
    const staysOpen = trouble === 'silent' && (action === 'retry' || action === 'soft-reset');
    if (!staysOpen) await this.#hangUp();
    this.#dialect = undefined;
    await this.#pause(waitMs);
    if (action === 'power-cycle') await this.#rescue.powerCycle();
    // Restarting a device in the middle of a journaled stacking could cost the note its report.
    if (action !== 'soft-reset' || !transport || this.#escrowDecision() === 'stack') return;
    try {
      await this.#options.openDialect(transport, (event) => this.#tell(event)).softReset();
    } catch (error) {
      if (!(error instanceof LineLost)) throw error;
    }
  }

  async #hangUp(): Promise<void> {
    const transport = this.#transport;
    this.#transport = undefined;
    this.#dialect = undefined;
    await transport?.close();
  }

  #lose(): void {
    this.#connected = false;
    this.#escrow = 'none';
    this.#failingSince = undefined;
    for (const { fail } of this.#tasks.splice(0)) fail();
    if (this.#health.told.code !== 'LT-3901') {
      this.#setCondition({ device: 'noDevice', code: 'LT-3101', cashBox: 'unknown' });
    }
  }

  async #greet(dialect: BillDialect): Promise<void> {
    let keptPower = true;
    for (let tries = 0; tries < GREETINGS; tries += 1) {
      const greeting = await dialect.greet(this.#escrowDecision());
      this.#identity = greeting.identity;
      keptPower &&= greeting.keptPower;
      this.#escrow = 'none';
      if (!(await this.#settle(dialect))) break;
    }
    const counters = await dialect.counters();
    this.#needsGreeting = false;
    this.#connected = true;
    this.#logger.info({ line: this.#options.transport.description, ...this.#identity }, 'acceptor connected');
    this.#tell({ event: 'settled', keptPower, ...(counters.ok && { counters: counters.value }) });
    this.#setCondition(this.#ownCondition(dialect));
  }

  /** Listens until all that happened while nobody did has been told. True: the device started anew meanwhile. */
  async #settle(dialect: BillDialect): Promise<boolean> {
    const until = this.#clock.now() + SETTLE_MS;
    let quiet = 0;
    while (quiet < QUIET_POLLS && !this.#stopped && this.#clock.now() < until) {
      const heard = await dialect.listen(false);
      if (heard.restarted) return true;
      // A note came to escrow while nobody asked for one.
      if (this.#escrow === 'waiting') {
        this.#escrow = this.#escrowDecision();
        if (this.#escrow === 'return') await dialect.giveBack();
        else await dialect.stack();
      }
      quiet = dialect.occupied() || heard.moving ? 0 : quiet + 1;
      await this.#pause(this.#options.pollMs / 4);
    }
    return false;
  }

  async #turn(dialect: BillDialect): Promise<void> {
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) await task.run(dialect);
    if (this.#needsGreeting) return;
    const hadCredit = this.#toldCredit;
    this.#toldCredit = false;
    const heard = await dialect.listen(this.#escrow === 'waiting');
    // By now the device knows, in every protocol, that its report was heard.
    if (hadCredit) this.#failPoints.hit('bill-acceptor.acknowledged.after');
    if (heard.letGo && this.#escrow === 'waiting') this.#escrow = 'return';
    if (heard.restarted) this.#needsGreeting = true;
    await this.#askForLostOutcome(dialect, heard.moving);
    this.#setHealth(steady(this.#health, this.#ownCondition(dialect)));
    if (this.#health.told.device === 'online') this.#rescue.succeeded();
    await this.#workOnFailure(dialect);
  }

  /** A decided note of which nothing is heard and nothing seen any more: its report was lost on the line. */
  async #askForLostOutcome(dialect: BillDialect, moving: boolean): Promise<void> {
    const isDecided = this.#escrow === 'stack' || this.#escrow === 'return';
    const now = this.#clock.now();
    if (!isDecided || moving || dialect.condition().device !== 'online') this.#unheardSince = undefined;
    else if (now - (this.#unheardSince ??= now) >= this.#unheardMs) {
      this.#unheardSince = undefined;
      const counters = await dialect.counters();
      this.#tell({ event: 'settled', ...(counters.ok && { counters: counters.value }) });
    }
  }

  /** A reported failure that lasts is worked on like silence, unless a note is on its way. */
  async #workOnFailure(dialect: BillDialect): Promise<void> {
    const now = this.#clock.now();
    const failing = dialect.condition().device === 'hardwareError' && !dialect.occupied();
    if (!failing || this.#escrowDecision() === 'stack') {
      this.#failingSince = undefined;
      return;
    }
    if (now - (this.#failingSince ??= now) < this.#failingMs) return;
    this.#failingSince = undefined;
    const { action } = this.#rescue.next('failing');
    if (action === 'out-of-service') return;
    if (action === 'power-cycle') await this.#rescue.powerCycle();
    if (action !== 'soft-reset') throw new LineLost('failure does not go away', 'closed');
    await dialect.softReset();
    this.#needsGreeting = true;
  }

  #ownCondition(dialect: BillDialect): BillAcceptorCondition {
    const condition = dialect.condition();
    if (condition.device !== 'online' || dialect.denominations().length > 0) return condition;
    return { device: 'hardwareError', code: 'LT-3905', cashBox: 'unknown' };
  }

  #setCondition(condition: BillAcceptorCondition): void {
    this.#setHealth({ told: condition, goodInARow: 0 });
  }

  #setHealth(health: SteadyState<BillAcceptorCondition>): void {
    const before = this.#health.told;
    this.#health = health;
    if (sameCondition(before, health.told)) return;
    for (const listener of this.#conditionListeners) listener(health.told);
  }

  #tell(event: BillEvent): void {
    this.#escrow = escrowAfter(this.#escrow, event);
    for (const listener of this.#billListeners) listener(event);
    if (event.event === 'stacked') this.#toldCredit = true;
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function escrowAfter(before: EscrowState, { event }: BillEvent): EscrowState {
  if (event === 'escrow') return 'waiting';
  return event === 'reading' || event === 'stacking' || event === 'fraud' ? before : 'none';
}

function sameCondition(one: BillAcceptorCondition, other: BillAcceptorCondition): boolean {
  return one.device === other.device && one.code === other.code && one.cashBox === other.cashBox;
}
