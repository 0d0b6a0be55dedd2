import type { ChangeUnit } from '../../drivers/coin-dispenser/dialect.ts';

export interface MixPart {
  readonly unit: string;
  readonly amountFen: number;
}

/**
 * Which unit pays what, largest coins first: each renminbi coin divides the next larger, so the greedy way finds a mix
 * whenever there is one. Undefined: the amount cannot be paid exactly. Pure.
 */
export function mixOf(amountFen: number, units: readonly ChangeUnit[]): readonly MixPart[] | undefined {
  const parts = new Map<string, number>();
  let rest = amountFen;
  const coins = units
    .filter(({ level, broken, coins: kinds }) => !broken && level !== 'empty' && (level !== 'low' || isCounted(kinds)))
    .flatMap(({ unit, coins: kinds }) => kinds.map((coin) => ({ unit, ...coin })))
    .toSorted((a, b) => b.denominationFen - a.denominationFen);
  for (const { unit, denominationFen, count } of coins) {
    const wanted = Math.floor(rest / denominationFen);
    const given = Math.min(wanted, count ?? wanted) * denominationFen;
    if (given === 0) continue;
    parts.set(unit, (parts.get(unit) ?? 0) + given);
    rest -= given;
  }
  if (rest > 0 || parts.size === 0) return undefined;
  return [...parts].map(([unit, fen]) => ({ unit, amountFen: fen }));
}

/** Nobody knows how few are left where only a sensor says that they are few. */
function isCounted(coins: ChangeUnit['coins']): boolean {
  return coins.every(({ count }) => count !== undefined);
}
