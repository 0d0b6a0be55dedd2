import type { Figures } from './bench.ts';
import { printTable } from './print-table.ts';

/**
 * `npm run bench:devices`: alone, with `--json` or a benchmark's name it measures; with anything else it is the hands at
 * the bench of a running demo.
 */
const BENCHMARKS: Readonly<Record<string, () => Promise<Readonly<Record<string, Figures>>>>> = {
  'cash-credit': async () => (await import('./cash-credit.ts')).benchCashCredit(),
};

const words = process.argv.slice(2).filter((argument) => argument !== '--json');
if (words.every((word) => Object.hasOwn(BENCHMARKS, word))) {
  const results: Record<string, Figures> = {};
  for (const name of words.length > 0 ? words : Object.keys(BENCHMARKS)) {
    if (!process.argv.includes('--json')) console.error(`${name} …`);
    Object.assign(results, await BENCHMARKS[name]?.());
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify(results));
  else printTable(results);
  process.exit(0);
}
await import('../../device-bridge/src/simulators/cli.ts');
