import { failed, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import { LineLost } from './bill-acceptor/exchange-line.ts';
import { SERIAL_DEVICE_LADDER, type Rung } from './recovery-ladder.ts';
import type { PowerRelay } from '../transports/transport.ts';
import { Rescue, type RescueOptions } from './rescue.ts';
import type { DeviceCondition } from './roles.ts';
import { steady, type SteadyState } from './steady-condition.ts';

/** What a conversation with a polled device consists of. Every method throws LineLost when the device is not heard. */
export interface PolledConversation<Condition extends DeviceCondition> {
  /** The first words after a (re)connection. */
  greet(): Promise<void>;
  /** One round of listening. */
  listen(): Promise<void>;
  /** What the device says of itself now. */
  reading(): Condition;
  softReset(): Promise<void>;
  reopen(): Promise<void>;
}

export interface PolledDeviceOptions<Condition extends DeviceCondition> {
  readonly conversation: PolledConversation<Condition>;
  readonly pollMs: number;
  /** Told while nobody answers, and at the start. */
  readonly absent: (device: 'starting' | 'noDevice' | 'hardwareError') => Condition;
  readonly line: string;
  readonly logger: Logger;
  /** Nothing may be restarted now: something is on its way. */
  readonly mustNotRestart: () => boolean;
  readonly ladder?: readonly Rung[];
  readonly relay?: PowerRelay | undefined;
  readonly onRecovery?: RescueOptions['onRecovery'];
}

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
    if (!this.#greeted) {
      await conversation.greet();
      this.#greeted = true;
      this.#connected = true;
      this.#setHealth({ told: conversation.reading(), goodInARow: 0 });
    }
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) await task.run();
    await conversation.listen();
    this.#setHealth(steady(this.#health, conversation.reading()));
    this.#rescue.succeeded();
    if (this.#tasks.length === 0 && this.#greeted) await this.#pause(pollMs);
  }

  async #recover(trouble: LineLost['trouble']): Promise<void> {
    const { action, waitMs } = this.#rescue.next(trouble);
    const { conversation, absent, mustNotRestart } = this.#options;
    if (action === 'out-of-service') this.#setHealth({ told: absent('hardwareError'), goodInARow: 0 });
    await this.#pause(waitMs);
    if (action === 'power-cycle' && !mustNotRestart()) await this.#rescue.powerCycle();
    if (action === 'reopen' || action === 'power-cycle') await conversation.reopen();
    if (action !== 'soft-reset' || mustNotRestart()) return;
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
    for (const { fail } of this.#tasks.splice(0)) fail();
    if (this.#health.told.device !== 'hardwareError') {
      this.#setHealth({ told: this.#options.absent('noDevice'), goodInARow: 0 });
    }
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
