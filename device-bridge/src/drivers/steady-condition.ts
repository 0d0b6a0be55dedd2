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
