import type { Transport } from '../../transports/transport.ts';
import { isFrame, SspDecoder } from './codec.ts';
import { freshLine, nextLine, type LineEffect, type LineInput, type LineState } from './command-machine.ts';

/** The conversation with the device is over: closed, or no answer to any try. */
export class LineLost extends Error {
  override readonly name = 'LineLost';
}

export interface LineOptions {
  readonly address: number;
  /** How long one try waits for its answer. */
  readonly replyTimeoutMs: number;
}

/** Runs the command machine over one transport: one command at a time, each answered or the line is lost. */
export class SspLine {
  readonly #transport: Transport;
  readonly #options: LineOptions;
  readonly #decoder = new SspDecoder();
  #state: LineState;
  #timer: NodeJS.Timeout | undefined;
  #settle: { answered: (data: Uint8Array) => void; lost: (error: LineLost) => void } | undefined;
  #lost: LineLost | undefined;

  constructor(transport: Transport, options: LineOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#state = freshLine(options.address);
    transport.onData((bytes) => {
      for (const found of this.#decoder.push(bytes)) if (isFrame(found)) this.#feed({ input: 'frame', frame: found });
    });
    transport.onClose((reason) => this.#lose(reason));
  }

  /** @throws LineLost */
  exchange(command: number, parameters: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    const lost = this.#lost;
    if (lost) return Promise.reject(lost);
    return new Promise((answered, reject) => {
      this.#settle = { answered, lost: reject };
      this.#feed({ input: 'send', data: Uint8Array.of(command, ...parameters) });
    });
  }

  async close(): Promise<void> {
    this.#lose('closed by us');
    await this.#transport.close();
  }

  #feed(input: LineInput): void {
    const [state, effect] = nextLine(this.#state, input);
    this.#state = state;
    this.#perform(effect);
  }

  #perform(effect: LineEffect): void {
    switch (effect.effect) {
      case 'write':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#feed({ input: 'timeout' }), this.#options.replyTimeoutMs);
        this.#transport.write(effect.bytes).catch((error: unknown) => this.#lose(String(error)));
        return;
      case 'answered': {
        clearTimeout(this.#timer);
        const settle = this.#settle;
        this.#settle = undefined;
        settle?.answered(effect.data);
        return;
      }
      case 'gave-up':
        this.#lose('no answer');
        return;
      case 'ignored':
        return;
    }
  }

  #lose(reason: string): void {
    clearTimeout(this.#timer);
    this.#lost ??= new LineLost(reason);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.lost(this.#lost);
  }
}
