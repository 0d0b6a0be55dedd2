import { parseArgs } from 'node:util';
import { runModel } from './run-model.ts';

/** `npm run model -- [--steps 100000000] [--seed 7] [--path …]`: the money model for as long as one likes. */
const { values } = parseArgs({
  options: { steps: { type: 'string', default: '1000000' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const steps = Number(values.steps);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
if (!Number.isSafeInteger(steps) || steps < 1 || !Number.isSafeInteger(seed)) {
  console.error('steps and seed are whole numbers, e.g. npm run model -- --steps 1000000 --seed 7');
  process.exit(64);
}
console.log(`seed ${seed}`);
const startedAt = performance.now();
let told = startedAt;
const result = await runModel({ steps, seed, ...(values.path === undefined ? {} : { path: values.path }) }, (done) => {
  if (performance.now() - told < 5_000) return;
  told = performance.now();
  console.log(`${done} steps, ${Math.round(done / ((told - startedAt) / 1000))} a second`);
});
console.log(JSON.stringify(result.reached));
console.log(result.counterexample ?? `${result.steps} steps in ${result.runs} runs: no fen lost, none doubled`);
process.exit(result.counterexample === undefined ? 0 : 1);
