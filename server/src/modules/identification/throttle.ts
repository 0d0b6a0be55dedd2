/** Wrong tries against one room, number or kiosk. Times in milliseconds since the epoch. */
export interface WrongTries {
  readonly failures: number;
  readonly lastFailedAt: number;
}

interface Limit {
  /** Wrong tries that cost nothing. */
  readonly free: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** So long without a wrong try forgets them all. */
  readonly forgottenAfterMs: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Four digits are 10,000 guesses: with these pauses a room outlasts them by years. A lobby has honest mistakes too. */
const LIMITS = {
  room: { free: 3, firstPauseMs: MINUTE, longestPauseMs: DAY, forgottenAfterMs: 2 * DAY },
  phone: { free: 8, firstPauseMs: MINUTE, longestPauseMs: DAY, forgottenAfterMs: DAY },
  card: { free: 5, firstPauseMs: MINUTE, longestPauseMs: DAY, forgottenAfterMs: DAY },
  kiosk: { free: 12, firstPauseMs: MINUTE / 2, longestPauseMs: 15 * MINUTE, forgottenAfterMs: DAY / 4 },
} as const satisfies Record<string, Limit>;

/** `room:<community>/3-2-1001`, `card:<id>`, `phone:<hash>` or `kiosk:<id>`. */
export type ThrottledSubject = `${keyof typeof LIMITS}:${string}`;

function limitOf(subject: ThrottledSubject): Limit {
  return LIMITS[subject.slice(0, subject.indexOf(':')) as keyof typeof LIMITS];
}

/** @returns until when nothing may be tried (exclusive); each wrong try beyond the free ones doubles the pause */
export function pausedUntil(subject: ThrottledSubject, tries: WrongTries): number {
  const { free, firstPauseMs, longestPauseMs } = limitOf(subject);
  if (tries.failures < free) return 0;
  return tries.lastFailedAt + Math.min(firstPauseMs * 2 ** (tries.failures - free), longestPauseMs);
}

export function withWrongTry(subject: ThrottledSubject, tries: WrongTries, now: number): WrongTries {
  const forgotten = now - tries.lastFailedAt > limitOf(subject).forgottenAfterMs;
  return { failures: forgotten ? 1 : tries.failures + 1, lastFailedAt: now };
}

/** @returns whether with this wrong try the pauses begin */
export function beginsPause(subject: ThrottledSubject, tries: WrongTries): boolean {
  return tries.failures === limitOf(subject).free;
}
