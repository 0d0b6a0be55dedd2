import type { Clock } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import { patience } from '../patience.ts';
import { createReopeningLine, type ReopenTiming } from '../reopening-line.ts';
import type { DeviceCondition } from '../roles.ts';
import type { CardTerminalDriver } from './role.ts';

/** What a driver of a terminal is given. */
export interface CardTerminalDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly openTransport: TransportFactory;
}

export interface FrameReader<Message> {
  /** Whole messages of what came; `undefined` for bytes that are none. */
  push(bytes: Uint8Array): readonly (Message | undefined)[];
}

export interface TerminalLineOptions<Message> {
  readonly openTransport: TransportFactory;
  readonly logger: Logger;
  readonly reopen?: ReopenTiming | undefined;
  readonly heartbeatMs: number;
  readonly replyTimeoutMs: number;
  readonly newReader: () => FrameReader<Message>;
  /** Asked on each opened line, and again while nothing else is said. */
  readonly greet: () => {
    readonly bytes: Uint8Array;
    readonly read: (message: Message) => DeviceCondition | undefined;
  };
}

/** It belongs to the cabinet, whoever has pulled its plug: its way to pay is off, and does not vanish. */
const UNREACHED: DeviceCondition = { device: 'offline', code: 'LT-3501' };
const SILENT: DeviceCondition = { device: 'offline', code: 'LT-3901' };

/** What a conversation hears: a message, or that the line is gone. */
export type Heard<Message> = { readonly message: Message } | 'lost';

/** The line to one terminal, with its health; whole messages go to whoever listens. */
export class TerminalLine<Message> {
  readonly #options: TerminalLineOptions<Message>;
  readonly #line: ReturnType<typeof createReopeningLine>;
  readonly #listeners = new Set<(heard: Heard<Message>) => void>();
  readonly #conditionListeners: ((condition: DeviceCondition) => void)[] = [];
  #condition = UNREACHED;
  #reader: FrameReader<Message>;
  #heartbeat: NodeJS.Timeout | undefined;
  #busy = 0;

  constructor(options: TerminalLineOptions<Message>) {
    this.#options = options;
    this.#reader = options.newReader();
    this.#line = createReopeningLine(
      options.openTransport,
      {
        onOpen: () => {
          this.#reader = options.newReader();
          void this.#beat();
        },
        onData: (bytes) => this.#hear(bytes),
        onLost: () => {
          clearTimeout(this.#heartbeat);
          this.#change(UNREACHED);
          this.#tell('lost');
        },
      },
      options.logger,
      options.reopen,
    );
  }

  /** What every driver on such a line does alike. */
  device(): Pick<CardTerminalDriver, 'start' | 'stop' | 'condition' | 'onCondition' | 'reset'> {
    return {
      start: () => this.#line.start(),
      stop: async () => {
        clearTimeout(this.#heartbeat);
        await this.#line.stop();
      },
      condition: () => this.#condition,
      onCondition: (listener) => void this.#conditionListeners.push(listener),
      reset: () => Promise.resolve(this.#reset()),
    };
  }

  condition(): DeviceCondition {
    return this.#condition;
  }

  /** @returns LT-3501 when nothing was sent; LT-2103 when it may have been */
  async send(bytes: Uint8Array): Promise<Result<undefined>> {
    if (!this.#line.isOpen()) return failed('LT-3501');
    return this.#line.write(bytes).then(
      () => ok(),
      () => failed('LT-2103', 'the line broke while sending'),
    );
  }

  listen(listener: (heard: Heard<Message>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** While a conversation lasts no greeting is put into it. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  /**
   * One question and its answer. `waitMs`: where the terminal asks its bank first.
   * @returns LT-3501 nothing was sent, LT-2103 no answer
   */
  async ask<Answer>(
    bytes: Uint8Array,
    read: (message: Message) => Answer | undefined,
    waitMs = this.#options.replyTimeoutMs,
  ): Promise<Result<Answer>> {
    const { promise, resolve } = Promise.withResolvers<Result<Answer>>();
    const forget = this.listen((heard) => {
      if (heard === 'lost') {
        resolve(failed('LT-2103', 'the line was lost'));
        return;
      }
      const answer = read(heard.message);
      if (answer !== undefined) resolve(ok(answer));
    });
    const endWait = patience(waitMs, () => resolve(failed('LT-2103', 'no answer')));
    const sent = await this.send(bytes);
    const result = sent.ok ? await promise : sent;
    endWait();
    forget();
    return result;
  }

  #reset(): Result<undefined> {
    if (!this.#line.isOpen()) return failed('LT-3501');
    this.#line.reopen('reset');
    return ok();
  }

  async #beat(): Promise<void> {
    clearTimeout(this.#heartbeat);
    if (this.#busy === 0 && this.#line.isOpen()) {
      const { bytes, read } = this.#options.greet();
      const answer = await this.busy(() => this.ask(bytes, read));
      if (answer.ok) this.#change(answer.value);
      else if (this.#line.isOpen()) this.#change(SILENT);
    }
    if (this.#line.isOpen()) this.#heartbeat = setTimeout(() => void this.#beat(), this.#options.heartbeatMs);
  }

  #hear(bytes: Uint8Array): void {
    for (const message of this.#reader.push(bytes)) {
      if (message !== undefined) this.#tell({ message });
      else this.#options.logger.warn({ code: 'LT-3902', bytes: bytes.length }, 'malformed message from the terminal');
    }
  }

  #tell(heard: Heard<Message>): void {
    for (const listener of this.#listeners) listener(heard);
  }

  #change(next: DeviceCondition): void {
    if (next.device === this.#condition.device && next.code === this.#condition.code) return;
    this.#condition = next;
    this.#options.logger.info({ condition: next }, 'card terminal condition changed');
    for (const listener of this.#conditionListeners) listener(next);
  }
}
