import { useEffect, useState } from 'react';

/**
 * Seconds left, counted on by the screen's own clock between two pushes of the service.
 * Every push restarts the count: the service's clock is the truth.
 */
export function useCountdown(secondsLeft: number, push: unknown): number {
  const [seconds, setSeconds] = useState(secondsLeft);
  useEffect(() => {
    const startedAt = performance.now();
    const show = (): void => setSeconds(Math.max(0, Math.ceil(secondsLeft - (performance.now() - startedAt) / 1_000)));
    show();
    const timer = window.setInterval(show, 250);
    return () => window.clearInterval(timer);
  }, [secondsLeft, push]);
  return seconds;
}
