import type { Transport } from '../../transports/transport.ts';

export const CABINET_FAULTS = [
  'wrong-checksum',
  'half-frame',
  'noise',
  'silence',
  'slow-reply',
  'duplicate-reply',
] as const;
export type CabinetFault = (typeof CABINET_FAULTS)[number];

const SLOW_MS = 1_500;

/** How a bad line treats the answers of a device, until it is repaired or for some answers only. */
export class LineFaults {
  readonly #left = new Map<CabinetFault, number>();

  set(fault: CabinetFault, times = Number.POSITIVE_INFINITY): void {
    this.#left.set(fault, times);
  }

  clear(): void {
    this.#left.clear();
  }

  names(): readonly CabinetFault[] {
    return [...this.#left.keys()];
  }

  speak(line: Transport, reply: Uint8Array): void {
    if (this.#spend('silence')) return;
    const write = (bytes: Uint8Array): void => void line.write(bytes).catch(() => undefined);
    if (this.#spend('noise')) write(Uint8Array.of(0x00, 0x28, 0xff, 0x01, 0x02, 0x31));
    if (this.#spend('half-frame')) return write(reply.slice(0, Math.ceil(reply.length / 2)));
    if (this.#spend('wrong-checksum'))
      return write(reply.map((byte, at) => (at === reply.length - 2 ? byte ^ 0x55 : byte)));
    if (this.#spend('slow-reply')) {
      setTimeout(() => write(reply), SLOW_MS);
      return undefined;
    }
    write(reply);
    if (this.#spend('duplicate-reply')) write(reply);
    return undefined;
  }

  #spend(fault: CabinetFault): boolean {
    const left = this.#left.get(fault) ?? 0;
    if (left === 0) return false;
    if (left === 1) this.#left.delete(fault);
    else this.#left.set(fault, left - 1);
    return true;
  }
}
