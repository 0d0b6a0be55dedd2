import { createHash } from 'node:crypto';

/** Repeatable chance: the same seed makes the same demo. Not for secrets. */
export interface Random {
  /** Whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** True `percent` times in a hundred. */
  chance(percent: number): boolean;
  /** @returns upper-case hex */
  hex(bytes: number): string;
}

export function randomFrom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  /** Mulberry32: one multiply-and-shift step over 32 bits of state. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    pick: ([first, ...rest]) => rest[between(0, rest.length) - 1] ?? first,
    chance: (percent) => next() * 100 < percent,
    hex: (bytes) =>
      Array.from({ length: bytes }, () => between(0, 255).toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase(),
  };
}

/** Ids in the form of UUIDv7, in order of their making, the same for the same seed. */
export function idsFrom(random: Random, startAt: number): () => string {
  let made = 0;
  return () => {
    const time = (startAt + Math.floor(made / 4096)).toString(16).padStart(12, '0');
    const count = (made % 4096).toString(16).padStart(3, '0');
    made += 1;
    const tail = random.hex(7).toLowerCase();
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-8${tail.slice(0, 3)}-${tail.slice(2)}`;
  };
}
