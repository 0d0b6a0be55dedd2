export interface CoinKind {
  readonly denominationFen: number;
  /** How many there are at most; undefined: nobody counts them. */
  readonly count?: number;
}

/**
 * How many of each kind make up the amount exactly, in the order of the kinds, with as few coins or notes as can be.
 * To take the largest first is not enough: 60 out of one 50 and three 20 is three times 20. Undefined: there is no way.
 * Pure.
 */
export function fewestCoins(amountFen: number, kinds: readonly CoinKind[]): readonly number[] | undefined {
  if (!Number.isInteger(amountFen) || amountFen <= 0) return undefined;
  const largestFirst = kinds
    .filter(({ denominationFen, count }) => denominationFen > 0 && count !== 0)
    .toSorted((a, b) => b.denominationFen - a.denominationFen);
  const taken = search(amountFen, largestFirst);
  return taken && kinds.map((kind) => taken[largestFirst.indexOf(kind)] ?? 0);
}

/**
 * Tries the most of the largest first, so that the first way found is a good one, and leaves what cannot become better:
 * too many coins, a rest that is more than all the smaller ones or no multiple of what they share, and a rest that was
 * reached with as few before.
 */
function search(amountFen: number, kinds: readonly CoinKind[]): readonly number[] | undefined {
  const rests = kinds.map((_, at) => restAfter(kinds.slice(at + 1)));
  const reached = kinds.map(() => new Map<number, number>());
  let best: { readonly coins: number; readonly taken: readonly number[] } | undefined;

  const go = (at: number, rest: number, coins: number, taken: readonly number[]): void => {
    if (rest === 0) {
      if (!best || coins < best.coins) best = { coins, taken };
      return;
    }
    const [kind, after, seen] = [kinds[at], rests[at], reached[at]];
    if (!kind || !after || !seen || (seen.get(rest) ?? Infinity) <= coins) return;
    seen.set(rest, coins);
    const most = Math.min(Math.floor(rest / kind.denominationFen), kind.count ?? Infinity);
    for (let count = most; count >= 0; count -= 1) {
      const left = rest - count * kind.denominationFen;
      const atLeast = coins + count + Math.ceil(left / after.largestFen);
      // Fewer of this kind leave more to the smaller ones, and take more of them.
      if (left > after.totalFen || (best && atLeast >= best.coins)) return;
      if (left % after.sharedFen === 0) go(at + 1, left, coins + count, [...taken, count]);
    }
  };
  go(0, amountFen, 0, []);
  return best?.taken;
}

interface Smaller {
  readonly largestFen: number;
  readonly totalFen: number;
  /** Every sum of them is a multiple of it. */
  readonly sharedFen: number;
}

function restAfter(kinds: readonly CoinKind[]): Smaller {
  return {
    largestFen: kinds[0]?.denominationFen ?? Infinity,
    totalFen: kinds.reduce((sum, { denominationFen, count = Infinity }) => sum + denominationFen * count, 0),
    sharedFen: kinds.reduce((shared, { denominationFen }) => greatestShared(denominationFen, shared), 0) || Infinity,
  };
}

function greatestShared(a: number, b: number): number {
  return b === 0 ? a : greatestShared(b, a % b);
}
