import { spawnSync } from 'node:child_process';
import { lintSteps } from './lint.ts';
import { runSteps } from './checks/steps.ts';
import { provideSystemPackages } from './checks/system-packages.ts';
import { runVitest } from './checks/vitest-run.ts';
import { buildStaleUis } from './stack/build-uis.ts';
import { buildVoiceAside } from './voice/build-aside.ts';
import { projectRoot } from './stack/paths.ts';

/** Everything that must hold: lint and types, then unit, integration and browser tests, then the crash run. */
const startedAt = Date.now();
const missing = provideSystemPackages();

// The checks have time until the tests are over: these wait for databases, wires and pages more than for a core.
const saidByChecks: string[] = [];
const checks = runSteps(lintSteps, { aside: true, say: (line) => saidByChecks.push(line) });
const voice = buildVoiceAside();
await buildStaleUis((line) => console.log(line));
const voiceBroken = ((await voice?.ended) ?? 0) === 0 ? [] : ['voice'];
const tests = await runVitest(['unit', 'integration', 'browser']);
const brokenChecks = await checks;
console.log(saidByChecks.join('\n'));
const crash = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', 'tests/crash/crash.ts', '--sample'],
  {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);

const broken = [...brokenChecks, ...voiceBroken];
const others = lintSteps.length + 2;
const brokenCrash = crash.status === 0 ? 0 : 1;
const failed = tests.failed + broken.length + brokenCrash;
const passed = tests.passed + others - broken.length - brokenCrash;

console.log(`\n${Math.round((Date.now() - startedAt) / 1000)} s`);
if (missing.length > 0) console.log(`Skipped for want of: ${missing.join(', ')}`);
if (broken.length > 0) console.log(`Failed: ${broken.join(', ')}`);
console.log(`${passed} passed, ${failed} failed, ${tests.skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
