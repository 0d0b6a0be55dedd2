import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The one list of system packages that the full test run needs, each with what shows that it is there. */
const SYSTEM_PACKAGES = [
  {
    name: 'chromium',
    present: () => anyExists('/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'),
  },
  { name: 'fonts-noto-cjk', present: () => anyExists('/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk') },
  { name: 'pcscd', present: () => anyExists('/usr/sbin/pcscd', '/usr/bin/pcscd') },
  { name: 'vsmartcard-vpcd', present: () => anyExists('/etc/reader.conf.d/vpcd') },
  { name: 'socat', present: () => anyExists('/usr/bin/socat') },
  { name: 'postgresql', present: hasPostgresServer },
] as const;

function anyExists(...paths: readonly string[]): boolean {
  return paths.some((path) => existsSync(path));
}

function hasPostgresServer(): boolean {
  const versions = '/usr/lib/postgresql';
  return (
    existsSync(versions) && readdirSync(versions).some((version) => existsSync(`${versions}/${version}/bin/initdb`))
  );
}

function isDebian(): boolean {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

export function missingSystemPackages(): string[] {
  return SYSTEM_PACKAGES.filter((entry) => !entry.present()).map((entry) => entry.name);
}

/**
 * As root on Debian or Ubuntu the missing packages are installed; elsewhere the exact command is named and the tests
 * that need them are counted as skipped. Answers what is still missing.
 */
export function provideSystemPackages(): string[] {
  const missing = missingSystemPackages();
  if (missing.length === 0) return [];

  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isDebian() || process.getuid?.() !== 0) {
    console.log(`Missing system packages: ${missing.join(', ')}. Tests that need them are skipped.`);
    console.log(`On Debian or Ubuntu:  sudo ${command}`);
    return missing;
  }
  console.log(`Installing system packages: ${missing.join(', ')} …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  spawnSync('apt-get', command.split(' ').slice(1), { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  const still = missingSystemPackages();
  if (still.length > 0) console.log(`Could not install: ${still.join(', ')}. Tests that need them are skipped.`);
  return still;
}
