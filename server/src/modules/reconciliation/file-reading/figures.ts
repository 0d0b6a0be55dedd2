/**
 * Amounts in yuan as files print them: `1,234.50`, `+0.01`, `-3`, `¥12.00`, `0.60000`, full width or not.
 * @returns integer fen, or undefined when it is not an amount, or has fractions of a fen
 */
export function yuanToFen(text: string): number | undefined {
  const plain = (PLAIN_TEXT.test(text) ? text : text.normalize('NFKC'))
    .replaceAll(/[\s¥"]|CNY|RMB|元$/g, '')
    .replace('−', '-');
  const found = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,12})?(?:\.(\d{1,10}))?$/.exec(plain);
  if (!found || (found[2] === undefined && found[3] === undefined)) return undefined;
  const fraction = found[3] ?? '';
  if (/[^0]/.test(fraction.slice(2))) return undefined;
  const digits = (found[2] ?? '').replaceAll(',', '') + fraction.slice(0, 2).padEnd(2, '0');
  const fen = Number(digits);
  if (!Number.isSafeInteger(fen)) return undefined;
  return found[1] === '-' && fen !== 0 ? -fen : fen;
}

const PLAIN_TEXT = /^[ -~]*$/;

export interface FileTime {
  /** Business day `YYYY-MM-DD`, Asia/Shanghai. */
  readonly date: string;
  /** Milliseconds since the epoch, when a time of day is told. */
  readonly at?: number;
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** Days of spreadsheet programs are counted from here (1900 system, for every day after February 1900). */
const SPREADSHEET_EPOCH = Date.UTC(1899, 11, 30);

/**
 * Dates and times as files print them: `2026-11-02 09:05:00`, `2026/11/2`, `20261102090500`, `2026年11月2日 9:05`, and the
 * day numbers of spreadsheet programs (`46328.5`).
 * @returns undefined for what is no date, or one that no calendar has
 */
export function readTime(dateText: string, timeText = ''): FileTime | undefined {
  const raw = `${dateText.trim()} ${timeText.trim()}`.trim();
  const text = PLAIN_TEXT.test(raw) ? raw : raw.normalize('NFKC');
  const serial = /^(\d{5})(\.\d+)?$/.exec(text);
  if (serial) return spreadsheetTime(Number(text));
  const found =
    /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[\sT]*(\d{1,2})[:时.](\d{1,2})(?:[:分.](\d{1,2}))?秒?(?:\.\d+)?)?$/.exec(
      text,
    ) ?? /^(\d{4})()(\d{2})(\d{2})(?:\s*(\d{2}):?(\d{2}):?(\d{2})?)?$/.exec(text);
  if (!found) return undefined;
  const [, year = '', , month = '', day = '', hour, minute = '0', second = '0'] = found;
  return calendarTime(Number(year), Number(month), Number(day), hour, minute, second);
}

function calendarTime(
  year: number,
  month: number,
  day: number,
  hour: string | undefined,
  minute: string,
  second: string,
): FileTime | undefined {
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight).toISOString().slice(0, 10);
  const isReal = year >= 1990 && year < 2200 && date === isoDate(year, month, day);
  if (!isReal) return undefined;
  if (hour === undefined) return { date };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const sinceMidnight = (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
  return { date, at: midnight + sinceMidnight - SHANGHAI_OFFSET_MS };
}

function spreadsheetTime(days: number): FileTime | undefined {
  if (days < 32_874 || days > 109_574) return undefined;
  const whole = Math.floor(days);
  const midnight = SPREADSHEET_EPOCH + whole * DAY_MS;
  const date = new Date(midnight).toISOString().slice(0, 10);
  if (whole === days) return { date };
  const seconds = Math.round((days - whole) * 86_400);
  return { date, at: midnight + seconds * 1000 - SHANGHAI_OFFSET_MS };
}

function isoDate(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
