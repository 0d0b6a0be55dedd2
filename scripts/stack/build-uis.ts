import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './paths.ts';

interface Ui {
  readonly name: string;
  readonly workspace: string;
  /** Everything whose change makes the build stale. */
  readonly sources: readonly string[];
}

const UIS: readonly Ui[] = [
  {
    name: 'kiosk screens',
    workspace: 'kiosk',
    sources: [
      'kiosk/src/ui/**/*',
      'kiosk/src/screens.ts',
      'kiosk/src/screens/*.ts',
      'kiosk/vite.config.ts',
      'assets/locales/**/*',
      'assets/images/**/*',
      'common/src/*.ts',
    ],
  },
  {
    name: 'admin portal',
    workspace: 'admin-portal',
    sources: [
      'admin-portal/src/**/*',
      'admin-portal/index.html',
      'admin-portal/vite.config.ts',
      'server/src/contract/*.ts',
      'assets/locales/**/*',
      'common/src/*.ts',
    ],
  },
];

/** Whoever asks for a build, a test run or an owner, gets the one that is shipped. */
const MODE = 'production';

/** Builds each browser UI whose sources changed since its last build. */
export async function buildStaleUis(say: (line: string) => void): Promise<void> {
  for (const ui of UIS) {
    const stamp = join(projectRoot, ui.workspace, 'dist', '.built-from');
    const fingerprint = fingerprintOf(ui);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) continue;
    say(`Building the ${ui.name} …`);
    await build(ui);
    writeFileSync(stamp, fingerprint);
  }
}

function fingerprintOf(ui: Ui): string {
  const hash = createHash('sha256')
    .update(MODE)
    .update(readFileSync(join(projectRoot, 'package-lock.json')));
  const files = ui.sources.flatMap((pattern) => globSync(pattern, { cwd: projectRoot, withFileTypes: true }));
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.toSorted()) hash.update(path.slice(projectRoot.length)).update(readFileSync(path));
  return hash.digest('hex');
}

function build(ui: Ui): Promise<void> {
  const vite = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(projectRoot, ui.workspace),
      env: { ...process.env, NODE_ENV: MODE },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the ${ui.name} could not be built`))));
  });
}
