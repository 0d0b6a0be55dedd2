/** What a payout store keeps without power: coins or notes, what it has counted of them, and an order under way. */
export interface PayoutMemory {
  /** What really lies in it, by value in fen. */
  contents: Record<string, number>;
  /** What it believes: told by the host, less what it paid. */
  levels: Record<string, number>;
  /** What lies in the tray, or was taken from it. */
  paidFen: number;
  order: PayoutOrder | undefined;
}

export interface PayoutOrder {
  readonly requestedFen: number;
  paidFen: number;
  /** Pieces still to be paid by value in fen, where the host said which. */
  readonly pieces?: Record<string, number>;
}

export type PayoutEnd = 'dispensed' | 'halted' | 'timeout' | 'jammed' | 'fraud';

export interface StoreSpeeds {
  /** One coin in this many ms. */
  readonly coinMs: number;
  /** A search that finds nothing ends after this long. */
  readonly timeoutMs: number;
}

/** The disc, the belt and the counters: it pays the largest first, one by one, unless it is told which. */
export class PayoutStore {
  readonly memory: PayoutMemory;
  jammed = false;
  /** Somebody holds on to the next coin. */
  cheated = false;
  readonly #speeds: StoreSpeeds;
  readonly #host: { changed(): void; ended(end: PayoutEnd, paidFen: number): void };
  #motor: NodeJS.Timeout | undefined;

  constructor(
    memory: PayoutMemory,
    speeds: StoreSpeeds,
    host: { changed(): void; ended(end: PayoutEnd, paidFen: number): void },
  ) {
    this.memory = memory;
    this.#speeds = speeds;
    this.#host = host;
  }

  get order(): PayoutMemory['order'] {
    return this.memory.order;
  }

  /** Why it could not pay this: not enough in it, or not exactly. */
  canPay(fen: number): 'yes' | 'not-enough' | 'not-exactly' {
    const { levels } = this.memory;
    const worth = Object.entries(levels).reduce((sum, [value, count]) => sum + Number(value) * count, 0);
    if (worth < fen) return 'not-enough';
    let rest = fen;
    for (const value of this.#largestFirst()) rest -= value * Math.min(Math.floor(rest / value), levels[value] ?? 0);
    return rest === 0 ? 'yes' : 'not-exactly';
  }

  canPayPieces(pieces: Readonly<Record<string, number>>): 'yes' | 'not-exactly' {
    const { levels } = this.memory;
    return Object.entries(pieces).every(([value, count]) => count <= (levels[value] ?? 0)) ? 'yes' : 'not-exactly';
  }

  begin(requestedFen: number, pieces?: Record<string, number>): void {
    this.memory.order = { requestedFen, paidFen: 0, ...(pieces && { pieces }) };
    this.#host.changed();
    this.#turn();
  }

  halt(): void {
    if (this.memory.order) this.#end('halted');
  }

  powerOff(): void {
    clearTimeout(this.#motor);
  }

  /** An order that the power cut off; its sums are told, and it is not gone on with. */
  takeIncomplete(): { readonly paidFen: number; readonly requestedFen: number } | undefined {
    const { order } = this.memory;
    this.memory.order = undefined;
    this.#host.changed();
    return order;
  }

  #turn(): void {
    const { coinMs, timeoutMs } = this.#speeds;
    const next = this.#next();
    const moves = !this.jammed && next !== undefined && (this.memory.contents[next] ?? 0) > 0;
    this.#motor = setTimeout(() => this.#step(), moves ? coinMs : timeoutMs);
    this.#motor.unref();
  }

  #step(): void {
    const { memory } = this;
    const { order } = memory;
    const next = this.#next();
    if (!order) return;
    if (this.jammed) return this.#end('jammed');
    if (next === undefined || (memory.contents[next] ?? 0) === 0) return this.#end('timeout');
    memory.contents[next] = (memory.contents[next] ?? 0) - 1;
    memory.levels[next] = Math.max(0, (memory.levels[next] ?? 0) - 1);
    memory.paidFen += next;
    order.paidFen += next;
    if (order.pieces) order.pieces[next] = (order.pieces[next] ?? 0) - 1;
    if (this.cheated) {
      this.cheated = false;
      return this.#end('fraud');
    }
    if (order.paidFen === order.requestedFen) return this.#end('dispensed');
    this.#host.changed();
    return this.#turn();
  }

  #end(end: PayoutEnd): void {
    clearTimeout(this.#motor);
    const paidFen = this.memory.order?.paidFen ?? 0;
    this.memory.order = undefined;
    this.#host.ended(end, paidFen);
    this.#host.changed();
  }

  #next(): number | undefined {
    const { order, levels } = this.memory;
    const rest = order ? order.requestedFen - order.paidFen : 0;
    const wanted = order?.pieces ?? levels;
    return this.#largestFirst().find((value) => value <= rest && Math.min(levels[value] ?? 0, wanted[value] ?? 0) > 0);
  }

  #largestFirst(): readonly number[] {
    return Object.keys(this.memory.levels)
      .map(Number)
      .toSorted((a, b) => b - a);
  }
}
