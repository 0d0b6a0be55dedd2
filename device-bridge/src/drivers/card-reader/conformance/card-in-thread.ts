import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { VirtualCard } from '../../../simulators/virtual-card/card.ts';

export interface VpcdAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Lays a card on the virtual reader from a thread of its own. A call of PC/SC may block its thread until the card has
 * answered; were the card in that thread, both would wait for ever.
 * @returns how it is taken away
 * @throws Error when nothing listens on the port
 */
export async function layInThread(card: VirtualCard, address: VpcdAddress): Promise<() => Promise<void>> {
  const thread = new Worker(new URL('./card-thread.ts', import.meta.url), { workerData: { card, address } });
  await once(thread, 'message');
  const gone = once(thread, 'exit');
  return async () => {
    thread.postMessage('take away', []);
    await gone;
  };
}
