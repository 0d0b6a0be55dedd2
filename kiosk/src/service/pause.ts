import { setTimeout as wait } from 'node:timers/promises';

/** Waits; an aborted signal ends the wait early, without an error. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
