import type { DeviceCondition } from './roles.ts';

/**
 * Health with hysteresis: trouble is believed at once, because money must stop; being well again only after
 * `goodReadings` readings in a row that say so. A device that flaps stays out of use.
 */
export interface SteadyState<Condition extends DeviceCondition> {
  readonly told: Condition;
  readonly goodInARow: number;
}

export const GOOD_READINGS = 3;

export function steady<Condition extends DeviceCondition>(
  state: SteadyState<Condition>,
  reading: Condition,
  goodReadings = GOOD_READINGS,
): SteadyState<Condition> {
  if (reading.device !== 'online') return { told: reading, goodInARow: 0 };
  if (state.told.device === 'online') return { told: reading, goodInARow: goodReadings };
  const goodInARow = state.goodInARow + 1;
  return goodInARow >= goodReadings ? { told: reading, goodInARow } : { told: state.told, goodInARow };
}

const FLAPPING_WITHIN_MS = 60_000;
const FIRST_HOLD_MS = 2_000;
const LONGEST_HOLD_MS = 30_000;

/**
 * The same for devices that tell their state instead of being polled for it: how long being well again has to last
 * before it is believed. Once is bad luck; each further loss within a minute doubles the wait.
 */
export function holdMs(losses: readonly number[], now: number): number {
  const recent = losses.filter((at) => now - at < FLAPPING_WITHIN_MS).length;
  return recent < 2 ? 0 : Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** (recent - 2));
}
