import { describe, expect, it } from 'vitest';
import { PROFILES, sizesOf } from './profiles.ts';

/** Smallest letters of `styles/tokens.css`, in rem. */
const SMALLEST_REM = { standard: 3.2, elder: 4.2 } as const;

describe.each(Object.entries(PROFILES))('panel %s', (_name, profile) => {
  const sizes = sizesOf(profile);

  it('has letters that subtend what old eyes need at its distance', () => {
    expect(SMALLEST_REM.standard * sizes.mmPerRem).toBeGreaterThanOrEqual(sizes.leastTextMm.standard);
    expect(SMALLEST_REM.elder * sizes.mmPerRem).toBeGreaterThanOrEqual(sizes.leastTextMm.elder);
  });

  it('leaves room for keys within reach, also from a wheelchair', () => {
    const keysMm = (from: number): number => (sizes.canvasHeightRem - from) * sizes.mmPerRem;
    expect(keysMm(sizes.reachRem.usual)).toBeGreaterThanOrEqual(190);
    expect(keysMm(sizes.reachRem.lowered)).toBeGreaterThanOrEqual(190);
    expect(profile.lowerEdgeMm).toBeGreaterThanOrEqual(700);
  });
});

describe('sizes of the 21.5 inch panel', () => {
  it('are those of the glass', () => {
    const { mmPerPx, mmPerRem, reachRem, leastTextMm } = sizesOf(PROFILES['portrait-21']);
    expect(mmPerPx).toBeCloseTo(0.248, 3);
    expect(mmPerRem).toBeCloseTo(2.48, 2);
    expect(reachRem.usual).toBeCloseTo(50.8, 1);
    expect(leastTextMm.elder * 0.733).toBeCloseTo(7.33, 2);
  });
});
