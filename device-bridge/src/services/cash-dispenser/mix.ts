import type { ChangeUnit } from '../../drivers/coin-dispenser/dialect.ts';
import { fewestCoins } from '../../drivers/coin-dispenser/fewest-coins.ts';

export interface MixPart {
  readonly unit: string;
  readonly amountFen: number;
}

/**
 * Which unit pays what, the one with the largest coins first; as few coins as lie in the units that can pay. Undefined:
 * the amount cannot be paid exactly. Pure.
 */
export function mixOf(amountFen: number, units: readonly ChangeUnit[]): readonly MixPart[] | undefined {
  const coins = units
    .filter(({ level, broken, coins: kinds }) => !broken && level !== 'empty' && (level !== 'low' || isCounted(kinds)))
    .flatMap(({ unit, coins: kinds }) => kinds.map((coin) => ({ unit, ...coin })))
    .toSorted((a, b) => b.denominationFen - a.denominationFen);
  const taken = fewestCoins(amountFen, coins);
  if (!taken) return undefined;
  const parts = new Map<string, number>();
  for (const [at, { unit, denominationFen }] of coins.entries()) {
    const fen = (taken[at] ?? 0) * denominationFen;
    if (fen > 0) parts.set(unit, (parts.get(unit) ?? 0) + fen);
  }
  return [...parts].map(([unit, fen]) => ({ unit, amountFen: fen }));
}

/** Nobody knows how few are left where only a sensor says that they are few. */
function isCounted(coins: ChangeUnit['coins']): boolean {
  return coins.every(({ count }) => count !== undefined);
}
