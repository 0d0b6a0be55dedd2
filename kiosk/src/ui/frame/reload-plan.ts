/** Wait before the n-th reload in a row (from 0) after the picture could not be drawn, in milliseconds. */
export function reloadDelay(reloadsInARow: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(reloadsInARow, 10));
}

const MARK = 'reload';

/** Reloads in a row, kept in the address, because the page keeps nothing else and a reload must not forget it. */
export function reloadsSoFar(hash: string): number {
  const count = Number(new URLSearchParams(hash.replace(/^#/, '')).get(MARK));
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

export function hashAfterReload(hash: string): string {
  return `#${MARK}=${reloadsSoFar(hash) + 1}`;
}
