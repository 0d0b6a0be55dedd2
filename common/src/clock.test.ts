import process from 'node:process';
import { afterAll, expect, it } from 'vitest';
import { businessDate, businessTime } from './clock.ts';

const before = process.env.TZ;
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

it.each(['UTC', 'America/New_York', 'Asia/Shanghai'])(
  'wuye 52b7902: days and times are those of Shanghai on a machine of %s',
  (zone) => {
    process.env.TZ = zone;
    const lastEvening = Date.UTC(2026, 10, 22, 23, 30, 5);
    expect(businessTime(lastEvening)).toBe('2026-11-23 07:30:05');
    expect(businessDate(Date.UTC(2026, 11, 31, 15, 59, 59))).toBe('2026-12-31');
    expect(businessDate(Date.UTC(2026, 11, 31, 16))).toBe('2027-01-01');
  },
);
