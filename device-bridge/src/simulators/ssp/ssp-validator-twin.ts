import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerCommand, type SlaveSettings } from './slave.ts';
import { TwinMemoryFile, type NoteInside } from './twin-state.ts';
import { EVENT, LIFELIKE_SPEEDS, ValidatorMechanics, type TwinSpeeds } from './validator-mechanics.ts';
import { HostFrameReader, replyFrame, type HostFrame } from './wire.ts';

export interface SspTwinOptions {
  /** Counters, the box and a note inside survive in here. A twin made on an old directory powers up from it. */
  readonly stateDir: string;
  readonly host?: string;
  readonly port?: number;
  readonly speeds?: Partial<TwinSpeeds>;
  readonly currency?: string;
  /** Channel 1 first, in fen. */
  readonly denominationsFen?: readonly number[];
}

/** On the wire, for the next `times` replies (default 1). */
export type WireFault = 'wrong-crc' | 'half-frame' | 'noise' | 'duplicate-reply' | 'silence' | 'lost-reply';
/** Of the machine, until cleared. */
export type MachineFault = 'jam' | 'cashbox-full' | 'cashbox-removed' | 'forgets-value';
export type SspTwinFault =
  | { readonly kind: WireFault; readonly times?: number }
  | { readonly kind: MachineFault }
  /** Someone pulls on the note: reported once. */
  | { readonly kind: 'fraud' };

export interface SspTwinState {
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

/**
 * A bill validator as it behaves on an SSP line, for tests and for the bench: it answers bytes with bytes and knows
 * nothing of the bridge. The trap is built in: with a note in escrow the next POLL accepts it.
 */
export class SspValidatorTwin {
  readonly #options: SspTwinOptions;
  readonly #store: TwinMemoryFile;
  readonly #mechanics: ValidatorMechanics;
  readonly #slave: SlaveSettings;
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<() => void>();
  readonly #wireFaults = new Map<WireFault, number>();
  #server: Server | undefined;
  #powered = true;
  #plugged = true;
  #lastSequence: 0 | 1 | undefined;
  #lastReply: readonly number[] = [];

  constructor(options: SspTwinOptions) {
    this.#options = options;
    this.#store = new TwinMemoryFile(options.stateDir);
    const denominations = options.denominationsFen ?? [100, 500, 1_000, 2_000, 5_000, 10_000];
    const speeds = { ...LIFELIKE_SPEEDS, ...options.speeds };
    this.#mechanics = new ValidatorMechanics(this.#store, denominations, speeds, () => this.#changed());
    this.#slave = { enabled: false, inhibits: 0, currency: options.currency ?? 'CNY', denominations };
    if (this.#store.existed) this.#mechanics.powerUp();
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
    const reader = new HostFrameReader();
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
    if (!this.#powered || !this.#slave.enabled || jammed || cashBox !== 'in' || note) return 'left-in-hand';
    this.#mechanics.pullIn(fen, counterfeit, (channel) => (this.#slave.inhibits & (1 << (channel - 1))) !== 0);
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
    this.#slave.enabled = false;
    this.#slave.inhibits = 0;
    this.#lastSequence = undefined;
    this.#mechanics.powerUp();
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

  setFault(fault: SspTwinFault): void {
    const { kind } = fault;
    if (kind === 'jam') this.#mechanics.jammed = true;
    else if (kind === 'cashbox-full') this.#mechanics.cashBox = 'full';
    else if (kind === 'cashbox-removed') this.#mechanics.cashBox = 'out';
    else if (kind === 'forgets-value') this.#mechanics.forgetsValue = true;
    else if (kind === 'fraud') this.#mechanics.events.push([EVENT.fraud, 0]);
    else this.#wireFaults.set(kind, 'times' in fault ? (fault.times ?? 1) : 1);
    this.#changed();
  }

  clearFaults(): void {
    if (this.#mechanics.cashBox === 'out') this.#mechanics.events.push([EVENT.cashBoxReplaced]);
    this.#mechanics.unjam();
    this.#mechanics.cashBox = 'in';
    this.#mechanics.forgetsValue = false;
    this.#wireFaults.clear();
    this.#changed();
  }

  state(): SspTwinState {
    const { cashBox, returned, stackedCounter, rejectedCounter } = this.#store.memory;
    const machineFaults = [this.#mechanics.jammed && 'jam', this.#mechanics.forgetsValue && 'forgets-value'];
    return {
      powered: this.#powered,
      plugged: this.#plugged,
      connected: this.#lines.size > 0,
      enabled: this.#slave.enabled,
      note: this.#mechanics.note,
      cashBox: {
        state: this.#mechanics.cashBox,
        notes: { ...cashBox },
        totalFen: Object.entries(cashBox).reduce((sum, [fen, count]) => sum + Number(fen) * count, 0),
      },
      returnedFen: [...returned],
      counters: { stacked: stackedCounter, rejected: rejectedCounter },
      faults: [...machineFaults.filter((fault) => fault !== false), ...this.#wireFaults.keys()],
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

  #hear(line: Duplex, frame: HostFrame): void {
    if (!this.#powered || frame.address !== 0 || this.#spend('silence')) return;
    // A command repeated under the same sequence bit was answered already and is not done twice.
    const isSync = frame.data[0] === 0x11;
    if (isSync || frame.sequence !== this.#lastSequence) {
      this.#lastReply = answerCommand(frame.data, this.#slave, this.#mechanics, this.#store.memory);
      // After SYNC the first command comes with the bit cleared, whatever SYNC carried.
      this.#lastSequence = isSync ? 1 : frame.sequence;
      this.#changed();
    }
    this.#speak(line, replyFrame(frame, this.#lastReply));
  }

  #speak(line: Duplex, reply: Uint8Array): void {
    if (this.#spend('lost-reply')) return;
    if (this.#spend('noise')) line.write(Uint8Array.from([0x00, 0x7f, 0x13, 0xff, 0x42]));
    if (this.#spend('half-frame')) {
      line.write(reply.slice(0, Math.ceil(reply.length / 2)));
      return;
    }
    if (this.#spend('wrong-crc')) {
      const damaged = Uint8Array.from(reply);
      damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 0x55;
      line.write(damaged);
      return;
    }
    line.write(reply);
    if (this.#spend('duplicate-reply')) line.write(reply);
  }

  #spend(fault: WireFault): boolean {
    const left = this.#wireFaults.get(fault) ?? 0;
    if (left === 0) return false;
    if (left === 1) this.#wireFaults.delete(fault);
    else this.#wireFaults.set(fault, left - 1);
    return true;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
