import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewestCoins, type CoinKind } from './fewest-coins.ts';

/** `50x1` is one coin of 50; `50` as many as it takes. */
function store(kinds: string): readonly CoinKind[] {
  return kinds.split(' ').map((kind) => {
    const [value, count] = kind.split('x');
    return { denominationFen: Number(value), ...(count !== undefined && { count: Number(count) }) };
  });
}

test.each([
  [60, '50x1 20x3', [0, 3]],
  [60, '50 20', [0, 3]],
  [60, '50x1 20x3 10x1', [1, 0, 1]],
  [80, '20x4 50x2', [4, 0]],
  [130, '100x1 50x1 20x4', [0, 1, 4]],
  [8, '5x1 4x2 1x3', [0, 2, 0]],
  [170, '100x1 50x1 10x2', [1, 1, 2]],
  [300, '100x1 100x2', [1, 2]],
  [30_000, '100x299 50x3', [299, 2]],
  [60, '50x1 20x2', undefined],
  [180, '100x1 50x1 10x2', undefined],
  [30, '50 20', undefined],
  [75, '50 20', undefined],
  [50, '50x0', undefined],
  [0, '50', undefined],
  [50, '0 50', [0, 1]],
])('%i out of %s', (amountFen, kinds, taken) => {
  expect(fewestCoins(amountFen, store(kinds))).toEqual(taken);
});

/** Every amount that can be paid, with the fewest coins it takes, one coin laid down after the other. */
function byCounting(kinds: readonly CoinKind[]): ReadonlyMap<number, number> {
  let fewest = new Map([[0, 0]]);
  for (const { denominationFen, count = 0 } of kinds) {
    const next = new Map(fewest);
    for (const [amount, coins] of fewest) {
      for (let more = 1; more <= count; more += 1) {
        const sum = amount + more * denominationFen;
        if (coins + more < (next.get(sum) ?? Infinity)) next.set(sum, coins + more);
      }
    }
    fewest = next;
  }
  return fewest;
}

test('every amount that some coins make up is paid, with the fewest of those that are there, and no other', () => {
  const kind = fc.record({ denominationFen: fc.constantFrom(1, 2, 3, 4, 5, 7, 10, 20, 50), count: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(kind, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 250 }), (kinds, amount) => {
      const taken = fewestCoins(amount, kinds);
      const counted = byCounting(kinds).get(amount);
      expect(taken?.reduce((sum, count) => sum + count, 0)).toBe(counted);
      if (!taken) return;
      expect(kinds.reduce((sum, { denominationFen }, at) => sum + denominationFen * (taken[at] ?? 0), 0)).toBe(amount);
      expect(kinds.every(({ count }, at) => (taken[at] ?? 0) <= count)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('hundreds of coins that cannot make up an amount are told without trying them all', () => {
  const kinds = store('10000x300 5000x300 2000x300 1000x0 500x0 100x0');
  const all = 300 * 17_000;
  const said = Array.from({ length: 200 }, (_, step) => fewestCoins(all - step * 1_000, kinds) !== undefined);
  expect(said.flatMap((payable, step) => (payable ? [] : [step]))).toEqual([1, 3]);
});
