import type { ReopenTiming } from '../reopening-line.ts';
import type { Rung } from '../recovery-ladder.ts';
import type { Rescue } from '../rescue.ts';
import type { PrinterSensors } from './status.ts';

/** Each try moves the knife: they become rare soon, for fingers and for the motor. */
export function knifeLadder({ firstMs, longestMs }: ReopenTiming): readonly Rung[] {
  const rare = 12 * longestMs;
  return [
    { action: 'soft-reset', against: ['failing'], tries: 5, waitMs: 10 * firstMs, longestMs: rare },
    { action: 'out-of-service', against: ['failing'], tries: 1, waitMs: rare, longestMs: rare },
  ];
}

/**
 * After a jam a printer stands still until it is told that it may go on, also when the knife has long been free.
 * @returns whether to tell it now: at once, then on the rungs of the ladder, and again as soon as somebody who was at the
 * knife has closed the cover
 */
export function createStuckKnife(rescue: Rescue): (sensors: PrinterSensors, now: number) => boolean {
  let dueAt = 0;
  return ({ cutterFailed, coverOpen }, now) => {
    if (!cutterFailed) rescue.succeeded();
    if (!cutterFailed || coverOpen) dueAt = 0;
    if (!cutterFailed || coverOpen || now < dueAt) return false;
    dueAt = now + rescue.next('failing').waitMs;
    return true;
  };
}
