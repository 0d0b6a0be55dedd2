import type { DisplayMode } from '../../../screens.ts';

const ROWS = {
  bills: { standard: 4, elder: 3 },
  choose: { standard: 5, elder: 4 },
} as const;

/** Rows of bills shown at once. When there are more, one row gives its place to the keys that turn the page. */
export function rowsThatFit(screen: keyof typeof ROWS, mode: DisplayMode, bills: number): number {
  const rows = ROWS[screen][mode];
  return bills > rows ? rows - 1 : rows;
}
