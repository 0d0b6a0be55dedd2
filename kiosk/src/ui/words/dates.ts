import type { Language } from '../../screens.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function parse(date: string): Day {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

const monthName = (month: number): string => MONTHS[month - 1] ?? String(month);

/** `2026-11-30` → `11月30日` / `30 Nov`. */
export function sayDay(date: string, language: Language): string {
  const { month, day } = parse(date);
  return language === 'en' ? `${day} ${monthName(month)}` : `${month}月${day}日`;
}

/** With its year: `2026-11-30` → `2026年11月30日` / `30 Nov 2026`. */
export function sayDate(date: string, language: Language): string {
  const day = sayDay(date, language);
  const { year } = parse(date);
  return language === 'en' ? `${day} ${year}` : `${year}年${day}`;
}

/** Whole months are said as months: `2026-07-01`…`2026-09-30` → `2026年7月–9月`. Other spans name their days. */
export function sayPeriod(from: string, to: string, language: Language): string {
  const start = parse(from);
  const end = parse(to);
  const lastDay = new Date(Date.UTC(end.year, end.month, 0)).getUTCDate();
  const wholeMonths = start.day === 1 && end.day === lastDay;
  if (!wholeMonths) return `${sayDay(from, language)} – ${sayDay(to, language)}`;

  const sameYear = start.year === end.year;
  const sameMonth = sameYear && start.month === end.month;
  if (language === 'en') {
    if (sameMonth) return `${monthName(end.month)} ${end.year}`;
    const head = sameYear ? monthName(start.month) : `${monthName(start.month)} ${start.year}`;
    return `${head} – ${monthName(end.month)} ${end.year}`;
  }
  const head = `${start.year}年${start.month}月`;
  if (sameMonth) return head;
  return sameYear ? `${head}–${end.month}月` : `${head}–${end.year}年${end.month}月`;
}

/** Seconds as spoken on a countdown: `1 分 05 秒`, `45 秒`. */
export function sayDuration(seconds: number, language: Language): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (language === 'en') return minutes > 0 ? `${minutes} min ${String(rest).padStart(2, '0')} s` : `${rest} s`;
  return minutes > 0 ? `${minutes} 分 ${String(rest).padStart(2, '0')} 秒` : `${rest} 秒`;
}

const CHINA_MS = 8 * 3_600_000;

/** `09:12`, with its day where that is not said otherwise: `11月22日 09:12` / `22 Nov 09:12`. */
export function sayClock(
  at: number,
  language: Language,
  { withDay = false }: { readonly withDay?: boolean } = {},
): string {
  const text = new Date(at + CHINA_MS).toISOString();
  const time = text.slice(11, 16);
  return withDay ? `${sayDay(text.slice(0, 10), language)} ${time}` : time;
}

/** `3 小时 20 分`, `30 分钟` / `3 h 20 min`, `30 min`; the figures and their unit never part at the end of a line. */
export function sayMinutes(minutes: number, language: Language): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const words = { 'zh-CN': ['小时', '分', '分钟'], 'zh-TW': ['小時', '分', '分鐘'], en: ['h', 'min', 'min'] } as const;
  const [hour, minute, alone] = words[language];
  if (hours === 0) return `${rest}\u00a0${alone}`;
  return `${hours}\u00a0${hour}${rest > 0 ? `\u00a0${rest}\u00a0${minute}` : ''}`;
}

/** Behind 每 and "per": `小时`, `30 分钟` / `hour`, `30 min`. */
export function sayOften(minutes: number, language: Language): string {
  if (minutes !== 60) return ` ${sayMinutes(minutes, language)}`.slice(language === 'en' ? 1 : 0);
  return { 'zh-CN': '小时', 'zh-TW': '小時', en: 'hour' }[language];
}
