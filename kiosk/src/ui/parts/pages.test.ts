import { describe, expect, it } from 'vitest';
import { cutPages } from './pages.ts';

describe('a long list on the screen', () => {
  it('is cut into even pages', () => {
    expect(cutPages([1, 2, 3, 4, 5, 6, 7], 5)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7],
    ]);
  });
  it('stays on one page when it fits, and an empty one is still a page', () => {
    expect(cutPages([1, 2], 5)).toEqual([[1, 2]]);
    expect(cutPages([], 5)).toEqual([[]]);
  });
});
