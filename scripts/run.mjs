// The front door of every npm command: plain JavaScript that any Node from 18 on can read. It makes sure that the
// packages are installed and hands over to Node 24 (which the registry ships as a package), so that nothing but a
// system Node and npm is needed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
const RUNTIME_MAJOR = 24;

const COMMANDS = {
  start: 'scripts/start.ts',
  reset: 'scripts/reset.ts',
  test: 'scripts/test.ts',
  'test-quick': 'scripts/test-quick.ts',
  lint: 'scripts/lint.ts',
  bench: 'tests/bench/bench.ts',
  crash: 'tests/crash/crash.ts',
  model: 'tests/model/model.ts',
  fuzz: 'scripts/fuzz.ts',
  'device-bench': 'tests/bench/devices.ts',
  screens: 'tests/screens/screens.ts',
  'audit-books': 'server/src/audit-books.ts',
  voice: 'scripts/voice.ts',
};

function giveUp(sentence) {
  console.error(`\nlouting: ${sentence}\n`);
  process.exit(78);
}

function major(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

function installWhenStale() {
  const stamp = join(root, 'node_modules', '.louting-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.error('Installing packages (npm ci), about a minute …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (npm.error) giveUp('npm was not found. Install Node.js with npm, then try again.');
  if (npm.status !== 0)
    giveUp('the packages could not be installed. Check the network and the free disk space, then try again.');
  writeFileSync(stamp, wanted);
}

function findRuntime() {
  if (major(process.version) >= RUNTIME_MAJOR) return process.execPath;
  const shipped = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(shipped)) return shipped;
  return giveUp(
    `Node ${RUNTIME_MAJOR} is needed and no packaged one exists for ${process.platform} ${process.arch}. Install Node ${RUNTIME_MAJOR}, then try again.`,
  );
}

const [command = '', ...rest] = process.argv.slice(2);
const script = COMMANDS[command];
if (!script) giveUp(`there is no command "${command}". Known: ${Object.keys(COMMANDS).join(', ')}.`);
if (major(process.version) < OLDEST_NODE) {
  giveUp(
    `Node ${OLDEST_NODE} or newer is needed, this is ${process.version}. Install a newer Node.js, then try again.`,
  );
}
installWhenStale();

const child = spawn(findRuntime(), ['--disable-warning=ExperimentalWarning', join(root, script), ...rest], {
  cwd: root,
  stdio: 'inherit',
});
// Ctrl-C reaches the child through the terminal; a plain `kill` of this process must reach it too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
