import type { Transport } from '../../transports/transport.ts';
import type { FaultOfReplies } from './faults.ts';

const SLOW_MS = 20;
const LATE_MS = 1_200;
/** Bytes a bad line adds: some look like statuses, some like the beginning of a block. */
const NOISE = [0xff, 0x37, 0x91, 0x5f, 0x12, 0x80, 0x10, 0xfe, 0x37, 0x22];

/** What the printer says, as the line carries it. */
export class ReplyLine {
  #line: Transport | undefined;
  #fault: FaultOfReplies | undefined;
  #noise = 0;
  readonly #timers = new Map<NodeJS.Timeout, Uint8Array>();
  readonly #lateMs: number;

  constructor(lateMs = LATE_MS) {
    this.#lateMs = lateMs;
  }

  get connected(): boolean {
    return this.#line !== undefined;
  }

  is(line: Transport): boolean {
    return this.#line === line;
  }

  attach(line: Transport | undefined): void {
    this.#forget();
    this.#line = line;
  }

  drop(): void {
    this.#forget();
    void this.#line?.close();
    this.#line = undefined;
  }

  get fault(): FaultOfReplies['fault'] | undefined {
    return this.#fault?.fault;
  }

  setFault(fault: FaultOfReplies | undefined): void {
    this.#fault = fault;
  }

  send(reply: Uint8Array): void {
    const isProcessId = reply[0] === 0x37;
    switch (this.#strike(isProcessId)) {
      case 'silence':
        return;
      case 'noise':
        this.#write(this.#nextNoise());
        this.#write(reply);
        this.#write(this.#nextNoise());
        return;
      case 'half-frame':
        this.#write(reply.slice(0, Math.floor(reply.length / 2)));
        return;
      case 'slow':
        this.#later(reply, SLOW_MS);
        return;
      case 'duplicate-reply':
        this.#write(reply);
        this.#write(reply);
        return;
      case 'wrong-process-id':
        this.#write(Uint8Array.of(0x37, 0x22, 0x41, 0x41, 0x41, 0x41, 0));
        return;
      case 'late-process-id':
        this.#later(reply, this.#lateMs);
        return;
      case undefined:
        this.#write(reply);
    }
  }

  /** Whatever was kept back, now. */
  sayWhatIsLate(): void {
    const late = [...this.#timers.values()];
    this.#forget();
    for (const bytes of late) this.#write(bytes);
  }

  /** The fault this reply suffers. */
  #strike(isProcessId: boolean): FaultOfReplies['fault'] | undefined {
    const planned = this.#fault;
    if (!planned || (planned.fault.endsWith('process-id') && !isProcessId)) return undefined;
    this.#fault = planned.times > 1 ? { ...planned, times: planned.times - 1 } : undefined;
    return planned.fault;
  }

  #write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#line?.write(bytes).catch(() => undefined);
  }

  #later(bytes: Uint8Array, ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#write(bytes);
    }, ms);
    this.#timers.set(timer, bytes);
  }

  #nextNoise(): Uint8Array {
    this.#noise = (this.#noise + 1) % NOISE.length;
    return Uint8Array.from(NOISE.slice(this.#noise, this.#noise + 3));
  }

  #forget(): void {
    for (const timer of this.#timers.keys()) clearTimeout(timer);
    this.#timers.clear();
  }
}
