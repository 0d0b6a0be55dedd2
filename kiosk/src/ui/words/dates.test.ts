import { describe, expect, it } from 'vitest';
import { sayDate, sayDay, sayDuration, sayPeriod } from './dates.ts';

describe('dates as people say them', () => {
  it('names a day without the year', () => {
    expect(sayDay('2026-11-30', 'zh-CN')).toBe('11月30日');
    expect(sayDay('2026-11-30', 'zh-TW')).toBe('11月30日');
    expect(sayDay('2026-11-30', 'en')).toBe('30 Nov');
  });

  it('names its year where another year may be meant', () => {
    expect(sayDate('2026-11-30', 'zh-CN')).toBe('2026年11月30日');
    expect(sayDate('2026-11-30', 'en')).toBe('30 Nov 2026');
  });

  it.each([
    ['2026-07-01', '2026-07-31', '2026年7月', 'Jul 2026'],
    ['2026-07-01', '2026-09-30', '2026年7月–9月', 'Jul – Sep 2026'],
    ['2025-12-01', '2026-02-28', '2025年12月–2026年2月', 'Dec 2025 – Feb 2026'],
    ['2026-07-15', '2026-08-14', '7月15日 – 8月14日', '15 Jul – 14 Aug'],
    ['2024-02-01', '2024-02-29', '2024年2月', 'Feb 2024'],
  ])('a bill from %s to %s covers %s', (from, to, chinese, english) => {
    expect(sayPeriod(from, to, 'zh-CN')).toBe(chinese);
    expect(sayPeriod(from, to, 'en')).toBe(english);
  });

  it('counts down in minutes and seconds', () => {
    expect(sayDuration(65, 'zh-CN')).toBe('1 分 05 秒');
    expect(sayDuration(45, 'en')).toBe('45 s');
  });
});
