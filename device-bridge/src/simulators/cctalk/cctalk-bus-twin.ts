import { mkdirSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { WireFaults, type WireFault } from '../validator/wire-faults.ts';
import type { BusUnit } from './bus-unit.ts';
import { CoinAcceptorUnit, type CoinBoxMemory } from './coin-acceptor-unit.ts';
import { HopperUnit, type HopperMemory, type HopperUnitOptions } from './hopper-unit.ts';
import { replyFrame, SlaveReader, type SlaveCheck, type SlaveFrame } from './wire.ts';

export interface CcTalkBusTwinOptions {
  /** Coins, counters and EEPROMs survive in here. */
  readonly stateDir: string;
  readonly port?: number;
  readonly check?: SlaveCheck;
  readonly coinMs?: number;
  readonly timeoutMs?: number;
  /** Coins at the first start, per hopper. */
  readonly filledWith?: number;
  readonly hoppers?: Partial<Pick<HopperUnitOptions, 'levelSensor' | 'countsTotal' | 'keepsOrders' | 'dispense'>>;
}

export type CoinFault =
  | { readonly kind: WireFault; readonly times?: number }
  /** Of the acceptor, or of one hopper by its value in fen. */
  | { readonly kind: 'jam'; readonly denominationFen?: number | undefined };

export interface CcTalkBusState {
  readonly powered: boolean;
  readonly plugged: boolean;
  readonly connected: boolean;
  readonly accepting: boolean;
  readonly box: { readonly coins: Readonly<Record<string, number>>; readonly totalFen: number };
  readonly hoppers: readonly { readonly denominationFen: number; readonly coins: number; readonly jammed: boolean }[];
  /** What lies in the tray, or was taken from it. */
  readonly paidFen: number;
  readonly faults: readonly string[];
}

interface Memory {
  box: CoinBoxMemory;
  hoppers: Record<string, HopperMemory>;
  paidFen: number;
}

const ACCEPTOR_ADDRESS = 2;
const HOPPERS = [
  { address: 3, denominationFen: 100 },
  { address: 4, denominationFen: 50 },
  { address: 5, denominationFen: 10 },
] as const;
const SLOW_MS = 150;
const NAK = 5;

/**
 * A ccTalk bus with a coin acceptor and three hoppers (1 yuan, 5 jiao, 1 jiao). One wire: what the host says echoes
 * back. It answers bytes with bytes and knows nothing of the bridge.
 */
export class CcTalkBusTwin {
  readonly #options: CcTalkBusTwinOptions;
  readonly #file: string;
  readonly #memory: Memory;
  readonly #acceptor: CoinAcceptorUnit;
  readonly #hoppers: readonly HopperUnit[];
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<() => void>();
  readonly #wireFaults = new WireFaults();
  #server: Server | undefined;
  #powered = true;
  #plugged = true;

  constructor(options: CcTalkBusTwinOptions) {
    this.#options = options;
    mkdirSync(options.stateDir, { recursive: true });
    this.#file = join(options.stateDir, 'cctalk-bus.json');
    const existed = existsSync(this.#file);
    this.#memory = existed
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Memory)
      : { box: { box: {}, returned: 0 }, hoppers: {}, paidFen: 0 };
    this.#acceptor = new CoinAcceptorUnit(ACCEPTOR_ADDRESS, this.#memory.box, () => this.#changed());
    this.#hoppers = HOPPERS.map((place) => this.#hopperAt(place));
    if (existed) for (const unit of this.#units()) unit.powerUp();
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
    const reader = new SlaveReader(this.#options.check ?? 'sum');
    this.#lines.add(line);
    line.on('error', () => undefined);
    line.on('close', () => {
      this.#lines.delete(line);
      this.#changed();
    });
    line.on('data', (bytes: Uint8Array) => {
      line.write(bytes);
      for (const frame of reader.push(bytes)) this.#hear(line, frame);
    });
  }

  /** Drops a coin into the slot; one that is not wanted falls through. */
  insertCoin(fen: number, { counterfeit = false } = {}): 'taken' | 'returned' {
    return this.#powered ? this.#acceptor.insert(fen, counterfeit) : 'returned';
  }

  /** @param coins 0 empties it */
  fillHopper(denominationFen: number, coins: number): void {
    this.#hopper(denominationFen).memory.coins = coins;
    this.#changed();
  }

  powerOff(): void {
    this.#powered = false;
    for (const unit of this.#units()) unit.powerOff();
    this.#changed();
  }

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    for (const unit of this.#units()) unit.powerUp();
    this.#changed();
  }

  powerCycle(): void {
    this.powerOff();
    this.powerOn();
  }

  /** Pulls the data cable; the devices keep their power. */
  unplug(): void {
    this.#plugged = false;
    for (const line of this.#lines) line.destroy();
    this.#changed();
  }

  replug(): void {
    this.#plugged = true;
    this.#changed();
  }

  setFault(fault: CoinFault): void {
    if (fault.kind !== 'jam') this.#wireFaults.set(fault.kind, fault.times ?? 1);
    else if (fault.denominationFen === undefined) this.#acceptor.jammed = true;
    else this.#hopper(fault.denominationFen).jammed = true;
    this.#changed();
  }

  clearFaults(): void {
    this.#acceptor.jammed = false;
    for (const hopper of this.#hoppers) hopper.jammed = false;
    this.#wireFaults.clear();
    this.#changed();
  }

  state(): CcTalkBusState {
    const coins = this.#memory.box.box;
    const jams = [
      ...(this.#acceptor.jammed ? ['jam'] : []),
      ...this.#hoppers.filter(({ jammed }) => jammed).map(({ options }) => `jam ${options.denominationFen}`),
    ];
    return {
      powered: this.#powered,
      plugged: this.#plugged,
      connected: this.#lines.size > 0,
      accepting: this.#powered && this.#acceptor.accepting,
      box: {
        coins: { ...coins },
        totalFen: Object.entries(coins).reduce((sum, [fen, count]) => sum + Number(fen) * count, 0),
      },
      hoppers: this.#hoppers.map(({ options, memory, jammed }) => ({
        denominationFen: options.denominationFen,
        coins: memory.coins,
        jammed,
      })),
      paidFen: this.#memory.paidFen,
      faults: [...jams, ...this.#wireFaults.names()],
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Switches the bus off and frees its port; what it remembers stays in the state directory. */
  async close(): Promise<void> {
    this.powerOff();
    this.unplug();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #hear(line: Duplex, { to, header, data }: SlaveFrame): void {
    const unit = this.#units().find(({ address }) => address === to);
    if (!this.#powered || !unit) return;
    if (this.#wireFaults.spend('silence') || this.#wireFaults.spend('lost-command')) return;
    const answer = unit.answer(header, data);
    if (answer === undefined) return;
    const check = this.#options.check ?? 'sum';
    const reply = answer === 'nak' ? replyFrame(check, to, NAK, []) : replyFrame(check, to, 0, answer);
    if (this.#wireFaults.spend('slow-reply')) setTimeout(() => this.#wireFaults.speak(line, reply), SLOW_MS).unref();
    else this.#wireFaults.speak(line, reply);
  }

  #units(): readonly BusUnit[] {
    return [this.#acceptor, ...this.#hoppers];
  }

  #hopper(denominationFen: number): HopperUnit {
    const hopper = this.#hoppers.find(({ options }) => options.denominationFen === denominationFen);
    if (!hopper) throw new Error(`there is no hopper of ${denominationFen} fen`);
    return hopper;
  }

  #hopperAt({ address, denominationFen }: (typeof HOPPERS)[number]): HopperUnit {
    const { filledWith = 60, coinMs = 250, timeoutMs = 2_000, hoppers } = this.#options;
    const fresh = { coins: filledWith, total: 0, orders: 0, remaining: 0, paid: 0, unpaid: 0 };
    const memory = (this.#memory.hoppers[address] ??= fresh);
    const options: HopperUnitOptions = {
      address,
      denominationFen,
      serial: 100_000 + address,
      coinMs,
      timeoutMs,
      levelSensor: true,
      countsTotal: true,
      keepsOrders: false,
      dispense: 'serial-number',
      ...hoppers,
    };
    return new HopperUnit(options, memory, {
      changed: () => this.#changed(),
      dropped: () => {
        this.#memory.paidFen += denominationFen;
      },
    });
  }

  #changed(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#memory));
    renameSync(`${this.#file}.new`, this.#file);
    for (const listener of this.#listeners) listener();
  }
}
