import { failed, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import { LineLost } from './bill-acceptor/exchange-line.ts';
import { SERIAL_DEVICE_LADDER, type RecoveryAction, type Rung } from './recovery-ladder.ts';
import type { PowerRelay } from '../transports/transport.ts';
import { Rescue, type RescueOptions } from './rescue.ts';
import type { DeviceCondition } from './roles.ts';
import { steady, type SteadyState } from './steady-condition.ts';

/** What a conversation with a polled device consists of. Every method throws LineLost when the device is not heard. */
export interface PolledConversation<Condition extends DeviceCondition> {
  /** The first words after a (re)connection. */
  greet(): Promise<void>;
  /** The greeting is over and work is taken again; its condition is told after this. */
  connected?(): void;
  /** One round of listening. */
  listen(): Promise<void>;
  /** What the device says of itself now. */
  reading(): Condition;
  /** Somebody waits for what comes next: it is polled twice as often. */
  isAwaited?(): boolean;
  /** It reports a failure that starting anew may cure, and nothing is on its way that this could cost. */
  isCurable?(): boolean;
  softReset(): Promise<void>;
  reopen(): Promise<void>;
  /** It was lost; whatever must not be kept until the next try is let go of. */
  letGo?(next: RecoveryAction, trouble: LineLost['trouble']): Promise<void>;
}

export interface PolledDeviceOptions<Condition extends DeviceCondition> {
  readonly conversation: PolledConversation<Condition>;
  readonly pollMs: number;
  /** Told while nobody answers, and at the start. */
  readonly absent: (device: 'starting' | 'noDevice' | 'hardwareError') => Condition;
  readonly line: string;
  readonly logger: Logger;
  /** Nothing may be restarted now: something is on its way. */
  readonly mustNotRestart: (action: 'soft-reset' | 'power-cycle') => boolean;
  /** A failure that the device reports for this long is not going away by itself. */
  readonly failingMs?: number | undefined;
  readonly ladder?: readonly Rung[];
  readonly relay?: PowerRelay | undefined;
  readonly onRecovery?: RescueOptions['onRecovery'];
}

const FAILING_MS = 30_000;

interface Task {
  readonly run: () => Promise<void>;
  readonly fail: () => void;
}

/** One actor for one polled device: it greets, listens, works off what is asked of it, and climbs the recovery ladder. */
export class PolledDevice<Condition extends DeviceCondition> {
  readonly #options: PolledDeviceOptions<Condition>;
  readonly #rescue: Rescue;
  readonly #listeners: ((condition: Condition) => void)[] = [];
  readonly #tasks: Task[] = [];
  #health: SteadyState<Condition>;
  #connected = false;
  #greeted = false;
  #outOfService = false;
  #failingSince: number | undefined;
  #stopped = true;
  #wake: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: PolledDeviceOptions<Condition>) {
    this.#options = options;
    const { ladder = SERIAL_DEVICE_LADDER, relay, line, logger, onRecovery } = options;
    this.#rescue = new Rescue({ ladder, relay, line, logger, onRecovery });
    this.#health = { told: options.absent('starting'), goodInARow: 0 };
  }

  condition = (): Condition => this.#health.told;
  onCondition = (listener: (condition: Condition) => void): void => void this.#listeners.push(listener);

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#options.conversation.reopen();
    await this.#running;
  }

  greetAgain(): void {
    this.#greeted = false;
    this.#wake?.();
  }

  /** Queues work for the conversation; fails at once while there is none. */
  perform<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const { code = 'LT-3901' } = this.#options.absent('noDevice');
    if (!this.#connected) return Promise.resolve(failed(code, 'device is not connected'));
    return new Promise((resolve, reject) => {
      const fail = (): void => resolve(failed('LT-3901', 'line lost'));
      this.#tasks.push({
        fail,
        run: async () => {
          try {
            resolve(await work());
          } catch (error) {
            if (error instanceof LineLost) fail();
            else reject(error);
            throw error;
          }
        },
      });
      this.#wake?.();
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#turn();
      } catch (error) {
        if (!(error instanceof LineLost)) throw error;
        this.#lose(error);
        if (!this.#stopped) await this.#recover(error.trouble);
      }
    }
    this.#lose(undefined);
  }

  async #turn(): Promise<void> {
    const { conversation, pollMs } = this.#options;
    if (!this.#greeted) await this.#greet();
    const begun = performance.now();
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) await task.run();
    if (this.#greeted) await this.#listen();
    if (this.#tasks.length > 0) return;
    const intervalMs = conversation.isAwaited?.() ? pollMs / 2 : pollMs;
    await this.#pause(Math.max(1, begun + intervalMs - performance.now()));
  }

  async #greet(): Promise<void> {
    const { conversation } = this.#options;
    await conversation.greet();
    this.#greeted = true;
    this.#connected = true;
    this.#outOfService = false;
    conversation.connected?.();
    this.#setHealth({ told: conversation.reading(), goodInARow: 0 });
  }

  async #listen(): Promise<void> {
    const { conversation } = this.#options;
    await conversation.listen();
    this.#setHealth(steady(this.#health, conversation.reading()));
    if (this.#health.told.device === 'online') this.#rescue.succeeded();
    await this.#workOnFailure();
  }

  /** A reported failure that lasts is worked on like silence. */
  async #workOnFailure(): Promise<void> {
    const { conversation, failingMs = FAILING_MS } = this.#options;
    if (!conversation.isCurable?.()) {
      this.#failingSince = undefined;
      return;
    }
    const now = performance.now();
    if (now - (this.#failingSince ??= now) < failingMs) return;
    this.#failingSince = undefined;
    const { action } = this.#rescue.next('failing');
    if (action === 'out-of-service') return;
    if (action === 'power-cycle') await this.#rescue.powerCycle();
    if (action !== 'soft-reset') throw new LineLost('failure does not go away', 'closed');
    await conversation.softReset();
    this.#greeted = false;
  }

  async #recover(trouble: LineLost['trouble']): Promise<void> {
    const { action, waitMs } = this.#rescue.next(trouble);
    const { conversation, absent, mustNotRestart } = this.#options;
    // A line that is gone was pulled, or never there: that is no fault of the device.
    if (action === 'out-of-service' && trouble === 'silent') {
      this.#outOfService = true;
      this.#setHealth({ told: absent('hardwareError'), goodInARow: 0 });
    }
    await conversation.letGo?.(action, trouble);
    await this.#pause(waitMs);
    if (action === 'power-cycle' && !mustNotRestart(action)) await this.#rescue.powerCycle();
    if (action === 'reopen' || action === 'power-cycle') await conversation.reopen();
    if (action !== 'soft-reset' || mustNotRestart(action)) return;
    try {
      await conversation.softReset();
    } catch (error) {
      if (!(error instanceof LineLost)) throw error;
    }
  }

  #lose(error: LineLost | undefined): void {
    if (this.#connected) {
      this.#options.logger.warn({ line: this.#options.line, reason: error?.message }, 'device lost');
    }
    this.#connected = false;
    this.#greeted = false;
    this.#failingSince = undefined;
    for (const { fail } of this.#tasks.splice(0)) fail();
    if (!this.#outOfService) this.#setHealth({ told: this.#options.absent('noDevice'), goodInARow: 0 });
  }

  #setHealth(health: SteadyState<Condition>): void {
    const before = this.#health.told;
    this.#health = health;
    if (JSON.stringify(before) === JSON.stringify(health.told)) return;
    for (const listener of this.#listeners) listener(health.told);
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
