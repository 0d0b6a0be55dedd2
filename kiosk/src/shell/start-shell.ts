import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { chooseShell } from './choose-shell.ts';
import { problemOfHome } from './electron/policy.ts';
import { WATCHDOG_START, watch, type WatchdogState } from './watchdog.ts';

export interface ShellOptions {
  /** Page of the kiosk service, e.g. `http://127.0.0.1:7310/`. */
  readonly home: string;
  /** `desktop` only to try the product. */
  readonly window: 'kiosk' | 'desktop';
  /** The screen's camera reads codes; a managed Chromium has to be told so by its policies too. */
  readonly camera?: boolean;
  readonly logger: Logger;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

export interface RunningShell {
  readonly shell: 'electron' | 'chromium' | 'none';
  close(): Promise<void>;
}

const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Opens the kiosk's window and keeps it open. Downloads nothing, ever.
 * @throws Error when `home` is not on this machine
 */
export async function startShell({
  home,
  window,
  camera = false,
  logger,
  environment,
}: ShellOptions): Promise<RunningShell> {
  const problem = problemOfHome(home);
  if (problem !== undefined) throw new Error(problem);
  const profile = await mkdtemp(join(tmpdir(), 'louting-shell-'));
  const shell = chooseShell(home, {
    electron: electronRuntime(environment),
    chromium: CHROMIUMS.find((path) => existsSync(path)),
    display: displayOf(environment),
    profile,
    window,
    electronMain: fileURLToPath(new URL('electron/main.ts', import.meta.url)),
  });
  if (shell.shell === 'none') {
    await rm(profile, { recursive: true, force: true });
    logger.info({ home, why: shell.why }, `no window is opened; the kiosk is at ${home}`);
    return { shell: 'none', close: async () => {} };
  }

  let child: ChildProcess | undefined;
  let watchdog: WatchdogState = WATCHDOG_START;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const open = (): void => {
    child = spawn(shell.command, shell.args, {
      stdio: 'ignore',
      env: {
        ...environment,
        LOUTING_KIOSK_URL: home,
        LOUTING_KIOSK_WINDOW: window,
        LOUTING_KIOSK_CAMERA: String(camera),
      },
    });
    logger.info({ shell: shell.shell }, 'window opened');
    let ended = false;
    const onEnd = (facts: object): void => {
      if (ended || closed) return;
      ended = true;
      logger.warn(facts, 'window ended');
      happen();
    };
    child.once('error', (error) => onEnd({ error: error.message }));
    child.once('exit', (code, signal) => onEnd({ code, signal }));
  };
  const happen = (): void => {
    const at = Date.now();
    const calm = watch(watchdog, { event: 'seen-drawing', at }).state;
    const next = watch(calm, { event: 'gone', at });
    watchdog = next.state;
    if (next.action.action === 'recreate') retry = setTimeout(open, next.action.afterMs);
    else logger.error({ home }, `the window cannot be kept open; the kiosk is at ${home}`);
  };
  open();

  return {
    shell: shell.shell,
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await ended(child);
      await rm(profile, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

function displayOf(environment: Readonly<NodeJS.ProcessEnv>): 'wayland' | 'x11' | undefined {
  if (environment['WAYLAND_DISPLAY']) return 'wayland';
  return environment['DISPLAY'] ? 'x11' : undefined;
}

/** The npm package is only read, not imported: importing it would download the runtime when it is missing. */
function electronRuntime(environment: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const file = join(folder, 'path.txt');
    const name = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'electron';
    const runtime = join(override ?? join(folder, 'dist'), name);
    return existsSync(runtime) ? runtime : undefined;
  } catch {
    // The package is a development dependency; a kiosk may be installed without it.
    return undefined;
  }
}
