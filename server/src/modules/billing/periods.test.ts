import { describe, expect, it } from 'vitest';
import { addDays, addMonths, covers, cyclePeriod, isCalendarDate, periodOf } from './periods.ts';

describe('periods', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-03-30', 14, '2026-04-13'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });

  it.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-11', -13, '2025-10'],
  ])('%s and %i months is %s', (month, months, expected) => {
    expect(addMonths(month, months)).toBe(expected);
  });

  it.each([
    ['monthly price', '2026-11', 1, false, { from: '2026-11-01', to: '2026-11-30' }],
    ['monthly usage, when it is over', '2026-11', 1, true, { from: '2026-10-01', to: '2026-10-31' }],
    ['usage of December, in January', '2026-01', 1, true, { from: '2025-12-01', to: '2025-12-31' }],
    ['quarterly price, first month', '2026-10', 3, false, { from: '2026-10-01', to: '2026-12-31' }],
    ['quarterly price, second month', '2026-11', 3, false, undefined],
    ['quarterly usage, after the quarter', '2026-10', 3, true, { from: '2026-07-01', to: '2026-09-30' }],
    ['yearly price', '2026-01', 12, false, { from: '2026-01-01', to: '2026-12-31' }],
    ['yearly price in June', '2026-06', 12, false, undefined],
  ] as const)('%s: run of %s', (_case, month, cycle, metered, expected) => {
    expect(cyclePeriod(month, cycle, metered)).toEqual(expected);
  });

  it('ends February on its last day', () => {
    expect([periodOf('2026-02').to, periodOf('2028-02').to]).toEqual(['2026-02-28', '2028-02-29']);
  });

  it('a range holds its first and its last day', () => {
    const range = { from_date: '2026-01-01', to_date: '2026-01-31' };
    expect(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((day) => covers(range, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(covers({ ...range, to_date: null }, '2099-01-01')).toBe(true);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20260101', '', 'yesterday', '2026-01-01T00:00:00Z'])(
    '%j is no day of the calendar',
    (text) => {
      expect(isCalendarDate(text)).toBe(false);
    },
  );
});
