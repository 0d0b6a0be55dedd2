/** Places where a rule does not hold. Ruined books have as many as they have rows; the first ones tell enough. */
export interface Breaches {
  readonly found: readonly string[];
  add(breach: string): void;
}

export const MOST_BREACHES = 10_000;

export function createBreaches(): Breaches {
  const found: string[] = [];
  return {
    found,
    add: (breach) => {
      if (found.length < MOST_BREACHES) found.push(breach);
    },
  };
}
