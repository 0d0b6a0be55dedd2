import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

/** After its host closed it, a terminal is there again after this long. */
const AWAY_MS = 50;
/** Seconds between two looks whether a host opened it. */
const LOOK = 0.02;

const SOCAT = ['/usr/bin/socat', '/usr/local/bin/socat', '/opt/homebrew/bin/socat'];

/** The path of socat, where it is installed. */
export function findSocat(): string | undefined {
  return SOCAT.find((path) => existsSync(path));
}

/**
 * Lets a serial driver reach a simulated device: a pseudo-terminal linked at `link`, joined to the device's TCP port.
 * It is made again whenever the host closes it, as a USB serial device stays in its place.
 * @throws Error when socat is not installed
 */
export function openPty(link: string, port: number): { close(): Promise<void> } {
  const program = findSocat();
  if (!program) throw new Error('pseudo-terminals need socat; apt install socat');
  let wanted = true;
  let child: ChildProcess | undefined;
  const start = (): void => {
    // wait-slave: the device is only called once a driver has opened the terminal.
    child = spawn(
      program,
      [`PTY,link=${link},rawer,wait-slave,pty-interval=${LOOK}`, `TCP:127.0.0.1:${port},nodelay`],
      { stdio: 'ignore' },
    );
    child.once('error', () => undefined);
    child.once('exit', () => {
      if (wanted) setTimeout(() => wanted && start(), AWAY_MS);
    });
  };
  start();
  return {
    close: async () => {
      wanted = false;
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const exited = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.kill('SIGTERM');
      await exited;
    },
  };
}
