import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { LIFELIKE_SPEEDS, ValidatorMechanics, type TwinSpeeds } from './mechanics.ts';
import { TwinMemoryFile, type NoteInside } from './twin-state.ts';
import type { BuildUnit, ProtocolUnit } from './unit.ts';
import { WireFaults, type WireFault } from './wire-faults.ts';

export interface ValidatorTwinOptions {
  /** Counters, the box and a note inside survive in here. A twin made on an old directory powers up from it. */
  readonly stateDir: string;
  readonly host?: string;
  readonly port?: number;
  readonly speeds?: Partial<TwinSpeeds>;
  readonly currency?: string;
  /** In the order of the unit's own table, in fen. */
  readonly denominationsFen?: readonly number[];
}

/** Of the machine, until cleared. */
export const MACHINE_FAULTS = ['jam', 'cashbox-full', 'cashbox-removed', 'forgets-value'] as const;
export type MachineFault = (typeof MACHINE_FAULTS)[number];
export type ValidatorFault =
  | { readonly kind: WireFault; readonly times?: number }
  | { readonly kind: MachineFault }
  /** Someone pulls on the note: reported once. */
  | { readonly kind: 'fraud' };

export interface ValidatorTwinState {
  readonly protocol: string;
  readonly powered: boolean;
  readonly plugged: boolean;
  readonly connected: boolean;
  readonly enabled: boolean;
  readonly note: NoteInside | undefined;
  readonly cashBox: {
    readonly state: 'in' | 'full' | 'out';
    readonly notes: Readonly<Record<string, number>>;
    readonly totalFen: number;
  };
  readonly returnedFen: readonly number[];
  readonly counters: { readonly stacked: number; readonly rejected: number };
  readonly faults: readonly string[];
}

/** Longer than a host waits for one try in tests, shorter than for all of them. */
const SLOW_MS = 150;
const RENMINBI = [100, 500, 1_000, 2_000, 5_000, 10_000];

/**
 * A bill validator as it behaves on its line, for tests and for the bench: mechanics, memory and plugs, around the
 * electronics of one protocol. It answers bytes with bytes and knows nothing of the bridge.
 */
export class ValidatorTwin {
  readonly protocol: string;
  readonly #options: ValidatorTwinOptions;
  readonly #store: TwinMemoryFile;
  readonly #mechanics: ValidatorMechanics;
  readonly #unit: ProtocolUnit;
  readonly #denominations: readonly number[];
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<() => void>();
  readonly #wireFaults = new WireFaults();
  #server: Server | undefined;
  #powered = true;
  #plugged = true;

  constructor(protocol: string, buildUnit: BuildUnit, options: ValidatorTwinOptions) {
    this.protocol = protocol;
    this.#options = options;
    this.#store = new TwinMemoryFile(options.stateDir, protocol);
    this.#denominations = options.denominationsFen ?? RENMINBI;
    const speeds = { ...LIFELIKE_SPEEDS, ...options.speeds };
    this.#mechanics = new ValidatorMechanics(this.#store, speeds, {
      happened: (happening) => this.#unit.happened(happening),
      changed: () => this.#changed(),
    });
    this.#unit = buildUnit({
      mechanics: this.#mechanics,
      store: this.#store,
      currency: options.currency ?? 'CNY',
      denominations: this.#denominations,
    });
    if (this.#store.existed) this.#unit.powerUp();
  }

  /** Waits for the bridge on TCP. */
  async listen(): Promise<{ readonly port: number }> {
    const server = createServer({ noDelay: true }, (socket) => this.attach(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#options.port ?? 0, this.#options.host ?? '127.0.0.1', resolve);
    });
    return { port: (server.address() as AddressInfo).port };
  }

  /** Any byte line: a socket, one end of a pseudo-terminal. */
  attach(line: Duplex): void {
    if (!this.#plugged) {
      line.destroy();
      return;
    }
    const reader = this.#unit.createReader();
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

  /** Pushes a note to the mouth; a unit that is off, disabled, blocked or busy leaves it in the hand. */
  insertNote(fen: number, { counterfeit = false } = {}): 'taken' | 'left-in-hand' {
    const { jammed, cashBox, note } = this.#mechanics;
    if (!this.#powered || !this.#unit.accepting || jammed || cashBox !== 'in' || note) return 'left-in-hand';
    this.#mechanics.pullIn(fen, counterfeit, (read) => {
      if (!this.#denominations.includes(read)) return 'unknown';
      return this.#unit.letsIn(read) ? 'good' : 'inhibited';
    });
    return 'taken';
  }

  powerOff(): void {
    this.#powered = false;
    this.#mechanics.powerOff();
    this.#changed();
  }

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.#unit.powerUp();
    this.#changed();
  }

  powerCycle(): void {
    this.powerOff();
    this.powerOn();
  }

  /** Pulls the data cable; the unit keeps its power. */
  unplug(): void {
    this.#plugged = false;
    for (const line of this.#lines) line.destroy();
    this.#changed();
  }

  replug(): void {
    this.#plugged = true;
    this.#changed();
  }

  setFault(fault: ValidatorFault): void {
    if (fault.kind === 'jam') this.#mechanics.jammed = true;
    else if (fault.kind === 'cashbox-full') this.#mechanics.cashBox = 'full';
    else if (fault.kind === 'cashbox-removed') this.#mechanics.cashBox = 'out';
    else if (fault.kind === 'forgets-value') this.#mechanics.forgetsValue = true;
    else if (fault.kind === 'fraud') this.#unit.cheat();
    else this.#wireFaults.set(fault.kind, 'times' in fault ? (fault.times ?? 1) : 1);
    this.#changed();
  }

  clearFaults(): void {
    if (this.#mechanics.cashBox === 'out') this.#unit.cashBoxReplaced();
    this.#mechanics.unjam();
    this.#mechanics.cashBox = 'in';
    this.#mechanics.forgetsValue = false;
    this.#wireFaults.clear();
    this.#changed();
  }

  state(): ValidatorTwinState {
    const { cashBox, returned, stackedCounter, rejectedCounter } = this.#store.memory;
    const machineFaults = [this.#mechanics.jammed && 'jam', this.#mechanics.forgetsValue && 'forgets-value'];
    return {
      protocol: this.protocol,
      powered: this.#powered,
      plugged: this.#plugged,
      connected: this.#lines.size > 0,
      enabled: this.#unit.accepting,
      note: this.#mechanics.note,
      cashBox: {
        state: this.#mechanics.cashBox,
        notes: { ...cashBox },
        totalFen: Object.entries(cashBox).reduce((sum, [fen, count]) => sum + Number(fen) * count, 0),
      },
      returnedFen: [...returned],
      counters: { stacked: stackedCounter, rejected: rejectedCounter },
      faults: [...machineFaults.filter((fault) => fault !== false), ...this.#wireFaults.names()],
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Switches the unit off and frees its port; its memory stays in the state directory. */
  async close(): Promise<void> {
    this.powerOff();
    this.unplug();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #hear(line: Duplex, frame: Uint8Array): void {
    if (!this.#powered || this.#wireFaults.spend('silence') || this.#wireFaults.spend('lost-command')) return;
    const reply = this.#unit.answer(frame);
    this.#changed();
    if (!reply) return;
    if (this.#wireFaults.spend('slow-reply')) setTimeout(() => this.#wireFaults.speak(line, reply), SLOW_MS).unref();
    else this.#wireFaults.speak(line, reply);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
