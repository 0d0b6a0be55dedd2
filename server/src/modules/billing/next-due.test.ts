import { describe, expect, it } from 'vitest';
import { nextDueDate, type ChargeOfRoom } from './next-due.ts';

const version = { from_date: '2025-01-01', to_date: null, formula: 'area', cycleMonths: 1, dueDays: 29 } as const;
const charge = (change: Partial<ChargeOfRoom> = {}): ChargeOfRoom => ({
  from_date: '2025-01-01',
  to_date: null,
  versions: [version],
  billed: new Set(['2026-10-01', '2026-11-01']),
  ...change,
});
const quarterly = charge({ versions: [{ ...version, cycleMonths: 3 }], billed: new Set(['2026-10-01']) });
const metered = charge({
  versions: [{ ...version, formula: 'metered', dueDays: 15 }],
  billed: new Set(['2026-10-01']),
});

describe('when a home will have to pay again', () => {
  it.each<[string, readonly ChargeOfRoom[], string | undefined]>([
    ['this month is billed: the month after', [charge()], '2026-12-30'],
    ['this month is not billed yet', [charge({ billed: new Set() })], '2026-11-30'],
    ['the next quarter', [quarterly], '2027-01-30'],
    ['what the meter says when the month is over', [metered], '2026-12-15'],
    ['of several the first', [quarterly, metered, charge()], '2026-12-15'],
    ['from the day on which it is charged', [charge({ from_date: '2027-02-01' })], '2027-03-02'],
    ['not once it is no longer charged', [charge({ to_date: '2026-11-30' })], undefined],
    [
      'as the version says that is in force then',
      [charge({ versions: [version, { ...version, from_date: '2026-12-01', dueDays: 9 }] })],
      '2026-12-30',
    ],
    ['nothing is charged', [], undefined],
  ])('%s', (_what, charges, day) => {
    expect(nextDueDate(charges, '2026-11-23')).toBe(day);
  });
});
