import type { DevicePort } from './devices/device-ports.ts';
import { pause } from './pause.ts';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 200;

/**
 * Whoever had hands in the cabinet switched devices off and on: they are given time to come back. A device that stays
 * away switches off its own method only, so the kiosk opens without it.
 */
export async function untilDevicesAreBack(ports: readonly DevicePort[], signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !signal.aborted; waited += LOOK_EVERY_MS) {
    const states = ports.map((port) => port.report().state);
    if (!states.includes('failed') && !states.includes('absent')) return;
    await pause(LOOK_EVERY_MS, signal);
  }
}
