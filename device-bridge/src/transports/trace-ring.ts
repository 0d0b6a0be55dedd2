import type { Clock } from '@louting/common/clock';
import type { TraceStep } from './trace.ts';

const HEAD_BYTES = 15;
const LONGEST_STEP = 16 * 1024;

interface Page {
  readonly buffer: Buffer;
  used: number;
}

/**
 * The last bytes of one device's line, with their times, in a memory that never grows: two pages, the older of which is
 * dropped when the newer is full.
 */
export class TraceRing {
  readonly #clock: Clock;
  #newer: Page;
  #older: Page;

  constructor(clock: Clock, pageBytes = 128 * 1024) {
    this.#clock = clock;
    this.#newer = { buffer: Buffer.alloc(pageBytes), used: 0 };
    this.#older = { buffer: Buffer.alloc(pageBytes), used: 0 };
  }

  add(direction: TraceStep['direction'], bytes: Uint8Array, hidden?: TraceStep['hidden']): void {
    const longest = Math.min(LONGEST_STEP, this.#newer.buffer.length - HEAD_BYTES);
    for (let start = 0; start < bytes.length; start += longest) {
      const part = bytes.subarray(start, start + longest);
      const within = (at: number): number => Math.min(part.length, Math.max(0, at - start));
      this.#addPart(direction, part, hidden ? [within(hidden[0]), within(hidden[1])] : [0, 0]);
    }
  }

  get steps(): readonly TraceStep[] {
    return [...stepsOf(this.#older), ...stepsOf(this.#newer)];
  }

  #addPart(direction: TraceStep['direction'], bytes: Uint8Array, [from, to]: readonly [number, number]): void {
    if (this.#newer.used + HEAD_BYTES + bytes.length > this.#newer.buffer.length) {
      [this.#newer, this.#older] = [this.#older, this.#newer];
      this.#newer.used = 0;
    }
    const { buffer, used } = this.#newer;
    buffer.writeDoubleLE(this.#clock.now(), used);
    buffer.writeUInt8(direction === 'to-device' ? 1 : 0, used + 8);
    buffer.writeUInt16LE(bytes.length, used + 9);
    buffer.writeUInt16LE(from, used + 11);
    buffer.writeUInt16LE(to, used + 13);
    buffer.set(bytes, used + HEAD_BYTES);
    // A secret is not kept at all, not even in memory.
    buffer.fill(0, used + HEAD_BYTES + from, used + HEAD_BYTES + to);
    this.#newer.used += HEAD_BYTES + bytes.length;
  }
}

function stepsOf({ buffer, used }: Page): readonly TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at = 0; at < used;) {
    const length = buffer.readUInt16LE(at + 9);
    const hidden = [buffer.readUInt16LE(at + 11), buffer.readUInt16LE(at + 13)] as const;
    steps.push({
      at: buffer.readDoubleLE(at),
      direction: buffer.readUInt8(at + 8) === 1 ? 'to-device' : 'from-device',
      bytes: Uint8Array.from(buffer.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)),
      ...(hidden[1] > hidden[0] && { hidden }),
    });
    at += HEAD_BYTES + length;
  }
  return steps;
}
