import { expect, it } from 'vitest';
import { generateSet } from '../testing/generated-months.ts';
import { measureMatching } from '../testing/measure-matching.ts';

/** The large set is the benchmark `reconcile`; this one holds the matching to its promise with every test run. */
it('finds at least 95 % of what can be told and books at most one in a thousand wrong, on households with known truth', () => {
  const quality = measureMatching(generateSet('small', 800, 5));
  expect(quality.lines).toBeGreaterThan(3_500);
  expect(quality.determinable).toBeGreaterThan(2_500);
  expect(quality.precision, JSON.stringify(quality)).toBeGreaterThanOrEqual(0.999);
  expect(quality.recall, JSON.stringify(quality)).toBeGreaterThanOrEqual(0.95);
});
