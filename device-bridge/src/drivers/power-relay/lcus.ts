import { setTimeout as delay } from 'node:timers/promises';
import type { PowerRelay, Transport, TransportFactory } from '../../transports/transport.ts';

/** A0, the channel, 1 on or 0 off, and the sum of the three: no answer follows. */
export function switchChannel(channel: number, on: boolean): Uint8Array {
  const state = on ? 1 : 0;
  return Uint8Array.of(0xa0, channel, state, (0xa0 + channel + state) & 0xff);
}

/**
 * A serial relay board (README.md). The device's supply runs over the normally closed contact: a board without power, or
 * without us, leaves the device on. The line is opened for the moment of switching only, so boards are shared.
 */
export function createLcusRelay(line: TransportFactory, channel: number, offMs: number): PowerRelay {
  return {
    cycle: async () => {
      const board = await line.open();
      try {
        await board.write(switchChannel(channel, true));
        await delay(offMs);
      } finally {
        await switchOn(board, channel);
      }
    },
  };
}

async function switchOn(board: Transport, channel: number): Promise<void> {
  try {
    await board.write(switchChannel(channel, false));
  } finally {
    await board.close();
  }
}
