import { describe, expect, it } from 'vitest';
import { hashAfterReload, reloadDelay, reloadsSoFar } from './reload-plan.ts';

describe('a screen that cannot be drawn', () => {
  it('reloads at once, then with growing patience, never slower than once a minute', () => {
    expect([0, 1, 2, 3, 6, 40].map(reloadDelay)).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000]);
  });
  it('counts its reloads in the address across reloads', () => {
    expect(hashAfterReload('')).toBe('#reload=1');
    expect(hashAfterReload('#reload=4')).toBe('#reload=5');
    expect(reloadsSoFar('#reload=5')).toBe(5);
  });
  it.each(['#reload=-1', '#reload=x', '#other', ''])('reads %j as no reload yet', (hash) => {
    expect(reloadsSoFar(hash)).toBe(0);
  });
});
