import { generateSet } from '../../server/src/modules/reconciliation/testing/generated-months.ts';
import { measureMatching } from '../../server/src/modules/reconciliation/testing/measure-matching.ts';

/** Not the seed the weights were looked at with. */
const SEED = 'reconcile';
const HOUSEHOLDS = 8_000;

/**
 * Half a year of bank lines of 8,000 households with known truth: namesakes, twins, slips of the finger, split, merged,
 * partial and double payments, payers nobody knows, strangers' money. `seconds` is reading, scoring and assigning of all
 * lines; `recall` is over the lines whose truth can be told (see `isDeterminable`), `recallOfAll` over all that pay bills.
 */
export function benchReconcile(): Promise<Readonly<Record<string, number>>> {
  const { matchingMs, ...quality } = measureMatching(generateSet(SEED, HOUSEHOLDS));
  return Promise.resolve({ ...quality, seconds: matchingMs / 1_000 });
}
