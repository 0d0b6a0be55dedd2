import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, scaled } from './explanation.ts';
import {
  chargeByArea,
  chargeFixed,
  chargeMetered,
  decimal,
  type RoundingMode,
  type RoundingUnit,
  roundOnce,
  taxContained,
  type TariffVersion,
} from './tariffs.ts';
import { fen } from '@louting/common/money';

const perSquareMetre: TariffVersion = {
  formula: 'area',
  unitPrice: 28_000,
  tiers: [],
  rounding: { unit: 'fen', mode: 'half-up' },
  unit: { 'zh-CN': '㎡', en: 'm²' },
};
const water: TariffVersion = {
  ...perSquareMetre,
  formula: 'metered',
  unitPrice: 0,
  unit: { 'zh-CN': '吨', en: 'm³' },
  tiers: [{ upTo: 180_000, price: 50_000 }, { upTo: 260_000, price: 70_000 }, { price: 90_000 }],
};

describe('charge by area (wuye calc.ts: floats lose a fen in 0.09 % of price × area)', () => {
  it('15 × 130.70 keeps its last fen', () => {
    expect(chargeByArea({ ...perSquareMetre, unitPrice: 150_000 }, 13_070, 1)[0]?.amountFen).toBe(196_050);
  });
  it('rounds once, after all factors: 0.15 × 10.10 × 3 is 4.545, not 3 × 1.52', () => {
    const [line] = chargeByArea({ ...perSquareMetre, unitPrice: 1_500 }, 1_010, 3);
    expect(line).toMatchObject({ rawYuan: '4.545', amountFen: 455 });
  });
  it.each<[RoundingUnit, RoundingMode, number]>([
    ['fen', 'half-up', 1_684_03],
    ['fen', 'ceil', 1_684_04],
    ['fen', 'floor', 1_684_03],
    ['jiao', 'half-up', 1_684_00],
    ['jiao', 'ceil', 1_684_10],
    ['yuan', 'half-up', 1_684_00],
    ['yuan', 'ceil', 1_685_00],
    ['yuan', 'floor', 1_684_00],
  ])('100.24 m² × 1.40 × 12 rounded to %s %s is %i fen', (unit, mode, amount) => {
    const version = { ...perSquareMetre, unitPrice: 14_000, rounding: { unit, mode } };
    expect(chargeByArea(version, 10_024, 12)[0]?.amountFen).toBe(amount);
  });
  it('agrees with the exact rational, whatever the factors', () => {
    const factor = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(factor, factor, fc.integer({ min: 1, max: 12 }), (price, area, months) => {
        const [line] = chargeByArea({ ...perSquareMetre, unitPrice: price }, area, months);
        // In 1/10,000 fen: |amount − exact| ≤ half a fen, and a tie goes up.
        const exact = BigInt(price) * BigInt(area) * BigInt(months);
        const difference = BigInt(line?.amountFen ?? -1) * 10_000n - exact;
        expect(difference > -5_000n && difference <= 5_000n).toBe(true);
      }),
    );
  });
});

describe('charge by meter', () => {
  it.each([
    ['inside the first band', 12_000, 0, [[1, 12_000, 6_000]]],
    [
      'across two bands by what the year has used',
      12_000,
      175_000,
      [
        [1, 5_000, 2_500],
        [2, 7_000, 4_900],
      ],
    ],
    [
      'across all bands',
      100_000,
      170_000,
      [
        [1, 10_000, 5_000],
        [2, 80_000, 56_000],
        [3, 10_000, 9_000],
      ],
    ],
    ['exactly to the edge of a band', 5_000, 175_000, [[1, 5_000, 2_500]]],
    ['from the edge of a band', 5_000, 180_000, [[2, 5_000, 3_500]]],
    ['nothing used', 0, 50_000, []],
  ])('%s', (_case, usage, before, expected) => {
    const lines = chargeMetered(water, usage, before);
    expect(lines.map((line) => [line.tier, line.quantity, line.amountFen])).toEqual(expected);
  });
  it('splits a year the same way, however the readings cut it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 12 }), (months) => {
        const perTier = (usages: readonly number[]) => {
          const sums = new Map<number | undefined, number>();
          let before = 0;
          for (const usage of usages) {
            for (const { tier, quantity } of chargeMetered(water, usage, before)) {
              sums.set(tier, (sums.get(tier) ?? 0) + quantity);
            }
            before += usage;
          }
          return sums;
        };
        const total = months.reduce((sum, usage) => sum + usage, 0);
        expect(perTier(months)).toEqual(perTier([total]));
      }),
    );
  });
  it('refuses a table whose last band ends', () => {
    expect(() => chargeMetered({ ...water, tiers: [{ upTo: 10, price: 1 }] }, 11, 0)).toThrow(RangeError);
  });
});

describe('rounding', () => {
  it.each([
    [4n, 0],
    [5n, 1],
    [14n, 1],
    [15n, 2],
  ])('%i tenths of a fen, half up', (tenths, amount) => {
    expect(roundOnce(tenths, 1_000n, { unit: 'fen', mode: 'half-up' })).toBe(amount);
  });
  it('never makes a negative charge', () => {
    expect(() => roundOnce(-1n, 1n, { unit: 'fen', mode: 'floor' })).toThrow(RangeError);
  });
});

describe('tax contained in a gross amount', () => {
  it.each([
    [106_00, 600, 6_00],
    [28_640, 600, 1_621],
    [1, 600, 0],
    [100_00, 0, 0],
  ])('%i fen at %i/10000 contain %i fen', (amount, rate, tax) => {
    expect(taxContained(fen(amount), rate)).toBe(tax);
  });
});

describe('explanation of a line', () => {
  it('names every factor in both languages', () => {
    const [area] = chargeByArea(perSquareMetre, 8_950, 1);
    const [, second] = chargeMetered(water, 12_500, 175_000);
    const parking = { ...perSquareMetre, formula: 'fixed', unit: { 'zh-CN': '车位', en: 'space' } } as const;
    const [fixed] = chargeFixed({ ...parking, unitPrice: 3_000_000 }, 3);
    expect([
      area && explain(perSquareMetre, area),
      second && explain(water, second),
      fixed && explain(parking, fixed),
    ]).toEqual([
      { 'zh-CN': '89.50 ㎡ × 2.80 元 × 1 个月', en: '89.50 m² × ¥2.80 × 1 month' },
      { 'zh-CN': '第 2 档 7.5 吨 × 7.00 元', en: 'Tier 2: 7.5 m³ × ¥7.00' },
      { 'zh-CN': '每车位 300.00 元 × 3 个月', en: '¥300.00 per space × 3 months' },
    ]);
  });
  it.each([
    [28_000, 4, 2, '2.80'],
    [4_887, 4, 2, '0.4887'],
    [12_000, 3, 0, '12'],
    [7, 3, 0, '0.007'],
  ])('%i with %i places is at least %i long: %s', (value, places, least, text) => {
    expect(scaled(value, places, least)).toBe(text);
  });
  it('writes raw amounts exactly', () => {
    expect([decimal(0n, 1_000n), decimal(4_545n, 1_000n), decimal(5n, 1_000n)]).toEqual(['0', '4.545', '0.005']);
  });
});
