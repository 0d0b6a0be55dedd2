import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFen, fen, formatYuan, toCapitals } from './money.ts';

describe('fen', () => {
  it('refuses a fraction of a fen', () => {
    expect(() => fen(0.1)).toThrow(RangeError);
    expect(() => fen(Number.MAX_SAFE_INTEGER + 1)).toThrow(RangeError);
  });

  it('adds without losing a fen', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (values) => {
        const exact = values.reduce((sum, value) => sum + BigInt(value), 0n);
        expect(BigInt(addFen(...values.map(fen)))).toBe(exact);
      }),
    );
  });
});

describe('formatYuan', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [40, '0.40'],
    [28_640, '286.40'],
    [-105, '-1.05'],
  ])('%i fen reads %s', (amount, text) => {
    expect(formatYuan(fen(amount))).toBe(text);
  });
});

describe('toCapitals', () => {
  it.each([
    [0, '零元整'],
    [28_640, '贰佰捌拾陆元肆角整'],
    [1, '壹分'],
    [30, '叁角整'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [1_000_00, '壹仟元整'],
    [1_005_32, '壹仟零伍元叁角贰分'],
    [10_000_00, '壹万元整'],
    [10_001_00, '壹万零壹元整'],
    [100_100_00, '壹拾万零壹佰元整'],
    [107_000_53, '壹拾万柒仟元伍角叁分'],
    [1_000_000_00, '壹佰万元整'],
    [100_000_001_00, '壹亿零壹元整'],
    [6_007_14, '陆仟零柒元壹角肆分'],
    [1_680_32, '壹仟陆佰捌拾元叁角贰分'],
    [-1_250, '负壹拾贰元伍角整'],
  ])('%i fen is %s', (amount, words) => {
    expect(toCapitals(fen(amount))).toBe(words);
  });
});
