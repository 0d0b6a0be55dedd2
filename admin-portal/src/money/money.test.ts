import { fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import { yuan } from './money.tsx';

describe('amounts on a page', () => {
  it.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [28_640, '¥286.40'],
    [100_000, '¥1,000.00'],
    [123_456_789, '¥1,234,567.89'],
    [-105, '-¥1.05'],
    [-1_234_500, '-¥12,345.00'],
  ])('%i fen reads %s', (amount, text) => {
    expect(yuan(fen(amount))).toBe(text);
  });
});
