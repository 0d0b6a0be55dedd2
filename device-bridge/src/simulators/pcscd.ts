import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

export type PcscdAvailability =
  | { readonly available: true; readonly vpcdPort: number; stop(): Promise<void> }
  | { readonly available: false; readonly reason: string };

/** Where Debian's `vsmartcard-vpcd` waits for its virtual card: `/etc/reader.conf.d/vpcd`, channel 0x8C7B. */
export const VPCD_PORT = 0x8c7b;

const PCSCD_SOCKET = '/run/pcscd/pcscd.comm';
const CANDIDATES = ['/usr/sbin/pcscd', '/usr/bin/pcscd', '/usr/local/sbin/pcscd'];

/**
 * Makes sure that the PC/SC service with a virtual reader runs: uses the one that runs, else starts one where that is
 * allowed. A machine has one such service, so tests that run side by side share it and ask for `while-used`: it then
 * ends by itself a minute after its last client. With `until-stop`, `stop` ends a service that was started here.
 */
export async function ensurePcscd(lifetime: 'until-stop' | 'while-used' = 'until-stop'): Promise<PcscdAvailability> {
  if (process.platform !== 'linux') return { available: false, reason: 'the virtual card reader needs Linux' };
  if (await serviceAnswers()) {
    if (readerListens()) return running();
    return { available: false, reason: 'pcscd runs without the virtual reader; install vsmartcard-vpcd' };
  }
  const program = CANDIDATES.find((path) => existsSync(path));
  if (!program) return { available: false, reason: 'pcscd is not installed; apt install pcscd vsmartcard-vpcd' };
  if (process.getuid?.() !== 0) {
    return { available: false, reason: 'pcscd is not running and only root may start it; systemctl start pcscd' };
  }
  return startPcscd(program, lifetime);
}

async function startPcscd(program: string, lifetime: 'until-stop' | 'while-used'): Promise<PcscdAvailability> {
  const isShared = lifetime === 'while-used';
  const options = ['--foreground', '--error', ...(isShared ? ['--auto-exit'] : [])];
  const child = spawn(program, options, { stdio: 'ignore', detached: isShared });
  if (isShared) child.unref();
  let ended = false;
  child.once('error', () => (ended = true));
  child.once('exit', () => (ended = true));
  // Another process may have started one in the same moment: ours ends, theirs serves us.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if ((await serviceAnswers()) && readerListens()) {
      return running(async () => {
        if (ended || isShared) return;
        const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        child.kill('SIGTERM');
        await exited;
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  return { available: false, reason: 'pcscd does not start with a virtual reader; install vsmartcard-vpcd' };
}

function running(stop: () => Promise<void> = async () => undefined): PcscdAvailability {
  return { available: true, vpcdPort: VPCD_PORT, stop };
}

function serviceAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: PCSCD_SOCKET, timeout: 500 });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
    socket.once('timeout', end(false));
  });
}

/** Asks the kernel who listens and not the port: to the virtual reader a connection is a card being laid on it. */
function readerListens(): boolean {
  const wanted = new RegExp(`:${VPCD_PORT.toString(16).toUpperCase()} [0-9A-F]+:0000 0A `);
  return ['/proc/net/tcp', '/proc/net/tcp6'].some(
    (table) => existsSync(table) && wanted.test(readFileSync(table, 'utf8')),
  );
}
