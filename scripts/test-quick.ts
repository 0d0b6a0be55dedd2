import { lintSteps } from './lint.ts';
import { runSteps } from './checks/steps.ts';
import { runVitest } from './checks/vitest-run.ts';

/** The inner loop, under a minute: types and the unit tests of what changed since the last commit. */
const brokenChecks = await runSteps(
  lintSteps.filter((step) => step.name.startsWith('types') || step.name === 'oxlint'),
);
const tests = await runVitest(['unit'], ['--changed', '--passWithNoTests']);
const failed = tests.failed + brokenChecks.length;
console.log(`${tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
