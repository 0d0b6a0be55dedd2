import { createServer } from 'node:net';
import { portsFrom, type StackPorts } from '../../scripts/stack/ports.ts';

/** Ports of one throw-away stack, far from the usual ones and free at this moment. */
export async function freeStackPorts(): Promise<StackPorts> {
  for (let tries = 0; tries < 50; tries += 1) {
    const base = 20_000 + Math.floor(Math.random() * 400) * 100;
    const ports = portsFrom(String(base));
    if (ports && (await areFree(Object.values(ports)))) return ports;
  }
  throw new Error('no free ports for a stack');
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

/** One port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
