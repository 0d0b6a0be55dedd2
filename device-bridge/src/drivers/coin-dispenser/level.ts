import type { ChangeUnit } from './dialect.ts';

/** What somebody has to do about a store of change, the worst first; undefined: nothing. Pure. */
export function levelCode(
  units: readonly Pick<ChangeUnit, 'level' | 'broken'>[],
): 'LT-3125' | 'LT-3126' | 'LT-3127' | undefined {
  if (units.some(({ broken }) => broken)) return 'LT-3127';
  if (units.some(({ level }) => level === 'empty')) return 'LT-3126';
  return units.some(({ level }) => level === 'low') ? 'LT-3125' : undefined;
}
