import { createServer, type Server } from 'node:net';
import { portsFrom, type StackPorts } from '../../scripts/stack/ports.ts';

/**
 * Below 32,768, where Linux, macOS and Windows begin to hand out ports to outgoing connections: a port of theirs that
 * is free now may be somebody's connection a moment later.
 */
const STACKS = { first: 20_000, count: 120, size: 100 };
const SINGLE = { first: 12_000, count: 7_000 };

/** Ports of one throw-away stack, far from the usual ones, and of no other stack while this process lives. */
export async function freeStackPorts(): Promise<StackPorts> {
  for (let tries = 0; tries < 200; tries += 1) {
    const base = STACKS.first + Math.floor(Math.random() * STACKS.count) * STACKS.size;
    const ports = portsFrom(String(base));
    if (!ports || !(await areFree(Object.values(ports)))) continue;
    if (await claim(base + STACKS.size - 1)) return ports;
  }
  throw new Error('no free ports for a stack');
}

/** One port that is free, and that no outgoing connection is given. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = SINGLE.first + Math.floor(Math.random() * SINGLE.count);
    if (await areFree([port])) return port;
  }
  throw new Error('no free port');
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) {
    const server = await listening(port);
    if (!server) return false;
    await new Promise((resolve) => server.close(resolve));
  }
  return true;
}

/** Holds the last port of the stack's hundred, so that a test file that starts at the same moment takes another. */
async function claim(port: number): Promise<boolean> {
  const server = await listening(port);
  server?.unref();
  return server !== undefined;
}

function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
