import { PluggedTwin, type PortOptions } from '../plugged-twin.ts';
import { LIFELIKE_SPEEDS, ValidatorMechanics, type TwinSpeeds } from './mechanics.ts';
import { openTwinMemory, type NoteInside, type TwinMemoryFile } from './twin-state.ts';
import type { BuildUnit, ProtocolUnit } from './unit.ts';
import type { WireFault } from './wire-faults.ts';

export interface ValidatorTwinOptions extends PortOptions {
  /** Counters, the box and a note inside survive in here. A twin made on an old directory powers up from it. */
  readonly stateDir: string;
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

const RENMINBI = [100, 500, 1_000, 2_000, 5_000, 10_000];

/**
 * A bill validator as it behaves on its line, for tests and for the bench: mechanics and memory around the electronics of
 * one protocol.
 */
export class ValidatorTwin extends PluggedTwin<Uint8Array> {
  readonly protocol: string;
  readonly #store: TwinMemoryFile;
  readonly #mechanics: ValidatorMechanics;
  readonly #unit: ProtocolUnit;
  readonly #denominations: readonly number[];

  constructor(protocol: string, buildUnit: BuildUnit, options: ValidatorTwinOptions) {
    super(options);
    this.protocol = protocol;
    this.#store = openTwinMemory(options.stateDir, protocol);
    this.#denominations = options.denominationsFen ?? RENMINBI;
    const speeds = { ...LIFELIKE_SPEEDS, ...options.speeds };
    this.#mechanics = new ValidatorMechanics(this.#store, speeds, {
      happened: (happening) => this.#unit.happened(happening),
      changed: () => this.changed(),
    });
    this.#unit = buildUnit({
      mechanics: this.#mechanics,
      store: this.#store,
      currency: options.currency ?? 'CNY',
      denominations: this.#denominations,
    });
    if (this.#store.existed) this.#unit.powerUp();
  }

  /** Pushes a note to the mouth; a unit that is off, disabled, blocked or busy leaves it in the hand. */
  insertNote(fen: number, { counterfeit = false } = {}): 'taken' | 'left-in-hand' {
    const { jammed, cashBox, note } = this.#mechanics;
    if (!this.powered || !this.#unit.accepting || jammed || cashBox !== 'in' || note) return 'left-in-hand';
    this.#mechanics.pullIn(fen, counterfeit, (read) => {
      if (!this.#denominations.includes(read)) return 'unknown';
      return this.#unit.letsIn(read) ? 'good' : 'inhibited';
    });
    return 'taken';
  }

  setFault(fault: ValidatorFault): void {
    if (fault.kind === 'jam') this.#mechanics.jammed = true;
    else if (fault.kind === 'cashbox-full') this.#mechanics.cashBox = 'full';
    else if (fault.kind === 'cashbox-removed') this.#mechanics.cashBox = 'out';
    else if (fault.kind === 'forgets-value') this.#mechanics.forgetsValue = true;
    else if (fault.kind === 'fraud') this.#unit.cheat();
    else this.wireFaults.set(fault.kind, 'times' in fault ? (fault.times ?? 1) : 1);
    this.changed();
  }

  clearFaults(): void {
    if (this.#mechanics.cashBox === 'out') this.#unit.cashBoxReplaced();
    this.#mechanics.unjam();
    this.#mechanics.cashBox = 'in';
    this.#mechanics.forgetsValue = false;
    this.wireFaults.clear();
    this.changed();
  }

  state(): ValidatorTwinState {
    const { cashBox, returned, stackedCounter, rejectedCounter } = this.#store.memory;
    const machineFaults = [this.#mechanics.jammed && 'jam', this.#mechanics.forgetsValue && 'forgets-value'];
    return {
      protocol: this.protocol,
      ...this.plugs(),
      enabled: this.#unit.accepting,
      note: this.#mechanics.note,
      cashBox: {
        state: this.#mechanics.cashBox,
        notes: { ...cashBox },
        totalFen: Object.entries(cashBox).reduce((sum, [fen, count]) => sum + Number(fen) * count, 0),
      },
      returnedFen: [...returned],
      counters: { stacked: stackedCounter, rejected: rejectedCounter },
      faults: [...machineFaults.filter((fault) => fault !== false), ...this.wireFaults.names()],
    };
  }

  protected newReader(): { push(bytes: Uint8Array): readonly Uint8Array[] } {
    return this.#unit.createReader();
  }

  protected answer(frame: Uint8Array): Uint8Array | undefined {
    const reply = this.#unit.answer(frame);
    this.changed();
    return reply;
  }

  protected losePower(): void {
    this.#mechanics.powerOff();
  }

  protected powerUp(): void {
    this.#unit.powerUp();
  }
}
