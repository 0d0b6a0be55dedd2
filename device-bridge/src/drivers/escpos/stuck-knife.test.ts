import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Rescue } from '../rescue.ts';
import type { PrinterSensors } from './status.ts';
import { createStuckKnife, knifeLadder } from './stuck-knife.ts';

const WELL: PrinterSensors = {
  offline: false,
  coverOpen: false,
  paper: 'full',
  cutterFailed: false,
  unrecoverable: false,
  recoverable: false,
};
const JAMMED = { ...WELL, cutterFailed: true };
const OPENED = { ...JAMMED, coverOpen: true };

test('a jammed knife is told at once, ever more rarely, never under a hand, and at once when the cover is closed', () => {
  const ladder = knifeLadder({ firstMs: 200, longestMs: 5_000 });
  const logger = pino({ level: 'silent' });
  const mayGoOn = createStuckKnife(new Rescue({ ladder, relay: undefined, line: 'x', logger }));
  const told = [
    [JAMMED, 0, true],
    [JAMMED, 1_999, false],
    [JAMMED, 2_000, true],
    [JAMMED, 5_999, false],
    [JAMMED, 6_000, true],
    [OPENED, 20_000, false],
    [JAMMED, 20_001, true],
    [WELL, 21_000, false],
    [JAMMED, 21_001, true],
    [JAMMED, 23_000, false],
    [JAMMED, 23_001, true],
  ] as const;
  expect(told.map(([sensors, now]) => mayGoOn(sensors, now))).toEqual(told.map(([, , expected]) => expected));
});
