import { FILLING } from '../filling.ts';
import { MemoryFile } from '../memory-file.ts';
import { PluggedTwin, type PortOptions } from '../plugged-twin.ts';
import type { WireFault } from '../validator/wire-faults.ts';
import { PayoutSlave } from './payout-slave.ts';
import { PayoutStore, type PayoutMemory } from './payout-store.ts';
import { SspSession } from './session.ts';

const FACTORY_KEY = '0123456701234567';

export interface SspPayoutTwinOptions extends PortOptions {
  /** What lies in it and what it has counted survive in here. */
  readonly stateDir: string;
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

/**
 * A SMART Hopper (1 yuan, 5 jiao, 1 jiao in one store) or a SMART Payout with notes, as it behaves on its line.
 */
export class SspPayoutTwin extends PluggedTwin<Uint8Array> {
  readonly #file: MemoryFile<PayoutMemory>;
  readonly #store: PayoutStore;
  readonly #slave: PayoutSlave;
  readonly #session: SspSession;

  constructor(options: SspPayoutTwinOptions) {
    super(options);
    const { stateDir, pays = 'coins', old = false, coinMs = 250, timeoutMs = 2_000, filledWith = FILLING } = options;
    const filled = Object.fromEntries(VALUES[pays].map((fen) => [fen, filledWith]));
    const fresh: PayoutMemory = { contents: { ...filled }, levels: { ...filled }, paidFen: 0, order: undefined };
    this.#file = new MemoryFile(stateDir, `ssp-payout-${pays}`, fresh);
    this.#store = new PayoutStore(
      this.#file.memory,
      { coinMs, timeoutMs },
      { changed: () => this.changed(), ended: (end, paidFen) => this.#slave.ended(end, paidFen) },
    );
    this.#slave = new PayoutSlave(this.#store, { pays, old });
    this.#session = new SspSession(
      ADDRESS[pays],
      (command, sealed) => this.#slave.answer(command, sealed),
      FACTORY_KEY,
    );
    if (this.#file.existed) this.#slave.powerUp();
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
    this.changed();
  }

  setFault(fault: StoreFault): void {
    if (fault.kind === 'jam') this.#store.jammed = true;
    else if (fault.kind === 'fraud') this.#store.cheated = true;
    else this.wireFaults.set(fault.kind, 'times' in fault ? (fault.times ?? 1) : 1);
    this.changed();
  }

  clearFaults(): void {
    this.#store.jammed = false;
    this.#store.cheated = false;
    this.wireFaults.clear();
    this.changed();
  }

  state(): SspPayoutTwinState {
    const { levels, contents, paidFen, order } = this.#store.memory;
    const stuck = [this.#store.jammed && 'jam', this.#store.cheated && 'fraud'].filter((fault) => fault !== false);
    return {
      ...this.plugs(),
      paying: order !== undefined,
      store: Object.entries(levels).map(([fen, counted]) => ({
        denominationFen: Number(fen),
        counted,
        left: contents[fen] ?? 0,
      })),
      paidFen,
      faults: [...stuck, ...this.wireFaults.names()],
    };
  }

  protected newReader(): ReturnType<SspSession['createReader']> {
    return this.#session.createReader();
  }

  protected answer(frame: Uint8Array): Uint8Array | undefined {
    return this.#session.answer(frame);
  }

  protected losePower(): void {
    this.#store.powerOff();
  }

  protected powerUp(): void {
    this.#session.powerUp();
    this.#slave.powerUp();
  }

  protected override changed(): void {
    this.#file.save();
    super.changed();
  }
}
