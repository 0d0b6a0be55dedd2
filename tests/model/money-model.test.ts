import { expect, test } from 'vitest';
import { runModel } from './run-model.ts';

const STEPS = Number(process.env.LOUTING_MODEL_STEPS ?? 100_000);
const SEED = Number(process.env.LOUTING_MODEL_SEED ?? Date.now() % 1_000_000_000);

test(
  `kiosks, phones, staff and channels do as they like for ${STEPS} steps: no fen is lost, none is doubled`,
  { timeout: 3_600_000 },
  async () => {
    process.stdout.write(`money model: seed ${SEED}\n`);
    const result = await runModel({ steps: STEPS, seed: SEED });
    process.stdout.write(`money model: ${result.steps} steps in ${result.runs} runs\n`);
    process.stdout.write(`${JSON.stringify(result.reached)}\n`);
    expect(result.counterexample ?? '').toBe('');
    expect(result.steps).toBeGreaterThanOrEqual(STEPS);
  },
);
