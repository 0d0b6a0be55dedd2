import { describe, expect, it } from 'vitest';
import { createTries } from './tries.ts';

describe('tries', () => {
  it('a card tapped too often has to wait until the window has passed, others do not', () => {
    const tries = createTries(3, 60_000);
    expect([0, 1, 2, 3].map((at) => tries.allow('card-1', at))).toEqual([true, true, true, false]);
    expect(tries.allow('card-2', 4)).toBe(true);
    expect(tries.allow('card-1', 59_999)).toBe(false);
    expect(tries.allow('card-1', 60_000)).toBe(true);
  });
});
