import { parseArgs } from 'node:util';
import { runVitest } from './checks/vitest-run.ts';

/** The long fuzz run of every parser of what comes in from outside, or of those whose names begin with a word given. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bytes: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
  },
});
process.env.LOUTING_FUZZ_BYTES = values.bytes;
process.env.LOUTING_FUZZ_SEED = values.seed;
const only = positionals.length > 0 ? ['--testNamePattern', `^(${positionals.join('|')})`] : [];
const { failed } = await runVitest(['unit'], ['tests/fuzz/', ...only]);
process.exit(failed === 0 ? 0 : 1);
