import type { BusUnit, UnitAnswer } from './bus-unit.ts';
import { littleEndian } from './numbers.ts';

/** What the cash box holds, coins by value in fen. */
export interface CoinBoxMemory {
  box: Record<string, number>;
  returned: number;
}

/** Positions of the coin table, from 1 on. */
const COINS = [
  { id: 'CN100A', fen: 100 },
  { id: 'CN050A', fen: 50 },
  { id: 'CN010A', fen: 10 },
] as const;

const BUFFERED = 5;
const REJECTED = 1;
const INHIBITED = 2;
const SENSOR_BLOCKED = 14;

/** A coin acceptor as ccTalk part 2 and 3 describe it: no escrow, five buffered events, a counter that 0 resets. */
export class CoinAcceptorUnit implements BusUnit {
  readonly address: number;
  readonly memory: CoinBoxMemory;
  jammed = false;
  readonly #changed: () => void;
  #counter = 0;
  #events: (readonly [number, number])[] = [];
  #inhibit = 0;
  #master = false;
  readonly #paths = new Map<number, number>();

  constructor(address: number, memory: CoinBoxMemory, changed: () => void) {
    this.address = address;
    this.memory = memory;
    this.#changed = changed;
  }

  get accepting(): boolean {
    return this.#master && this.#inhibit !== 0;
  }

  /** Drops a coin into the slot. */
  insert(fen: number, counterfeit: boolean): 'taken' | 'returned' {
    const index = counterfeit ? -1 : COINS.findIndex((coin) => coin.fen === fen);
    const letIn = this.#master && index !== -1 && (this.#inhibit & (1 << index)) !== 0;
    if (this.jammed || !letIn) {
      this.memory.returned += 1;
      if (this.#master) this.#happen([0, this.jammed ? SENSOR_BLOCKED : index === -1 ? REJECTED : INHIBITED]);
      return 'returned';
    }
    this.memory.box[fen] = (this.memory.box[fen] ?? 0) + 1;
    this.#happen([index + 1, this.#paths.get(index + 1) ?? 1]);
    return 'taken';
  }

  answer(header: number, data: readonly number[]): UnitAnswer {
    switch (header) {
      case 254:
        return [];
      case 246:
        return [...Buffer.from('Louting twin')];
      case 245:
        return [...Buffer.from('Coin Acceptor')];
      case 242:
        return littleEndian(77_001, 3);
      case 241:
        return [...Buffer.from('COIN-1.0')];
      case 184: {
        const coin = COINS[(data[0] ?? 0) - 1];
        return [...Buffer.from(coin?.id ?? '......')];
      }
      case 210:
        this.#paths.set(data[0] ?? 0, data[1] ?? 1);
        return [];
      case 231:
        this.#inhibit = (data[0] ?? 0) + 256 * (data[1] ?? 0);
        this.#changed();
        return [];
      case 228:
        this.#master = ((data[0] ?? 0) & 1) === 1;
        this.#changed();
        return [];
      case 227:
        return [this.#master ? 1 : 0];
      case 229: {
        const told = [...this.#events, ...Array.from({ length: BUFFERED }, () => [0, 0] as const)].slice(0, BUFFERED);
        return [this.#counter, ...told.flat()];
      }
      case 1:
        this.powerUp();
        return [];
      default:
        return undefined;
    }
  }

  powerOff(): void {
    this.#master = false;
  }

  powerUp(): void {
    this.#counter = 0;
    this.#events = [];
    this.#inhibit = 0;
    this.#master = false;
    this.#changed();
  }

  #happen(event: readonly [number, number]): void {
    this.#counter = this.#counter === 255 ? 1 : this.#counter + 1;
    this.#events = [event, ...this.#events].slice(0, BUFFERED);
    this.#changed();
  }
}
