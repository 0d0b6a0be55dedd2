import { setTimeout as delay } from 'node:timers/promises';
import type { PowerRelay, TransportFactory } from '../../transports/transport.ts';

/** A0, the channel, 1 on or 0 off, and the sum of the three: no answer follows. */
export function switchChannel(channel: number, on: boolean): Uint8Array {
  const state = on ? 1 : 0;
  return Uint8Array.of(0xa0, channel, state, (0xa0 + channel + state) & 0xff);
}

const RESTORE_ATTEMPTS = 20;
const RESTORE_PAUSE_MS = 500;

export interface RestorableRelay extends PowerRelay {
  /** The device has its power again, whatever was left open by a process that ended in the middle. */
  restore(): Promise<void>;
}

/**
 * A serial relay board (README.md). The device's supply runs over the normally closed contact: a board without power, or
 * without us, leaves the device on. The line is opened for the moment of each word only, so boards are shared.
 */
export function createLcusRelay(line: TransportFactory, channel: number, offMs: number): RestorableRelay {
  const say = async (on: boolean): Promise<void> => {
    const board = await line.open();
    try {
      await board.write(switchChannel(channel, on));
    } finally {
      await board.close();
    }
  };

  /** A board that holds its contact open after its line broke keeps the device without power until it hears this. */
  const restore = async (): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await say(false);
      } catch (error) {
        if (attempt === RESTORE_ATTEMPTS) throw error;
        await delay(RESTORE_PAUSE_MS);
      }
    }
  };

  return {
    restore,
    cycle: async () => {
      try {
        await say(true);
        await delay(offMs);
      } finally {
        await restore();
      }
    },
  };
}
