import type { Duplex } from 'node:stream';
import { FILLING } from '../filling.ts';
import { MemoryFile } from '../memory-file.ts';
import { PluggedTwin, type PortOptions } from '../plugged-twin.ts';
import type { WireFault } from '../validator/wire-faults.ts';
import type { BusUnit } from './bus-unit.ts';
import { CoinAcceptorUnit, type CoinBoxMemory } from './coin-acceptor-unit.ts';
import { HopperUnit, type HopperMemory, type HopperUnitOptions } from './hopper-unit.ts';
import { replyFrame, SlaveReader, type SlaveCheck, type SlaveFrame } from './wire.ts';

export interface CcTalkBusTwinOptions extends PortOptions {
  /** Coins, counters and EEPROMs survive in here. */
  readonly stateDir: string;
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
const NAK = 5;

/**
 * A ccTalk bus with a coin acceptor and three hoppers (1 yuan, 5 jiao, 1 jiao). One wire: what the host says echoes
 * back.
 */
export class CcTalkBusTwin extends PluggedTwin<SlaveFrame> {
  readonly #options: CcTalkBusTwinOptions;
  readonly #file: MemoryFile<Memory>;
  readonly #acceptor: CoinAcceptorUnit;
  readonly #hoppers: readonly HopperUnit[];

  constructor(options: CcTalkBusTwinOptions) {
    super(options);
    this.#options = options;
    const fresh: Memory = { box: { box: {}, returned: 0 }, hoppers: {}, paidFen: 0 };
    this.#file = new MemoryFile(options.stateDir, 'cctalk-bus', fresh);
    this.#acceptor = new CoinAcceptorUnit(ACCEPTOR_ADDRESS, this.#file.memory.box, () => this.changed());
    this.#hoppers = HOPPERS.map((place) => this.#hopperAt(place));
    if (this.#file.existed) for (const unit of this.#units()) unit.powerUp();
  }

  /** Drops a coin into the slot; one that is not wanted falls through. */
  insertCoin(fen: number, { counterfeit = false } = {}): 'taken' | 'returned' {
    return this.powered ? this.#acceptor.insert(fen, counterfeit) : 'returned';
  }

  /** @param coins 0 empties it */
  fillHopper(denominationFen: number, coins: number): void {
    this.#hopper(denominationFen).memory.coins = coins;
    this.changed();
  }

  setFault(fault: CoinFault): void {
    if (fault.kind !== 'jam') this.wireFaults.set(fault.kind, fault.times ?? 1);
    else if (fault.denominationFen === undefined) this.#acceptor.jammed = true;
    else this.#hopper(fault.denominationFen).jammed = true;
    this.changed();
  }

  clearFaults(): void {
    this.#acceptor.jammed = false;
    for (const hopper of this.#hoppers) hopper.jammed = false;
    this.wireFaults.clear();
    this.changed();
  }

  state(): CcTalkBusState {
    const coins = this.#file.memory.box.box;
    const jams = [
      ...(this.#acceptor.jammed ? ['jam'] : []),
      ...this.#hoppers.filter(({ jammed }) => jammed).map(({ options }) => `jam ${options.denominationFen}`),
    ];
    return {
      ...this.plugs(),
      accepting: this.powered && this.#acceptor.accepting,
      box: {
        coins: { ...coins },
        totalFen: Object.entries(coins).reduce((sum, [fen, count]) => sum + Number(fen) * count, 0),
      },
      hoppers: this.#hoppers.map(({ options, memory, jammed }) => ({
        denominationFen: options.denominationFen,
        coins: memory.coins,
        jammed,
      })),
      paidFen: this.#file.memory.paidFen,
      faults: [...jams, ...this.wireFaults.names()],
    };
  }

  protected newReader(line: Duplex): { push(bytes: Uint8Array): readonly SlaveFrame[] } {
    const reader = new SlaveReader(this.#options.check ?? 'sum');
    return {
      push: (bytes) => {
        line.write(bytes);
        return reader.push(bytes).filter(({ to }) => this.#units().some(({ address }) => address === to));
      },
    };
  }

  protected answer({ to, header, data }: SlaveFrame): Uint8Array | undefined {
    const answer = this.#units()
      .find(({ address }) => address === to)
      ?.answer(header, data);
    if (answer === undefined) return undefined;
    const check = this.#options.check ?? 'sum';
    return answer === 'nak' ? replyFrame(check, to, NAK, []) : replyFrame(check, to, 0, answer);
  }

  protected losePower(): void {
    for (const unit of this.#units()) unit.powerOff();
  }

  protected powerUp(): void {
    for (const unit of this.#units()) unit.powerUp();
  }

  protected override changed(): void {
    this.#file.save();
    super.changed();
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
    const { filledWith = FILLING, coinMs = 250, timeoutMs = 2_000, hoppers } = this.#options;
    const fresh = { coins: filledWith, total: 0, orders: 0, remaining: 0, paid: 0, unpaid: 0 };
    const memory = (this.#file.memory.hoppers[address] ??= fresh);
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
      changed: () => this.changed(),
      dropped: () => {
        this.#file.memory.paidFen += denominationFen;
      },
    });
  }
}
