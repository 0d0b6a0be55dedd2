import { describe, expect, it } from 'vitest';
import { blockedUntil, USER_LIMIT, withFailure, type Attempts } from './login-throttle.ts';

function failing(times: number, at: number): Attempts | undefined {
  let attempts: Attempts | undefined;
  for (let index = 0; index < times; index += 1) attempts = withFailure(attempts, at);
  return attempts;
}

describe('log-in throttle', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 15_000],
    [6, 30_000],
    [7, 60_000],
    [12, 1_920_000],
    [13, 3_600_000],
    [60, 3_600_000],
  ])('%i wrong passwords pause further attempts for %i ms', (failures, pause) => {
    const at = 1_000_000;
    expect(blockedUntil(failing(failures, at), USER_LIMIT)).toBe(pause === 0 ? 0 : at + pause);
  });

  it('forgets after a quiet day', () => {
    const yesterday = failing(9, 1_000_000);
    expect(withFailure(yesterday, 1_000_000 + 86_400_001)).toEqual({ failures: 1, lastFailedAt: 87_400_001 });
  });
});
