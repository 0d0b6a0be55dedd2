import { describe, expect, it } from 'vitest';
import { coveringRows, pairsOf } from './pairs.ts';

describe('rows that stand for all combinations', () => {
  it.each([0, 1, 7, 50])('let every two values meet, in few rows (turn %i)', (turn) => {
    const rows = coveringRows([2, 4, 3, 3, 2], turn);
    const met = new Set(rows.flatMap(pairsOf));
    // 2·4 + 2·3 + 2·3 + 2·2 + 4·3 + 4·3 + 4·2 + 3·3 + 3·2 + 3·2
    expect(met.size).toBe(77);
    expect(rows.length).toBeLessThanOrEqual(15);
  });

  it('differ from turn to turn, so that many screens together draw more than one does', () => {
    const drawn = new Set([0, 1, 2, 3, 4, 5].flatMap((turn) => coveringRows([2, 4, 3, 3, 2], turn).map(String)));
    expect(drawn.size).toBeGreaterThan(30);
  });
});
