/** Time is injected everywhere, so that a test owns the clock. */
export interface Clock {
  /** Milliseconds since the epoch, UTC; of a monotonic clock, since the process began. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** For how long something lasts: a machine that finds its time server sets the other one by hours. */
export const monotonicClock: Clock = { now: () => performance.now() };

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
const shanghaiTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The business day in Asia/Shanghai as `YYYY-MM-DD`: all due dates and periods are such days. */
export function businessDate(at: number): string {
  return shanghai.format(at);
}

/** `YYYY-MM-DD HH:mm:ss` in Asia/Shanghai, as printed on paper. */
export function businessTime(at: number): string {
  return `${shanghai.format(at)} ${shanghaiTime.format(at)}`;
}
