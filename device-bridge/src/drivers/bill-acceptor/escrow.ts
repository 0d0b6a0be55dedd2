import type { BillEvent } from '../roles.ts';

/** What was decided about the note in escrow, if there is one. */
export type Escrow = 'none' | 'waiting' | 'stack' | 'return';

export function escrowAfter(before: Escrow, { event }: BillEvent): Escrow {
  if (event === 'escrow') return 'waiting';
  return event === 'reading' || event === 'stacking' || event === 'fraud' ? before : 'none';
}

/** A note sent to box or front of which nothing is heard: asked for once it is clear that nothing will come. */
export class UnheardNote {
  readonly #longestMs: number;
  #since: number | undefined;

  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  /** True when it is time to ask. */
  watch(isUnheard: boolean, now: number): boolean {
    if (!isUnheard) this.#since = undefined;
    else if (now - (this.#since ??= now) >= this.#longestMs) {
      this.#since = undefined;
      return true;
    }
    return false;
  }
}
