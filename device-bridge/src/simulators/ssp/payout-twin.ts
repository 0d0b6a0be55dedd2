import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { WireFaults, type WireFault } from '../validator/wire-faults.ts';
import { PayoutSlave } from './payout-slave.ts';
import { PayoutStore, type PayoutMemory } from './payout-store.ts';
import { SspSession } from './session.ts';

const FACTORY_KEY = '0123456701234567';

export interface SspPayoutTwinOptions {
  /** What lies in it and what it has counted survive in here. */
  readonly stateDir: string;
  readonly port?: number;
  readonly pays?: 'coins' | 'notes';
  /** Firmware without POLL WITH ACK and GET ALL LEVELS. */
  readonly old?: boolean;
  readonly coinMs?: number;
  readonly timeoutMs?: number;
  /** Of each denomination, at the first start. */
  readonly filledWith?: number;
}

export const STORE_FAULTS = ['jam', 'fraud'] as const;
export type StoreFault =
  { readonly kind: WireFault; readonly times?: number } | { readonly kind: (typeof STORE_FAULTS)[number] };

export interface SspPayoutTwinState {
  readonly powered: boolean;
  readonly plugged: boolean;
  readonly connected: boolean;
  readonly paying: boolean;
  readonly store: readonly { readonly denominationFen: number; readonly counted: number; readonly left: number }[];
  readonly paidFen: number;
  readonly faults: readonly string[];
}

const VALUES = { coins: [10, 50, 100], notes: [100, 500, 1_000, 2_000, 5_000, 10_000] } as const;
const ADDRESS = { coins: 16, notes: 0 } as const;
const SLOW_MS = 150;

/**
 * A SMART Hopper (1 yuan, 5 jiao, 1 jiao in one store) or a SMART Payout with notes, as it behaves on its line. It
 * answers bytes with bytes and knows nothing of the bridge.
 */
export class SspPayoutTwin {
  readonly #options: SspPayoutTwinOptions;
  readonly #file: string;
  readonly #store: PayoutStore;
  readonly #slave: PayoutSlave;
  readonly #session: SspSession;
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<() => void>();
  readonly #wireFaults = new WireFaults();
  #server: Server | undefined;
  #powered = true;
  #plugged = true;

  constructor(options: SspPayoutTwinOptions) {
    this.#options = options;
    const { stateDir, pays = 'coins', old = false, coinMs = 250, timeoutMs = 2_000, filledWith = 60 } = options;
    mkdirSync(stateDir, { recursive: true });
    this.#file = join(stateDir, `ssp-payout-${pays}.json`);
    const existed = existsSync(this.#file);
    const filled = Object.fromEntries(VALUES[pays].map((fen) => [fen, filledWith]));
    const memory = existed
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as PayoutMemory)
      : { contents: { ...filled }, levels: { ...filled }, paidFen: 0, order: undefined };
    this.#store = new PayoutStore(
      memory,
      { coinMs, timeoutMs },
      { changed: () => this.#changed(), ended: (end, paidFen) => this.#slave.ended(end, paidFen) },
    );
    this.#slave = new PayoutSlave(this.#store, { pays, old });
    this.#session = new SspSession(
      ADDRESS[pays],
      (command, sealed) => this.#slave.answer(command, sealed),
      FACTORY_KEY,
    );
    if (existed) this.#slave.powerUp();
  }

  async listen(): Promise<{ readonly port: number }> {
    const server = createServer({ noDelay: true }, (socket) => this.attach(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#options.port ?? 0, '127.0.0.1', resolve);
    });
    return { port: (server.address() as AddressInfo).port };
  }

  /** Any byte line: a socket, one end of a pseudo-terminal. */
  attach(line: Duplex): void {
    if (!this.#plugged) {
      line.destroy();
      return;
    }
    const reader = this.#session.createReader();
    this.#lines.add(line);
    line.on('error', () => undefined);
    line.on('close', () => {
      this.#lines.delete(line);
      this.#changed();
    });
    line.on('data', (bytes: Uint8Array) => {
      for (const frame of reader.push(bytes)) this.#hear(line, frame);
    });
    this.#changed();
  }

  /**
   * Fills it to so many of a kind, and tells it.
   * @param left what really lies in it, where somebody counted wrong
   */
  fill(denominationFen: number, counted: number, left = counted): void {
    const { contents, levels } = this.#store.memory;
    if (levels[denominationFen] === undefined) throw new RangeError(`it holds nothing of ${denominationFen} fen`);
    levels[denominationFen] = counted;
    contents[denominationFen] = left;
    this.#changed();
  }

  powerOff(): void {
    this.#powered = false;
    this.#store.powerOff();
    this.#changed();
  }

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.#session.powerUp();
    this.#slave.powerUp();
    this.#changed();
  }

  powerCycle(): void {
    this.powerOff();
    this.powerOn();
  }

  /** Pulls the data cable; the device keeps its power. */
  unplug(): void {
    this.#plugged = false;
    for (const line of this.#lines) line.destroy();
    this.#changed();
  }

  replug(): void {
    this.#plugged = true;
    this.#changed();
  }

  setFault(fault: StoreFault): void {
    if (fault.kind === 'jam') this.#store.jammed = true;
    else if (fault.kind === 'fraud') this.#store.cheated = true;
    else this.#wireFaults.set(fault.kind, 'times' in fault ? (fault.times ?? 1) : 1);
    this.#changed();
  }

  clearFaults(): void {
    this.#store.jammed = false;
    this.#store.cheated = false;
    this.#wireFaults.clear();
    this.#changed();
  }

  state(): SspPayoutTwinState {
    const { levels, contents, paidFen, order } = this.#store.memory;
    const stuck = [this.#store.jammed && 'jam', this.#store.cheated && 'fraud'].filter((fault) => fault !== false);
    return {
      powered: this.#powered,
      plugged: this.#plugged,
      connected: this.#lines.size > 0,
      paying: order !== undefined,
      store: Object.entries(levels).map(([fen, counted]) => ({
        denominationFen: Number(fen),
        counted,
        left: contents[fen] ?? 0,
      })),
      paidFen,
      faults: [...stuck, ...this.#wireFaults.names()],
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Switches it off and frees its port; its memory stays in the state directory. */
  async close(): Promise<void> {
    this.powerOff();
    this.unplug();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #hear(line: Duplex, frame: Uint8Array): void {
    if (!this.#powered || this.#wireFaults.spend('silence') || this.#wireFaults.spend('lost-command')) return;
    const reply = this.#session.answer(frame);
    if (!reply) return;
    if (this.#wireFaults.spend('slow-reply')) setTimeout(() => this.#wireFaults.speak(line, reply), SLOW_MS).unref();
    else this.#wireFaults.speak(line, reply);
  }

  #changed(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#store.memory));
    renameSync(`${this.#file}.new`, this.#file);
    for (const listener of this.#listeners) listener();
  }
}
