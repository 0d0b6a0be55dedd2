import { expect, test } from 'vitest';
import type { ChangeUnit } from '../../drivers/coin-dispenser/dialect.ts';
import { mixOf } from './mix.ts';

function hopper(denominationFen: number, more: Partial<ChangeUnit> & { readonly count?: number } = {}): ChangeUnit {
  const { count, ...rest } = more;
  const coin = { denominationFen, ...(count !== undefined && { count }) };
  return { unit: `of${denominationFen}`, coins: [coin], level: 'ok', broken: false, ...rest };
}

test.each<[string, readonly ChangeUnit[], object]>([
  ['the largest first', [hopper(10), hopper(50)], { of50: 50, of10: 10 }],
  [
    'twenties where a fifty leaves what none can pay',
    [hopper(50, { count: 1 }), hopper(20, { count: 3 })],
    { of20: 60 },
  ],
  ['smaller ones where the largest is stuck', [hopper(50, { broken: true }), hopper(10)], { of10: 60 }],
  ['not from few that nobody counts', [hopper(50, { level: 'low' }), hopper(20)], { of20: 60 }],
  ['few that are counted', [hopper(50, { level: 'low', count: 1 }), hopper(10)], { of50: 50, of10: 10 }],
  ['several kinds out of one store', [{ ...hopper(50), coins: [{ denominationFen: 20, count: 9 }] }], { of50: 60 }],
  ['nothing where no sum is 60', [hopper(50)], {}],
])('60 fen: %s', (_, units, parts) => {
  const mix = mixOf(60, units) ?? [];
  expect(Object.fromEntries(mix.map(({ unit, amountFen }) => [unit, amountFen]))).toEqual(parts);
});
