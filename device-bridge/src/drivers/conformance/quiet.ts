import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/**
 * What was written to a line whose both ends are in this process has been read, and nothing for `ms` since: counted from
 * the writing, a machine that was busy elsewhere would let the silence end before the driver has heard anything.
 */
export async function heardAndThenQuiet(ms: number): Promise<void> {
  await turn();
  await turn();
  await delay(ms);
}
