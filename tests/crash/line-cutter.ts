import type { ScreenModel, ScreenName } from '@louting/kiosk/screens';
import type { CrashWorld } from './crash-world.ts';

/** The owner has left, or the kiosk cannot go on without the server. */
const NOBODY_PAYS: ReadonlySet<ScreenName> = new Set(['idle', 'goodbye', 'starting', 'out-of-service']);

/** Takes the server away from the kiosk once, and gives it back. */
export function lineCutter(world: CrashWorld) {
  const server = world.stack.process('server');
  let line: 'whole' | 'down' | 'mended' = 'whole';
  return {
    isDown: () => line === 'down',
    cutOnce: async (): Promise<void> => {
      // One that has just lost its power is not there to be stopped, and comes back by itself.
      if (line !== 'whole' || server.processId === undefined) return;
      line = 'down';
      await server.stop();
    },
    mend: async (model: ScreenModel | undefined): Promise<void> => {
      if (line !== 'down' || !model || !NOBODY_PAYS.has(model.screen)) return;
      // Supervision starts it once more when it loses its power on the way up.
      await server.start().catch(() => undefined);
      line = 'mended';
    },
  };
}
