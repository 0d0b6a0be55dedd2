import type { Transport, TransportFactory } from '../../transports/transport.ts';
import { ExchangeLine, LineLost } from '../bill-acceptor/exchange-line.ts';
import type { CcTalkCheck, CcTalkFrame } from './codec.ts';
import { ccTalkProtocol, type BusState, type CcTalkReply, type CcTalkRequest } from './command-machine.ts';
import { withoutEcho } from './without-echo.ts';

export interface CcTalkBusOptions {
  readonly transport: TransportFactory;
  readonly check: CcTalkCheck;
  readonly replyTimeoutMs: number;
}

/**
 * One wire with several devices on it. Each keeps its own conversation and takes its turn here, so a device that keeps
 * silent costs the others its timeouts and nothing else.
 */
export class CcTalkBus {
  readonly #options: CcTalkBusOptions;
  #line: ExchangeLine<BusState, CcTalkRequest, CcTalkFrame, CcTalkReply> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CcTalkBusOptions) {
    this.#options = options;
  }

  get description(): string {
    return this.#options.transport.description;
  }

  /** What is known of the wire's supply and its recovery, for whoever climbs the ladder. */
  get rescue(): Pick<TransportFactory, 'description' | 'relay' | 'onRecovery'> {
    return this.#options.transport;
  }

  /** @throws LineLost when the wire itself is gone */
  exchange(request: CcTalkRequest): Promise<CcTalkReply> {
    const mine = this.#turn.then(() => this.#exchangeNow(request));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** The next exchange opens the wire anew. */
  async reopen(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    await line?.close();
  }

  async #exchangeNow(request: CcTalkRequest): Promise<CcTalkReply> {
    this.#line ??= this.#talkOver(await this.#open());
    try {
      return await this.#line.exchange(request);
    } catch (error) {
      this.#line = undefined;
      throw error;
    }
  }

  async #open(): Promise<Transport> {
    try {
      return await this.#options.transport.open();
    } catch (error) {
      throw new LineLost(String(error), 'closed');
    }
  }

  #talkOver(transport: Transport): ExchangeLine<BusState, CcTalkRequest, CcTalkFrame, CcTalkReply> {
    const { check, replyTimeoutMs } = this.#options;
    return new ExchangeLine(withoutEcho(transport), ccTalkProtocol(check), replyTimeoutMs);
  }
}

/** One device on the bus. */
export class CcTalkDevice {
  readonly #bus: CcTalkBus;
  readonly #address: number;

  constructor(bus: CcTalkBus, address: number) {
    this.#bus = bus;
    this.#address = address;
  }

  /** The data of the answer; undefined when the device refuses or knows no such command. @throws LineLost */
  async ask(header: number, ...data: readonly number[]): Promise<Uint8Array | undefined> {
    const reply = await this.#bus.exchange({ to: this.#address, header, data: Uint8Array.from(data) });
    if (reply.reply === 'lost') throw new LineLost(`nobody answers at address ${this.#address}`, 'silent');
    return reply.reply === 'answer' ? reply.data : undefined;
  }

  /** Whether the device knows a command: one it does not know gets no answer at all. @throws LineLost */
  async knows(header: number): Promise<boolean> {
    const reply = await this.#bus.exchange({ to: this.#address, header, data: new Uint8Array() });
    return reply.reply === 'answer';
  }

  /** @throws LineLost */
  async demand(header: number, ...data: readonly number[]): Promise<Uint8Array> {
    const answer = await this.ask(header, ...data);
    if (!answer) throw new LineLost(`address ${this.#address} refuses header ${header}`, 'silent');
    return answer;
  }

  /** Says it one time only, whatever becomes of the answer. @throws LineLost when the wire is gone */
  once(header: number, data: readonly number[]): Promise<CcTalkReply> {
    return this.#bus.exchange({ to: this.#address, header, data: Uint8Array.from(data), once: true });
  }

  reopen(): Promise<void> {
    return this.#bus.reopen();
  }
}
