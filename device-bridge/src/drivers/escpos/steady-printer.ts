import type { PrinterCondition } from '../roles.ts';
import { GOOD_READINGS } from '../steady-condition.ts';

/** What is told of a printer, and how often in a row its sensors have said something better since. */
export interface SteadyPrinter {
  readonly told: PrinterCondition;
  readonly wellInARow: number;
  readonly fullInARow: number;
}

/**
 * As for every device, trouble is believed at once and health after some readings. The near-end sensor looks at the
 * side of the roll and flickers while it turns: low paper is believed at once, full again only when it stays full, or
 * when somebody had the cover open.
 */
export function steadyPrinter(state: SteadyPrinter, reading: PrinterCondition): SteadyPrinter {
  const { told } = state;
  const wellInARow = reading.code === undefined ? state.wellInARow + 1 : 0;
  const fullInARow = reading.paper === 'full' ? state.fullInARow + 1 : 0;
  const next = { told, wellInARow, fullInARow };
  const isRecovering = reading.code === undefined && told.code !== undefined && told.device !== 'starting';
  if (isRecovering && wellInARow < GOOD_READINGS) return next;
  const paper =
    told.paper === 'low' && told.code === undefined && reading.paper === 'full' && fullInARow < GOOD_READINGS
      ? 'low'
      : reading.paper;
  return { ...next, told: { ...reading, paper } };
}

/** Worth looking again soon: something better has been read and is not told yet. */
export function isSettling(state: SteadyPrinter, reading: PrinterCondition): boolean {
  return state.told.code !== reading.code || state.told.paper !== reading.paper;
}
