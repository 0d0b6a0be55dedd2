/** A business year in milliseconds since the epoch; Shanghai has kept UTC+8 since 1991. */
export function yearBounds(year: number): { readonly from: number; readonly before: number } {
  const start = (of: number) => Date.parse(`${of}-01-01T00:00:00+08:00`);
  return { from: start(year), before: start(year + 1) };
}

/** From this year back to the first with a payment. */
export function yearsFrom(first: number | undefined, thisYear: number): number[] {
  const count = Math.max(1, thisYear - (first ?? thisYear) + 1);
  return Array.from({ length: count }, (_, index) => thisYear - index);
}
