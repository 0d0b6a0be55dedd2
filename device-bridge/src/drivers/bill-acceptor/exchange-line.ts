import { setTimeout as delay } from 'node:timers/promises';
import type { Transport } from '../../transports/transport.ts';
import { patience } from '../patience.ts';

/** The conversation with the device is over: closed, or no answer to any try. */
export class LineLost extends Error {
  override readonly name = 'LineLost';
  /** `silent`: the line is there and nobody answers on it; `closed`: the line itself is gone. */
  readonly trouble: 'silent' | 'closed';

  constructor(reason: string, trouble: 'silent' | 'closed' = 'silent') {
    super(reason);
    this.trouble = trouble;
  }
}

/** Bytes a decoder skipped to find the next frame. */
export interface Discarded {
  readonly discarded: 'noise' | 'wrong-crc' | 'cut-short';
  readonly bytes: number;
}

export type ExchangeInput<Request, Frame> =
  | { readonly input: 'send'; readonly request: Request }
  | { readonly input: 'frame'; readonly frame: Frame }
  /** A frame with a wrong check came in. */
  | { readonly input: 'damaged' }
  | { readonly input: 'timeout' };

export type ExchangeEffect<Reply> =
  | { readonly effect: 'write'; readonly bytes: Uint8Array }
  | { readonly effect: 'answered'; readonly reply: Reply }
  | { readonly effect: 'gave-up' }
  /** A frame nobody waits for: an echo, or a late duplicate. */
  | { readonly effect: 'ignored' };

export interface FrameDecoder<Frame> {
  push(bytes: Uint8Array): readonly (Frame | Discarded)[];
  /** The line was quiet: what is half there will never be whole. Absent where a frame's start cannot be mistaken. */
  quiet?(): void;
}

/** What differs between the wire protocols: frames, and a pure machine for one command on its way. */
export interface WireProtocol<State, Request, Frame extends object, Reply> {
  readonly fresh: State;
  readonly next: (state: State, input: ExchangeInput<Request, Frame>) => readonly [State, ExchangeEffect<Reply>];
  readonly createDecoder: () => FrameDecoder<Frame>;
}

/** After a repeated command, so many reply times without a byte make the line trustworthy again. */
const QUIET_TIMEOUTS = 2;

/** Runs a command machine over one transport: one command at a time, each answered or the line is lost. */
export class ExchangeLine<State, Request, Frame extends object, Reply> {
  readonly #transport: Transport;
  readonly #protocol: WireProtocol<State, Request, Frame, Reply>;
  readonly #replyTimeoutMs: number;
  readonly #decoder: FrameDecoder<Frame>;
  #state: State;
  #endWait: () => void = () => undefined;
  #settle: { answered: (reply: Reply) => void; lost: (error: LineLost) => void } | undefined;
  #lost: LineLost | undefined;
  /** This exchange needed a second try, so an answer to the first may still be on its way. */
  #retried = false;
  #quietFrom = 0;

  constructor(
    transport: Transport,
    protocol: WireProtocol<State, Request, Frame, Reply>,
    /** How long one try waits for its answer. */
    replyTimeoutMs: number,
  ) {
    this.#transport = transport;
    this.#protocol = protocol;
    this.#replyTimeoutMs = replyTimeoutMs;
    this.#decoder = protocol.createDecoder();
    this.#state = protocol.fresh;
    transport.onData((bytes) => {
      if (this.#quietFrom > 0) this.#quietFrom = performance.now();
      for (const found of this.#decoder.push(bytes)) {
        if (!('discarded' in found)) this.#feed({ input: 'frame', frame: found });
        else if (found.discarded === 'wrong-crc') this.#feed({ input: 'damaged' });
      }
    });
    transport.onClose((reason) => this.#lose(reason, 'closed'));
  }

  /** @throws LineLost */
  async exchange(request: Request): Promise<Reply> {
    await this.#letStrayAnswersPass();
    const lost = this.#lost;
    if (lost) throw lost;
    return new Promise<Reply>((answered, reject) => {
      this.#settle = { answered, lost: reject };
      this.#feed({ input: 'send', request });
    });
  }

  /** The last answer came after more than one try. */
  get wasRepeated(): boolean {
    return this.#retried;
  }

  /** Writes what no answer follows. */
  post(bytes: Uint8Array): void {
    if (!this.#lost) this.#write(bytes);
  }

  async close(): Promise<void> {
    this.#lose('closed by us', 'closed');
    await this.#transport.close();
  }

  /**
   * A late answer to a repeated command must not pass for the answer to the next one: a one-bit sequence, or none, cannot
   * tell them apart. So the line has to be quiet before it is used again.
   */
  async #letStrayAnswersPass(): Promise<void> {
    if (!this.#retried) return;
    this.#retried = false;
    this.#quietFrom = performance.now();
    const quietMs = QUIET_TIMEOUTS * this.#replyTimeoutMs;
    for (let left = quietMs; left > 0 && !this.#lost; left = this.#quietFrom + quietMs - performance.now()) {
      await delay(left);
    }
    this.#quietFrom = 0;
  }

  #feed(input: ExchangeInput<Request, Frame>): void {
    const [state, effect] = this.#protocol.next(this.#state, input);
    this.#state = state;
    this.#perform(effect);
  }

  #perform(effect: ExchangeEffect<Reply>): void {
    switch (effect.effect) {
      case 'write':
        this.#endWait();
        this.#endWait = patience(this.#replyTimeoutMs, () => {
          this.#retried = true;
          this.#feed({ input: 'timeout' });
        });
        this.#decoder.quiet?.();
        this.#write(effect.bytes);
        return;
      case 'answered': {
        this.#endWait();
        const settle = this.#settle;
        this.#settle = undefined;
        settle?.answered(effect.reply);
        return;
      }
      case 'gave-up':
        this.#lose('no answer', 'silent');
        return;
      case 'ignored':
        return;
    }
  }

  #write(bytes: Uint8Array): void {
    this.#transport.write(bytes).catch((error: unknown) => this.#lose(String(error), 'closed'));
  }

  #lose(reason: string, trouble: LineLost['trouble']): void {
    this.#endWait();
    this.#lost ??= new LineLost(reason, trouble);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.lost(this.#lost);
  }
}
