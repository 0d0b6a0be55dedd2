/** Failures counted against one user name or one network address. Times in milliseconds since the epoch. */
export interface Attempts {
  readonly failures: number;
  readonly lastFailedAt: number;
}

export interface ThrottleLimit {
  /** Failures that cost nothing. */
  readonly free: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const USER_LIMIT: ThrottleLimit = { free: 5, firstPauseMs: 15_000, longestPauseMs: 3_600_000 };
/** A whole office may stand behind one address. */
export const ADDRESS_LIMIT: ThrottleLimit = { free: 20, firstPauseMs: 15_000, longestPauseMs: 3_600_000 };

/** A day without a failure forgets them all. */
const FORGET_AFTER_MS = 86_400_000;

/** @returns until when further attempts are refused (exclusive); each failure beyond the free ones doubles the pause. */
export function blockedUntil(attempts: Attempts | undefined, limit: ThrottleLimit): number {
  if (!attempts || attempts.failures < limit.free) return 0;
  const pause = limit.firstPauseMs * 2 ** (attempts.failures - limit.free);
  return attempts.lastFailedAt + Math.min(pause, limit.longestPauseMs);
}

export function withFailure(attempts: Attempts | undefined, now: number): Attempts {
  const forgotten = !attempts || now - attempts.lastFailedAt > FORGET_AFTER_MS;
  return { failures: forgotten ? 1 : attempts.failures + 1, lastFailedAt: now };
}
