import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sharer, sharesOf } from './share-pool.ts';

const share = (amount: number, sharers: readonly Sharer[], liveBills = 0) =>
  sharesOf({ amountFen: fen(amount), sharers, liveBills });

describe('a shared cost (wuye 783b1ca: a second run took 60 too much of a pool of 300)', () => {
  it('the shares are the pool, to the fen, and nobody is more than a fen off what is exact', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), weights, (amount, all) => {
        fc.pre(all.some((weight) => weight > 0));
        const sharers = all.map((weight, index) => ({ roomCode: `1-1-${index}`, weight }));
        const shares = unwrap(share(amount, sharers));
        const total = all.reduce((sum, weight) => sum + weight, 0);
        expect([...shares.values()].reduce((sum, each) => sum + each, 0)).toBe(amount);
        for (const { roomCode, weight } of sharers) {
          const off = BigInt(shares.get(roomCode) ?? -1) * BigInt(total) - BigInt(amount) * BigInt(weight);
          expect(off < BigInt(total) && off > -BigInt(total)).toBe(true);
        }
      }),
    );
  });

  it('of equal remainders the first room has the fen, in whatever order they stand', () => {
    const sharers = ['1-1-10', '1-1-2', '1-1-1'].map((roomCode) => ({ roomCode, weight: 8_950 }));
    for (const order of [sharers, sharers.toReversed()]) {
      expect(Object.fromEntries(unwrap(share(100, order)))).toEqual({ '1-1-1': 34, '1-1-2': 33, '1-1-10': 33 });
    }
  });

  it('is not run again while its bills stand, nor without anybody who shares it', () => {
    const sharers = [{ roomCode: '1-1-1', weight: 1 }];
    expect(share(300, sharers, 5)).toMatchObject({ ok: false, error: { code: 'LT-7007' } });
    for (const odd of [[], [{ roomCode: '1-1-1', weight: 0 }], [...sharers, ...sharers]]) {
      expect(share(300, odd)).toMatchObject({ ok: false, error: { code: 'LT-9001' } });
    }
    expect(share(300, [...sharers, { roomCode: '1-1-2', weight: 0.5 }])).toMatchObject({ ok: false });
  });
});
