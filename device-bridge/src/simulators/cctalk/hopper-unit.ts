import { littleEndian } from './numbers.ts';
import type { UnitAnswer } from './bus-unit.ts';

/** What a hopper keeps without power: its coins, and what its EEPROM holds. */
export interface HopperMemory {
  coins: number;
  /** Coins it ever paid. */
  total: number;
  orders: number;
  remaining: number;
  paid: number;
  unpaid: number;
}

export interface HopperUnitOptions {
  readonly address: number;
  readonly denominationFen: number;
  readonly serial: number;
  /** One coin in this many ms. */
  readonly coinMs: number;
  /** A motor that moves nothing stops after this long. */
  readonly timeoutMs: number;
  readonly levelSensor: boolean;
  /** It knows header 168. */
  readonly countsTotal: boolean;
  /** Some keep the event counter over a power cut, most begin at 0. */
  readonly keepsOrders: boolean;
  readonly dispense: 'serial-number' | 'no-encryption';
}

const LOW = 10;
const ENABLE_KEY = 165;

/** A hopper as ccTalk part 3 describes it: armed, ordered, counting. */
export class HopperUnit {
  readonly options: HopperUnitOptions;
  readonly memory: HopperMemory;
  readonly #changed: () => void;
  readonly #dropped: () => void;
  jammed = false;
  #armed = false;
  #timedOut = false;
  #poweredUp = true;
  #motor: NodeJS.Timeout | undefined;

  constructor(options: HopperUnitOptions, memory: HopperMemory, host: { changed(): void; dropped(): void }) {
    this.options = options;
    this.memory = memory;
    this.#changed = () => host.changed();
    this.#dropped = () => host.dropped();
  }

  get address(): number {
    return this.options.address;
  }

  answer(header: number, data: readonly number[]): UnitAnswer {
    const { memory } = this;
    switch (header) {
      case 254:
        return [];
      case 242:
        return littleEndian(this.options.serial, 3);
      case 241:
        return [...Buffer.from('HOP-1.0')];
      case 246:
        return [...Buffer.from('Louting twin')];
      case 245:
        return [...Buffer.from('Payout')];
      case 164:
        this.#armed = data[0] === ENABLE_KEY;
        return [];
      case 160:
        return [1, 2, 3, 4, 5, 6, 7, 8];
      case 167:
        return this.#dispense(data);
      case 166:
        return [memory.orders, memory.remaining, memory.paid, memory.unpaid];
      case 168:
        return this.options.countsTotal ? littleEndian(memory.total, 3) : undefined;
      case 163:
        return [this.#flags(), 0];
      case 217: {
        if (!this.options.levelSensor) return [0];
        return [0x10 | (memory.coins < LOW ? 0x01 : 0)];
      }
      case 172: {
        const left = memory.remaining;
        this.#stop();
        return [left];
      }
      case 1:
        this.powerOff();
        this.powerUp();
        return [];
      default:
        return undefined;
    }
  }

  powerOff(): void {
    clearTimeout(this.#motor);
  }

  powerUp(): void {
    const { memory } = this;
    memory.unpaid = memory.remaining > 0 ? memory.remaining : memory.unpaid;
    memory.remaining = 0;
    if (!this.options.keepsOrders) memory.orders = 0;
    this.#armed = false;
    this.#timedOut = false;
    this.#poweredUp = true;
    this.#changed();
  }

  #dispense(data: readonly number[]): UnitAnswer {
    const { memory } = this;
    const count = data.at(-1) ?? 0;
    const key = data.slice(0, -1);
    const serial = littleEndian(this.options.serial, 3);
    const known = this.options.dispense === 'serial-number' ? key.join() === serial.join() : key.length === 8;
    if (!this.#armed || !known || count === 0 || memory.remaining > 0) return 'nak';
    memory.orders = memory.orders === 255 ? 1 : memory.orders + 1;
    memory.remaining = count;
    memory.paid = 0;
    memory.unpaid = 0;
    this.#timedOut = false;
    this.#poweredUp = false;
    this.#changed();
    this.#turn();
    return [];
  }

  #turn(): void {
    const stuck = this.jammed || this.memory.coins === 0;
    this.#motor = setTimeout(
      () => {
        if (this.jammed || this.memory.coins === 0) {
          this.#timedOut = true;
          this.#stop();
          return;
        }
        const { memory } = this;
        memory.coins -= 1;
        memory.total += 1;
        memory.paid += 1;
        memory.remaining -= 1;
        this.#dropped();
        this.#changed();
        if (memory.remaining > 0) this.#turn();
      },
      stuck ? this.options.timeoutMs : this.options.coinMs,
    );
    this.#motor.unref();
  }

  #stop(): void {
    clearTimeout(this.#motor);
    this.memory.unpaid = this.memory.remaining;
    this.memory.remaining = 0;
    this.#changed();
  }

  #flags(): number {
    return (this.#timedOut ? 0x02 : 0) | (this.#poweredUp ? 0x40 : 0) | (this.#armed ? 0 : 0x80);
  }
}
