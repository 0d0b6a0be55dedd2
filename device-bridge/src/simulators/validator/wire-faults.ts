import type { Duplex } from 'node:stream';

/** On the wire, for the next `times` frames (default 1). */
export const WIRE_FAULTS = [
  'wrong-crc',
  'half-frame',
  'noise',
  'duplicate-reply',
  /** The unit does not answer. */
  'silence',
  /** It acted, and its answer was lost. */
  'lost-reply',
  'slow-reply',
  /** What the host sent, an acknowledgement or anything else, did not arrive. */
  'lost-command',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

export class WireFaults {
  readonly #left = new Map<WireFault, number>();

  set(fault: WireFault, times: number): void {
    this.#left.set(fault, times);
  }

  clear(): void {
    this.#left.clear();
  }

  names(): readonly string[] {
    return [...this.#left.keys()];
  }

  spend(fault: WireFault): boolean {
    const left = this.#left.get(fault) ?? 0;
    if (left === 0) return false;
    if (left === 1) this.#left.delete(fault);
    else this.#left.set(fault, left - 1);
    return true;
  }

  /** Sends an answer down the line, or what becomes of it on a bad one. */
  speak(line: Duplex, reply: Uint8Array): void {
    if (line.destroyed || this.spend('lost-reply')) return;
    if (this.spend('noise')) line.write(Uint8Array.from([0x00, 0x7f, 0x13, 0xff, 0x42, 0x02, 0xfc]));
    if (this.spend('half-frame')) {
      line.write(reply.slice(0, Math.ceil(reply.length / 2)));
      return;
    }
    if (this.spend('wrong-crc')) {
      const damaged = Uint8Array.from(reply);
      damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 0x55;
      line.write(damaged);
      return;
    }
    line.write(reply);
    if (this.spend('duplicate-reply')) line.write(reply);
  }
}
