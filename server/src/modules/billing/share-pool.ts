import { type Fen, fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';

/** A room that shares a cost 公摊. */
export interface Sharer {
  readonly roomCode: string;
  /** A whole number, e.g. its billable area in 0.01 m²; 0 shares nothing. */
  readonly weight: number;
}

export interface SharePool {
  readonly amountFen: Fen;
  /** As they were when the pool was closed: later changes of area do not reach back. */
  readonly sharers: readonly Sharer[];
  /** Bills of this pool that stand, neither reversed nor discarded. */
  readonly liveBills: number;
}

const inOrder = new Intl.Collator('en', { numeric: true });

/**
 * Splits a pool by weight with the largest remainder: the shares add up to the pool to the fen, and of equal remainders
 * the first room code has the fen.
 * @returns in fen by room code; LT-7007 when bills of the pool stand: reverse them first; LT-9001 when there is nobody to
 * share it, a room stands there twice, or an amount or weight is none
 */
export function sharesOf({ amountFen, sharers, liveBills }: SharePool): Result<ReadonlyMap<string, Fen>> {
  if (liveBills > 0) return failed('LT-7007', `${liveBills} bills of the pool stand`);
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const total = sharers.reduce((sum, { weight }) => sum + BigInt(isCount(weight) ? weight : 0), 0n);
  const once = new Set(sharers.map(({ roomCode }) => roomCode)).size === sharers.length;
  if (!once || total === 0n || amountFen < 0 || !sharers.every(({ weight }) => isCount(weight))) {
    return failed('LT-9001', 'pool or weights');
  }
  const parts = sharers.map(({ roomCode, weight }) => {
    const exact = BigInt(amountFen) * BigInt(weight);
    return { roomCode, whole: Number(exact / total), remainder: exact % total };
  });
  const left = amountFen - parts.reduce((sum, { whole }) => sum + whole, 0);
  const byRemainder = parts.toSorted((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
    return inOrder.compare(a.roomCode, b.roomCode);
  });
  return ok(new Map(byRemainder.map(({ roomCode, whole }, index) => [roomCode, fen(whole + (index < left ? 1 : 0))])));
}
