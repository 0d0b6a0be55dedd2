import type { PayoutEnd, PayoutStore } from './payout-store.ts';

/** Poll events, GA138. */
const EVENT = {
  reset: 0xf1,
  disabled: 0xe8,
  dispensing: 0xda,
  low: 0xd3,
  empty: 0xd4,
  incompletePayout: 0xdc,
} as const;
const END: Readonly<Record<PayoutEnd, number>> = {
  dispensed: 0xd2,
  halted: 0xd6,
  timeout: 0xd9,
  jammed: 0xd5,
  fraud: 0xe6,
};

const OK = 0xf0;
const UNKNOWN_COMMAND = 0xf2;
const WRONG_PARAMETERS = 0xf3;
const OUT_OF_RANGE = 0xf4;
const CANNOT_BE_PROCESSED = 0xf5;
const FAIL = 0xf8;
const KEY_NOT_SET = 0xfa;

/** Second byte after "cannot be processed". */
const NOT_ENOUGH = 1;
const NOT_EXACTLY = 2;
const BUSY = 3;
const NOT_ENABLED = 4;
const REFUSAL_OF = { yes: undefined, 'not-enough': NOT_ENOUGH, 'not-exactly': NOT_EXACTLY } as const;

const TEST = 0x19;
const REAL = 0x58;
const LOW = 10;
const HIGHEST_PROTOCOL = 8;
const SERIAL_NUMBER = 4_711_002;
const FIRMWARE = '0612';
const COUNTRY = [...Buffer.from('CNY', 'ascii')];

/** Obeyed only when they come encrypted. */
const SEALED_ONLY: readonly number[] = [0x33, 0x34, 0x38, 0x3b, 0x46, 0x56, 0x57];

export interface PayoutSlaveOptions {
  readonly pays: 'coins' | 'notes';
  /** Old firmware knows neither POLL WITH ACK nor GET ALL LEVELS. */
  readonly old: boolean;
}

/** The commands of a SMART Hopper or a SMART Payout, GA138 from protocol 6 on. */
export class PayoutSlave {
  readonly #store: PayoutStore;
  readonly #options: PayoutSlaveOptions;
  readonly #events: number[][] = [];
  /** The first of the events waits for EVENT ACK. */
  #owedAck = false;
  /** What the order that jammed had paid. */
  #jammedAtFen = 0;
  #enabled = false;
  #payoutEnabled = false;

  constructor(store: PayoutStore, options: PayoutSlaveOptions) {
    this.#store = store;
    this.#options = options;
  }

  powerUp(): void {
    this.#enabled = false;
    this.#payoutEnabled = false;
    this.#owedAck = false;
    this.#events.splice(0);
    this.#events.push([EVENT.reset]);
    const cutOff = this.#store.takeIncomplete();
    if (cutOff) {
      const { paidFen, requestedFen } = cutOff;
      this.#events.push([
        EVENT.incompletePayout,
        1,
        ...littleEndian(paidFen, 4),
        ...littleEndian(requestedFen, 4),
        ...COUNTRY,
      ]);
    }
  }

  ended(end: PayoutEnd, paidFen: number): void {
    if (end === 'jammed') this.#jammedAtFen = paidFen;
    this.#events.push([END[end], 1, ...littleEndian(paidFen, 4), ...COUNTRY]);
    // A coin that is held on to: told for itself, and then the payout stops.
    if (end === 'fraud') this.#events.push([END.halted, 1, ...littleEndian(paidFen, 4), ...COUNTRY]);
    const counts = Object.values(this.#store.memory.levels);
    if (counts.includes(0)) this.#events.push([EVENT.empty]);
    else if (counts.some((count) => count < LOW)) this.#events.push([EVENT.low]);
  }

  answer([code = 0, ...parameters]: readonly number[], sealed: boolean): number[] {
    if (SEALED_ONLY.includes(code) && !sealed) return [KEY_NOT_SET];
    switch (code) {
      case 0x02: // SET INHIBITS, of the validator
        return this.#options.pays === 'notes' && parameters.length === 2 ? [OK] : [UNKNOWN_COMMAND];
      case 0x05: // SETUP REQUEST
        return [OK, ...(this.#options.pays === 'coins' ? this.#hopperSetup() : this.#noteSetup())];
      case 0x06: // HOST PROTOCOL VERSION
        if (parameters.length !== 1) return [WRONG_PARAMETERS];
        return [(parameters[0] ?? 0) <= HIGHEST_PROTOCOL ? OK : FAIL];
      case 0x07: // POLL
        return [OK, ...this.#poll(false)];
      case 0x09: // DISABLE
        this.#enabled = false;
        return [OK];
      case 0x0a: // ENABLE
        this.#enabled = true;
        return [OK];
      case 0x0c: // GET SERIAL NUMBER
        return [OK, ...littleEndian(SERIAL_NUMBER, 4).toReversed()];
      case 0x11: // SYNC
        return [OK];
      case 0x22: // GET ALL LEVELS
        return this.#options.old ? [UNKNOWN_COMMAND] : [OK, ...this.#levels()];
      case 0x33: // PAYOUT AMOUNT
        return this.#payout(parameters);
      case 0x35: // GET DENOMINATION LEVEL
        return this.#level(parameters);
      case 0x38: // HALT PAYOUT
        this.#store.halt();
        return [OK];
      case 0x3b: // SET DENOMINATION ROUTE
        return parameters.length === 8 ? [OK] : [WRONG_PARAMETERS];
      case 0x46: // PAYOUT BY DENOMINATION
        return this.#payoutPieces(parameters);
      case 0x5c: // ENABLE PAYOUT DEVICE
        if (this.#options.pays === 'coins') return [UNKNOWN_COMMAND];
        this.#payoutEnabled = true;
        return [OK];
      case 0x56: // POLL WITH ACK
        return this.#options.old ? [UNKNOWN_COMMAND] : [OK, ...this.#poll(true)];
      case 0x57: // EVENT ACK
        if (!this.#owedAck) return [CANNOT_BE_PROCESSED];
        this.#owedAck = false;
        this.#events.shift();
        return [OK];
      default:
        return [UNKNOWN_COMMAND];
    }
  }

  /** What ended an order is told with acknowledgement until EVENT ACK, and what came after it waits behind. */
  #poll(withAck: boolean): number[] {
    const told: number[][] = [];
    for (let event = this.#events[0]; event; event = this.#events[0]) {
      told.push(event);
      this.#owedAck = withAck && isMoney(event);
      if (this.#owedAck) break;
      this.#events.shift();
    }
    const { order, jammed } = this.#store;
    if (order) told.push([EVENT.dispensing, 1, ...littleEndian(order.paidFen, 4), ...COUNTRY]);
    // A jam is told as long as it lasts.
    const tellsJam = told.some(([code]) => code === END.jammed);
    if (jammed && !order && !tellsJam) told.push([END.jammed, 1, ...littleEndian(this.#jammedAtFen, 4), ...COUNTRY]);
    if (!this.#enabled) told.push([EVENT.disabled]);
    return told.flat();
  }

  #payout(parameters: readonly number[]): number[] {
    const option = parameters[7];
    if (parameters.length !== 8) return [WRONG_PARAMETERS];
    if (String.fromCharCode(...parameters.slice(4, 7)) !== 'CNY') return [OUT_OF_RANGE];
    if (option !== TEST && option !== REAL) return [OUT_OF_RANGE];
    const fen = fromLittleEndian(parameters.slice(0, 4));
    const refusal = this.#refusal() ?? REFUSAL_OF[this.#store.canPay(fen)];
    if (refusal !== undefined) return [CANNOT_BE_PROCESSED, refusal];
    if (option === REAL) this.#store.begin(fen);
    return [OK];
  }

  /** How many there follow, then count(2, LE) value(4, LE) country(3) each, then whether it is a test. */
  #payoutPieces([kinds = 0, ...parameters]: readonly number[]): number[] {
    const option = parameters.at(-1);
    if (kinds === 0 || parameters.length !== 9 * kinds + 1) return [WRONG_PARAMETERS];
    const rows = Array.from({ length: kinds }, (_, row) => parameters.slice(9 * row, 9 * row + 9));
    if (rows.some((row) => String.fromCharCode(...row.slice(6)) !== 'CNY')) return [OUT_OF_RANGE];
    if (option !== TEST && option !== REAL) return [OUT_OF_RANGE];
    const wanted = rows.map((row) => [fromLittleEndian(row.slice(2, 6)), fromLittleEndian(row.slice(0, 2))] as const);
    const pieces = Object.fromEntries(wanted);
    const refusal = this.#refusal() ?? REFUSAL_OF[this.#store.canPayPieces(pieces)];
    if (refusal !== undefined) return [CANNOT_BE_PROCESSED, refusal];
    const fen = wanted.reduce((sum, [value, count]) => sum + value * count, 0);
    if (option === REAL) this.#store.begin(fen, pieces);
    return [OK];
  }

  #refusal(): number | undefined {
    if (!this.#enabled || (this.#options.pays === 'notes' && !this.#payoutEnabled)) return NOT_ENABLED;
    return this.#store.order || this.#owedAck ? BUSY : undefined;
  }

  #level(parameters: readonly number[]): number[] {
    if (parameters.length !== 7) return [WRONG_PARAMETERS];
    const count = this.#store.memory.levels[fromLittleEndian(parameters.slice(0, 4))];
    return count === undefined ? [OUT_OF_RANGE] : [OK, ...littleEndian(count, 2)];
  }

  #levels(): number[] {
    const levels = Object.entries(this.#store.memory.levels);
    return [
      levels.length,
      ...levels.flatMap(([fen, count]) => [...littleEndian(count, 2), ...littleEndian(Number(fen), 4), ...COUNTRY]),
    ];
  }

  #hopperSetup(): number[] {
    const values = Object.keys(this.#store.memory.levels).map(Number);
    return [
      0x03,
      ...Buffer.from(FIRMWARE, 'ascii'),
      ...COUNTRY,
      HIGHEST_PROTOCOL,
      values.length,
      ...values.flatMap((fen) => littleEndian(fen, 2)),
      ...values.flatMap(() => COUNTRY),
    ];
  }

  /** As a validator: values in yuan with a real value multiplier of 100. */
  #noteSetup(): number[] {
    const values = Object.keys(this.#store.memory.levels).map((fen) => Number(fen) / 100);
    return [
      0x06,
      ...Buffer.from(FIRMWARE, 'ascii'),
      ...COUNTRY,
      0,
      0,
      1,
      values.length,
      ...values,
      ...values.map(() => 2),
      0,
      0,
      100,
      HIGHEST_PROTOCOL,
      ...values.flatMap(() => COUNTRY),
      ...values.flatMap((yuan) => littleEndian(yuan, 4)),
    ];
  }
}

function isMoney([code = 0]: readonly number[]): boolean {
  return code === EVENT.incompletePayout || Object.values(END).includes(code);
}

function littleEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) & 0xff);
}

function fromLittleEndian(bytes: readonly number[]): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
