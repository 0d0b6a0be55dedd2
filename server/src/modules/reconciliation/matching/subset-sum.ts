/** More bills than this are not searched: what fits by chance would be found before what was meant. */
const MOST_ITEMS = 12;
/** Looks at most at this many sets; a bound by steps gives the same answer on every machine. */
const MOST_STEPS = 8_192;

/**
 * A set of the items that sums to the target, the earliest items preferred; amounts above zero.
 * @returns indexes in ascending order, undefined when there is none or too much to look through
 */
export function subsetWithSum(amounts: readonly number[], target: number): number[] | undefined {
  if (amounts.length > MOST_ITEMS || target <= 0) return undefined;
  const restFrom: number[] = Array.from({ length: amounts.length + 1 }, () => 0);
  for (let at = amounts.length - 1; at >= 0; at -= 1) restFrom[at] = (restFrom[at + 1] ?? 0) + (amounts[at] ?? 0);
  const chosen: number[] = [];
  let steps = 0;

  const search = (at: number, missing: number): boolean => {
    if (missing === 0) return true;
    steps += 1;
    if (steps > MOST_STEPS || at === amounts.length || missing < 0 || missing > (restFrom[at] ?? 0)) return false;
    chosen.push(at);
    if (search(at + 1, missing - (amounts[at] ?? 0))) return true;
    chosen.pop();
    return search(at + 1, missing);
  };
  return search(0, target) ? chosen : undefined;
}
