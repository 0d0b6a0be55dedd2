import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { Transport, TransportFactory } from '../../transports/transport.ts';
import type { BillAcceptorCondition, BillAcceptorDriver, BillCounters, BillEvent, DeviceIdentity } from '../roles.ts';
import {
  COMMAND,
  inhibitMask,
  parseCounters,
  parsePoll,
  refusalReason,
  REPLY,
  type SspEvent,
  type SspSetup,
} from './commands.ts';
import { greet } from './greeting.ts';
import { LineLost, SspLine } from './line.ts';
import { EMPTY_PATH, follow, isOccupied, type NotePath } from './note-path.ts';
import { conditionOf, HEALTHY, healthAfter, sameCondition, type SspHealth } from './status.ts';

export interface SspOptions {
  readonly transport: TransportFactory;
  readonly address?: number;
  /** GA138 asks for 200–300 ms. */
  readonly pollMs?: number;
  readonly replyTimeoutMs?: number;
  /** HOLD restarts the validator's own 10 s limit on a note in escrow. */
  readonly holdMs?: number;
  readonly reopenMs?: number;
  readonly reopenAtMostMs?: number;
}

export interface SspDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly failPoints: FailPoints;
}

const CURRENCY = 'CNY';
/** The renminbi notes in circulation that a kiosk takes, in fen. */
const RENMINBI_NOTES: readonly number[] = [100, 500, 1_000, 2_000, 5_000, 10_000];
/** Quiet polls before a just-connected device counts as being at rest. */
const QUIET_POLLS = 3;
/** A note that does not come to rest in this time after a connection is a jam; service goes on without it. */
const SETTLE_MS = 30_000;

type Task = (line: SspLine) => Promise<void>;

export function createSspDriver(options: SspOptions, dependencies: SspDependencies): BillAcceptorDriver {
  return new SspDriver(options, dependencies);
}

class SspDriver implements BillAcceptorDriver {
  readonly #options: Required<SspOptions>;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #failPoints: FailPoints;
  readonly #conditionListeners: ((condition: BillAcceptorCondition) => void)[] = [];
  readonly #billListeners: ((event: BillEvent) => void)[] = [];
  readonly #tasks: { readonly run: Task; readonly fail: () => void }[] = [];
  #escrowDecision: () => 'return' | 'stack' = () => 'return';
  #condition: BillAcceptorCondition = { device: 'starting', code: 'LT-3101', cashBox: 'unknown' };
  #identity: DeviceIdentity | undefined;
  #setup: SspSetup | undefined;
  #health: SspHealth = HEALTHY;
  #path: NotePath = EMPTY_PATH;
  #line: SspLine | undefined;
  #lastHold = 0;
  #connected = false;
  #needsHandshake = false;
  #stopped = true;
  #wake: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SspOptions, { logger, clock, failPoints }: SspDependencies) {
    this.#options = {
      address: 0,
      pollMs: 200,
      replyTimeoutMs: 1_000,
      holdMs: 1_000,
      reopenMs: 500,
      reopenAtMostMs: 5_000,
      ...options,
    };
    this.#logger = logger;
    this.#clock = clock;
    this.#failPoints = failPoints;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#line?.close();
    await this.#running;
  }

  condition = (): BillAcceptorCondition => this.#condition;
  identity = (): DeviceIdentity | undefined => this.#identity;
  onCondition = (listener: (condition: BillAcceptorCondition) => void): void =>
    void this.#conditionListeners.push(listener);
  onBillEvent = (listener: (event: BillEvent) => void): void => void this.#billListeners.push(listener);
  onConnected = (escrowDecision: () => 'return' | 'stack'): void => {
    this.#escrowDecision = escrowDecision;
  };

  denominations(): readonly number[] {
    const channels = this.#setup?.channels ?? [];
    return channels
      .filter(({ currency, denominationFen }) => currency === CURRENCY && RENMINBI_NOTES.includes(denominationFen))
      .map(({ denominationFen }) => denominationFen);
  }

  enable(denominations: readonly number[]): Promise<Result<undefined>> {
    return this.#perform(async (line) => {
      const setup = this.#setup;
      const wanted = denominations.filter((fen) => this.denominations().includes(fen));
      if (!setup || wanted.length === 0) return failed('LT-3905', 'validator has none of the wanted CNY notes');
      const inhibits = await line.exchange(COMMAND.setInhibits, inhibitMask(setup, wanted));
      const enabled = await line.exchange(COMMAND.enable);
      return inhibits[0] === REPLY.ok && enabled[0] === REPLY.ok ? ok() : failed('LT-3905', 'validator refused');
    });
  }

  disable(): Promise<Result<undefined>> {
    return this.#perform(async (line) => {
      await line.exchange(COMMAND.disable);
      return ok();
    });
  }

  stack(): Promise<Result<undefined>> {
    return this.#perform(async (line) => {
      if (!this.#decide('stack')) return failed('LT-3108', 'no note in escrow');
      this.#failPoints.hit('ssp.accepting-poll.before');
      // GA138: with a note in escrow the next POLL accepts it.
      await this.#poll(line);
      this.#failPoints.hit('ssp.accepting-poll.after');
      return ok();
    });
  }

  returnNote(): Promise<Result<undefined>> {
    return this.#perform(async (line) => {
      if (!this.#decide('return')) return failed('LT-3108', 'no note in escrow');
      this.#failPoints.hit('ssp.reject.before');
      const reply = await line.exchange(COMMAND.rejectBanknote);
      this.#failPoints.hit('ssp.reject.after');
      return reply[0] === REPLY.ok ? ok() : failed('LT-3108', 'validator has no note in escrow');
    });
  }

  counters(): Promise<Result<BillCounters>> {
    return this.#perform(async (line) => parseCounters(await line.exchange(COMMAND.getCounters)));
  }

  /** A new handshake on the line. The RESET command is never sent: it makes the validator forget where a note is. */
  reset(): Promise<Result<undefined>> {
    return this.#perform(() => {
      this.#needsHandshake = true;
      return Promise.resolve(ok());
    });
  }

  /** Queues work for the conversation; fails at once while there is none. */
  #perform<T>(work: (line: SspLine) => Promise<Result<T>>): Promise<Result<T>> {
    if (!this.#connected) return Promise.resolve(failed('LT-3101', 'validator is not connected'));
    return new Promise((resolve, reject) => {
      const lost = (): void => resolve(failed('LT-3901', 'line lost'));
      this.#tasks.push({
        fail: lost,
        run: async (line) => {
          try {
            resolve(await work(line));
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
    let delay = this.#options.reopenMs;
    while (!this.#stopped) {
      try {
        this.#line = new SspLine(await this.#openTransport(), this.#options);
        this.#needsHandshake = true;
        while (!this.#stopped) {
          if (this.#needsHandshake) await this.#handshake(this.#line);
          delay = this.#options.reopenMs;
          await this.#turn(this.#line);
          if (this.#tasks.length === 0) await this.#pause(this.#options.pollMs);
        }
      } catch (error) {
        if (!(error instanceof LineLost)) throw error;
        if (this.#connected) this.#logger.warn({ line: this.#name, reason: error.message }, 'validator lost');
      }
      await this.#line?.close();
      this.#lose();
      if (this.#stopped) return;
      await this.#pause(delay);
      delay = Math.min(delay * 2, this.#options.reopenAtMostMs);
    }
  }

  get #name(): string {
    return this.#options.transport.description;
  }

  async #openTransport(): Promise<Transport> {
    try {
      return await this.#options.transport.open();
    } catch (error) {
      throw new LineLost(String(error));
    }
  }

  #lose(): void {
    this.#connected = false;
    this.#path = EMPTY_PATH;
    for (const { fail } of this.#tasks.splice(0)) fail();
    this.#setCondition({ device: 'noDevice', code: 'LT-3101', cashBox: 'unknown' });
  }

  async #handshake(line: SspLine): Promise<void> {
    this.#path = EMPTY_PATH;
    const greeting = await greet(line, this.#escrowDecision());
    if (greeting.rejecting) {
      this.#path = { ...EMPTY_PATH, escrow: { denominationFen: undefined, decision: 'return' } };
    }
    this.#setup = greeting.setup;
    this.#identity = greeting.identity;
    this.#health = HEALTHY;
    await this.#settle(line);

    const counters = parseCounters(await line.exchange(COMMAND.getCounters));
    this.#needsHandshake = false;
    this.#connected = true;
    this.#logger.info({ line: this.#name, ...this.#identity }, 'validator connected');
    this.#emit(counters.ok ? { event: 'settled', counters: counters.value } : { event: 'settled' });
    this.#setCondition(this.#ownCondition());
  }

  /** Polls until all that happened while nobody listened has been told. */
  async #settle(line: SspLine): Promise<void> {
    const until = this.#clock.now() + SETTLE_MS;
    let quiet = 0;
    while (quiet < QUIET_POLLS && !this.#stopped && this.#clock.now() < until) {
      const events = await this.#poll(line);
      // A note came to escrow while nobody asked for one.
      const decision = this.#escrowDecision();
      if (this.#decide(decision) && decision === 'return') await line.exchange(COMMAND.rejectBanknote);
      quiet = isOccupied(this.#path) || events.some(isMotion) ? 0 : quiet + 1;
      await this.#pause(this.#options.pollMs / 4);
    }
  }

  async #turn(line: SspLine): Promise<void> {
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) await task.run(line);
    if (this.#needsHandshake) return;
    if (this.#path.escrow?.decision !== 'waiting') {
      await this.#poll(line);
      return;
    }
    if (this.#clock.now() - this.#lastHold < this.#options.holdMs) return;
    this.#lastHold = this.#clock.now();
    const held = await line.exchange(COMMAND.hold);
    if (held[0] === REPLY.ok) return;
    // The note left escrow by itself (pulled out, time-out), or the firmware has no HOLD. Polling would accept a note
    // that is still there, so it is sent back first; the polls then tell what became of it.
    this.#decide('return');
    await line.exchange(COMMAND.rejectBanknote);
  }

  /** False when no note waits for a decision. */
  #decide(decision: 'stack' | 'return'): boolean {
    const { escrow } = this.#path;
    if (escrow?.decision !== 'waiting') return false;
    this.#path = { ...this.#path, escrow: { ...escrow, decision } };
    return true;
  }

  async #poll(line: SspLine): Promise<readonly SspEvent[]> {
    const events = parsePoll(await line.exchange(COMMAND.poll));
    for (const event of events) {
      if (event.event === 'slave-reset') this.#needsHandshake = true;
      if (event.event === 'unknown') this.#logger.warn({ code: event.code }, 'validator sent an event we do not know');
      const denominationOf = (channel: number): number | undefined =>
        this.#setup?.channels[channel - 1]?.denominationFen;
      const [path, told] = follow(this.#path, event, denominationOf);
      this.#path = path;
      if (told === 'ask-why') {
        const reason = refusalReason((await line.exchange(COMMAND.lastRejectCode))[1]);
        this.#emit({ event: 'refused', reason });
      } else if (told) {
        if (told.event === 'escrow') this.#lastHold = 0;
        this.#emit(told);
      }
    }
    this.#health = healthAfter(this.#health, events);
    if (this.#connected) this.#setCondition(this.#ownCondition());
    return events;
  }

  #ownCondition(): BillAcceptorCondition {
    if (this.denominations().length > 0) return conditionOf(this.#health);
    return { device: 'hardwareError', code: 'LT-3905', cashBox: 'unknown' };
  }

  #setCondition(condition: BillAcceptorCondition): void {
    if (sameCondition(this.#condition, condition)) return;
    this.#condition = condition;
    for (const listener of this.#conditionListeners) listener(condition);
  }

  #emit(event: BillEvent): void {
    for (const listener of this.#billListeners) listener(event);
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

function isMotion({ event }: SspEvent): boolean {
  return ['read', 'stacking', 'rejecting', 'slave-reset'].includes(event);
}
