import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { WireFaults } from './validator/wire-faults.ts';

/** Longer than a host waits for one try in tests, shorter than for all of them. */
const SLOW_MS = 150;

export interface PortOptions {
  readonly host?: string;
  readonly port?: number;
}

/**
 * A simulated device with a switch for its power, a data cable that can be pulled, and a wire that can be bad, whatever
 * it speaks. It answers bytes with bytes and knows nothing of the bridge.
 */
export abstract class PluggedTwin<Frame> {
  protected readonly wireFaults = new WireFaults();
  readonly #portOptions: PortOptions;
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<() => void>();
  #server: Server | undefined;
  #powered = true;
  #plugged = true;

  constructor(portOptions: PortOptions) {
    this.#portOptions = portOptions;
  }

  /** A fresh one for each line; every frame it finds is answered. */
  protected abstract newReader(line: Duplex): { push(bytes: Uint8Array): readonly Frame[] };
  /** Undefined: it says nothing to this. */
  protected abstract answer(frame: Frame): Uint8Array | undefined;
  protected abstract losePower(): void;
  protected abstract powerUp(): void;

  /** Waits for the bridge on TCP. */
  async listen(): Promise<{ readonly port: number }> {
    const server = createServer({ noDelay: true }, (socket) => this.attach(socket));
    this.#server = server;
    const { port = 0, host = '127.0.0.1' } = this.#portOptions;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return { port: (server.address() as AddressInfo).port };
  }

  /** Any byte line: a socket, one end of a pseudo-terminal. */
  attach(line: Duplex): void {
    if (!this.#plugged) {
      line.destroy();
      return;
    }
    const reader = this.newReader(line);
    this.#lines.add(line);
    line.on('error', () => undefined);
    line.on('close', () => {
      this.#lines.delete(line);
      this.changed();
    });
    line.on('data', (bytes: Uint8Array) => {
      for (const frame of reader.push(bytes)) this.#hear(line, frame);
    });
    this.changed();
  }

  powerOff(): void {
    this.#powered = false;
    this.losePower();
    this.changed();
  }

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.powerUp();
    this.changed();
  }

  powerCycle(): void {
    this.powerOff();
    this.powerOn();
  }

  /** Pulls the data cable; the device keeps its power. */
  unplug(): void {
    this.#plugged = false;
    for (const line of this.#lines) line.destroy();
    this.changed();
  }

  replug(): void {
    this.#plugged = true;
    this.changed();
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

  protected get powered(): boolean {
    return this.#powered;
  }

  protected plugs(): { readonly powered: boolean; readonly plugged: boolean; readonly connected: boolean } {
    return { powered: this.#powered, plugged: this.#plugged, connected: this.#lines.size > 0 };
  }

  protected changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #hear(line: Duplex, frame: Frame): void {
    if (!this.#powered || this.wireFaults.spend('silence') || this.wireFaults.spend('lost-command')) return;
    const reply = this.answer(frame);
    if (!reply) return;
    if (this.wireFaults.spend('slow-reply')) setTimeout(() => this.wireFaults.speak(line, reply), SLOW_MS).unref();
    else this.wireFaults.speak(line, reply);
  }
}
