/** Rows of bills that fit a panel. */
const ROWS = {
  bills: { portrait: 4, landscape: 4 },
  choose: { portrait: 5, landscape: 4 },
} as const;

/** Rows of bills shown at once. When there are more, one row gives its place to the keys that turn the page. */
export function rowsThatFit(screen: keyof typeof ROWS, landscape: boolean, bills: number): number {
  const rows = ROWS[screen][landscape ? 'landscape' : 'portrait'];
  return bills > rows ? rows - 1 : rows;
}
