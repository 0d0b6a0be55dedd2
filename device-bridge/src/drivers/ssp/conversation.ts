import type { Transport } from '../../transports/transport.ts';
import { ExchangeLine, LineLost } from '../bill-acceptor/exchange-line.ts';
import type { SspFrame } from './codec.ts';
import { sspProtocol, type LineState } from './command-machine.ts';
import { COMMAND, REPLY } from './commands.ts';
import { littleEndian64, newKeyExchange, power, seal, sessionKey, unseal, type KeyExchange } from './encryption.ts';

export interface ConversationOptions {
  readonly address: number;
  readonly replyTimeoutMs: number;
  /** Set for eSSP. */
  readonly fixedKey?: string;
}

/** SSP commands and their answers over one line, in the clear or, once keys are agreed, encrypted. */
export class SspConversation {
  readonly #line: ExchangeLine<LineState, Uint8Array, SspFrame, Uint8Array>;
  readonly #fixedKey: string | undefined;
  #key: Uint8Array | undefined;
  /** Both sides count each packet they send. */
  #count = 0;

  constructor(transport: Transport, { address, replyTimeoutMs, fixedKey }: ConversationOptions) {
    this.#line = new ExchangeLine(transport, sspProtocol(address), replyTimeoutMs);
    this.#fixedKey = fixedKey;
  }

  get encrypted(): boolean {
    return this.#fixedKey !== undefined;
  }

  /** Begins anew in the clear. */
  async synchronise(): Promise<void> {
    this.#key = undefined;
    await this.command(COMMAND.sync);
  }

  /** @throws LineLost when the device does not agree on keys. */
  async agreeOnKeys(exchange: KeyExchange = newKeyExchange()): Promise<void> {
    if (this.#fixedKey === undefined) return;
    const { generator, modulus, hostSecret } = exchange;
    await this.#expectOk(COMMAND.setGenerator, littleEndian64(generator));
    await this.#expectOk(COMMAND.setModulus, littleEndian64(modulus));
    const hostKey = littleEndian64(power(generator, hostSecret, modulus));
    const reply = await this.#expectOk(COMMAND.requestKeyExchange, hostKey);
    if (reply.length < 9) throw new LineLost('validator sent no key');
    const slaveKey = Buffer.from(reply).readBigUInt64LE(1);
    this.#key = sessionKey(this.#fixedKey, power(slaveKey, hostSecret, modulus));
    this.#count = 0;
  }

  /** @throws LineLost also when the device forgot the key, so that all begins anew. */
  async command(code: number, parameters: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    const data = Uint8Array.of(code, ...parameters);
    const key = this.#key;
    if (!key) return this.#line.exchange(data);
    const reply = await this.#line.exchange(seal(key, this.#count, data));
    if (reply[0] === REPLY.keyNotSet) throw new LineLost('validator forgot the key');
    this.#count = (this.#count + 1) >>> 0;
    const open = unseal(key, this.#count, reply);
    if (!open) throw new LineLost('encrypted answer does not fit');
    return open;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #expectOk(code: number, parameters: Uint8Array): Promise<Uint8Array> {
    const reply = await this.command(code, parameters);
    if (reply[0] !== REPLY.ok) throw new LineLost(`validator refused key exchange (${code.toString(16)})`);
    return reply;
  }
}
