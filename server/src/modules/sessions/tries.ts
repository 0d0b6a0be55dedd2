/**
 * How often somebody may try, per key, within a sliding window: a card UID is a weak identity and must not be guessed
 * (LT-1008). Kept in memory: a second server process doubles the tries, which is still few.
 */
export interface Tries {
  /** @returns false when the key has used up its tries for now */
  allow(key: string, now: number): boolean;
}

const MOST_KEYS = 10_000;

export function createTries(limit: number, windowMs: number): Tries {
  const moments = new Map<string, number[]>();
  return {
    allow(key, now) {
      const recent = (moments.get(key) ?? []).filter((at) => now - at < windowMs);
      const allowed = recent.length < limit;
      if (allowed) recent.push(now);
      moments.delete(key);
      moments.set(key, recent);
      if (moments.size > MOST_KEYS) {
        const oldest = moments.keys().next();
        if (!oldest.done) moments.delete(oldest.value);
      }
      return allowed;
    },
  };
}
