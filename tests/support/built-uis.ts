import { buildStaleUis } from '../../scripts/stack/build-uis.ts';

/** Once a run of the tests: two files that found the screens stale would build them over each other. */
export async function setup(): Promise<void> {
  await buildStaleUis(() => undefined);
}
