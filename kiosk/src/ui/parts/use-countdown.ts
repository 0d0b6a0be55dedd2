import { useEffect, useState } from 'react';

/**
 * Seconds left, counted on by the screen's own clock between two pushes of the service.
 * Every push restarts the count: the service's clock is the truth.
 */
export function useCountdown(secondsLeft: number, push: unknown): number {
  const [counted, setCounted] = useState({ push, seconds: secondsLeft });
  useEffect(() => {
    const startedAt = performance.now();
    const show = (): void => {
      const seconds = Math.max(0, Math.ceil(secondsLeft - (performance.now() - startedAt) / 1_000));
      setCounted({ push, seconds });
    };
    show();
    const timer = window.setInterval(show, 250);
    return () => window.clearInterval(timer);
  }, [secondsLeft, push]);
  // The count of an older push says nothing: a fresh code must not look used up for one frame.
  return counted.push === push ? counted.seconds : secondsLeft;
}
