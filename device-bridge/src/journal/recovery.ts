import type { CashIn } from './cash-in.ts';
import { isOpen } from './cash-in.ts';

/**
 * What a device tells of the note it held while nobody was listening: an event of its own, or only silence. `counter`
 * is its count of stacked notes now.
 */
export interface Witness {
  readonly seen: 'stacked' | 'cleared-to-cashbox' | 'returned' | 'cleared-from-front' | 'nothing';
  readonly denominationFen: number | undefined;
  readonly counter: number | undefined;
  /** The device tells this until it is acknowledged or reset, so it may be the note it told of before. */
  readonly mayBeToldAgain?: boolean;
  /** The device did not lose its power meanwhile, so that a note was moved by an order or not at all. */
  readonly keptPower?: boolean;
}

export type Verdict =
  | { readonly verdict: 'nothing-to-do' }
  /** Credited once, flagged recovered. `denominationFen` undefined never happens here: see `suspense`. */
  | { readonly verdict: 'credit'; readonly denominationFen: number }
  | { readonly verdict: 'void' }
  /** The transaction held no note: closed as if it had never been. */
  | { readonly verdict: 'close-empty' }
  | { readonly verdict: 'suspense' }
  /** Money in the box that belongs to no open transaction: recorded and alarmed, never dropped. */
  | { readonly verdict: 'orphan' };

/**
 * The recovery table: journal tail × what the device says → what became of the note. `last` is the device's last
 * transaction in the journal.
 */
export function judge(last: CashIn | undefined, witness: Witness): Verdict {
  const toBox = witness.seen === 'stacked' || witness.seen === 'cleared-to-cashbox';
  const toFront = witness.seen === 'returned' || witness.seen === 'cleared-from-front';
  const delta = counterDelta(last, witness);

  if (!isOpen(last)) {
    if (!toBox) return { verdict: 'nothing-to-do' };
    // Told twice: the credit and, after a power cut, the clearing of the same note.
    if (last?.phase === 'stacked' && (delta === 1 || (delta === undefined && witness.mayBeToldAgain))) {
      return { verdict: 'nothing-to-do' };
    }
    return { verdict: 'orphan' };
  }
  if (toFront) return { verdict: 'void' };
  if (last.phase === 'open') {
    // It was never seen in escrow, so only the device can name its value; without one the money is real, the amount not.
    if (toBox || (delta ?? 0) > 0) {
      return witness.denominationFen === undefined
        ? { verdict: 'suspense' }
        : { verdict: 'credit', denominationFen: witness.denominationFen };
    }
    return { verdict: 'close-empty' };
  }
  const denominationFen = last.denominationFen ?? witness.denominationFen;
  if (toBox || delta === 1) {
    return denominationFen === undefined ? { verdict: 'suspense' } : { verdict: 'credit', denominationFen };
  }
  if (delta === 0) return { verdict: 'void' };
  // Nobody ever ordered it to the box, and it is not inside any more.
  if (delta === undefined && last.phase === 'escrow' && witness.keptPower) return { verdict: 'void' };
  return { verdict: 'suspense' };
}

/** Notes stacked since the transaction began; undefined without a counter, or when it was reset meanwhile. */
function counterDelta(last: CashIn | undefined, witness: Witness): number | undefined {
  if (last?.counterBefore === undefined || witness.counter === undefined) return undefined;
  const delta = witness.counter - last.counterBefore;
  return delta < 0 ? undefined : delta;
}
