import type { BillEvent } from '../roles.ts';

export type RefusalReason = Extract<BillEvent, { event: 'refused' }>['reason'];

/**
 * What a device that answers each poll with its state says of the one note it may hold. The three protocols of this
 * kind say it in their own codes.
 */
export type NoteState =
  /** Waiting for a note, or inhibited. */
  | { readonly state: 'ready' }
  | { readonly state: 'reading' }
  | { readonly state: 'escrow'; readonly denominationFen: number | undefined }
  | { readonly state: 'stacking' }
  | { readonly state: 'stacked'; readonly denominationFen: number | undefined }
  | { readonly state: 'rejecting'; readonly reason: RefusalReason }
  | { readonly state: 'returning' }
  | { readonly state: 'returned' }
  | { readonly state: 'powered-up'; readonly note: 'none' | 'in-acceptor' | 'in-stacker' }
  /** Initialising, paused, jammed: nothing new about the note. */
  | { readonly state: 'busy' };

export interface StatePath {
  readonly phase:
    | 'empty'
    | 'reading'
    | 'escrow'
    | 'stacking'
    | 'leaving'
    /** Its outcome was told; the device may go on saying it. */
    | 'told'
    /** What the device held at power-up is on its way, and was told before it moved. */
    | 'clearing';
  readonly denominationFen: number | undefined;
  readonly wasInEscrow: boolean;
  /** Why it leaves, when it never was in escrow. */
  readonly reason: RefusalReason | undefined;
  /** Polls in a row that showed nothing inside although a note had been sent to the box. */
  readonly missed: number;
}

export const NO_NOTE: StatePath = {
  phase: 'empty',
  denominationFen: undefined,
  wasInEscrow: false,
  reason: undefined,
  missed: 0,
};

/** After so many polls without a report the device will not tell any more what became of a note sent to the box. */
const MISSED_POLLS = 3;

/** The path after one poll, and what to tell of it. Pure. */
export function followState(path: StatePath, now: NoteState): readonly [StatePath, readonly BillEvent[]] {
  switch (now.state) {
    case 'powered-up':
      return poweredUp(now.note);
    case 'busy':
      return [path, []];
    case 'ready':
      return ready(path);
    case 'reading': {
      if (path.phase === 'reading' || path.phase === 'clearing') return [path, []];
      const [, left] = path.phase === 'leaving' ? ready(path) : [path, []];
      return [{ ...NO_NOTE, phase: 'reading' }, [...left, { event: 'reading' }]];
    }
    case 'escrow': {
      const { denominationFen } = now;
      if (!['empty', 'reading', 'told'].includes(path.phase) || denominationFen === undefined) return [path, []];
      const inEscrow: StatePath = { ...NO_NOTE, phase: 'escrow', denominationFen, wasInEscrow: true };
      return [inEscrow, [{ event: 'escrow', denominationFen }]];
    }
    case 'stacking': {
      if (path.phase === 'told' || path.phase === 'clearing') return [path, []];
      const next: StatePath = { ...path, phase: 'stacking', missed: 0 };
      return [next, path.phase === 'stacking' ? [] : [{ event: 'stacking' }]];
    }
    case 'stacked':
      return stacked(path, now.denominationFen);
    case 'rejecting':
      return [leaving(path, now.reason), []];
    case 'returning':
      // Found on its way back after a reconnection: it may have been in escrow before.
      return [leaving(path, path.phase === 'empty' ? undefined : (path.reason ?? 'invalidBill')), []];
    default:
      if (path.phase === 'told' || path.phase === 'clearing') return [path, []];
      return [{ ...NO_NOTE, phase: 'told' }, [{ event: 'returned' }]];
  }
}

/** True while something moves or waits inside, so that the device is not at rest. */
export function isInside({ phase }: StatePath): boolean {
  return phase !== 'empty' && phase !== 'told';
}

function poweredUp(note: 'none' | 'in-acceptor' | 'in-stacker'): readonly [StatePath, readonly BillEvent[]] {
  if (note === 'none') return [NO_NOTE, []];
  const clearing: StatePath = { ...NO_NOTE, phase: 'clearing' };
  if (note === 'in-acceptor') return [clearing, [{ event: 'cleared-from-front' }]];
  return [clearing, [{ event: 'cleared-to-cashbox', mayBeToldAgain: true }]];
}

function ready(path: StatePath): readonly [StatePath, readonly BillEvent[]] {
  if (path.phase === 'leaving') {
    return [NO_NOTE, [path.reason ? { event: 'refused', reason: path.reason } : { event: 'returned' }]];
  }
  // It can only have gone to the front: nobody sent it to the box.
  if (path.phase === 'escrow') return [NO_NOTE, [{ event: 'returned' }]];
  // It was rejected between two polls.
  if (path.phase === 'reading') return [NO_NOTE, [{ event: 'refused', reason: 'invalidBill' }]];
  if (path.phase !== 'stacking') return [NO_NOTE, []];
  const missed = path.missed + 1;
  if (missed < MISSED_POLLS) return [{ ...path, missed }, []];
  return [NO_NOTE, [{ event: 'settled' }]];
}

function stacked(path: StatePath, told: number | undefined): readonly [StatePath, readonly BillEvent[]] {
  if (path.phase === 'told' || path.phase === 'clearing') return [path, []];
  const denominationFen = told ?? path.denominationFen;
  const next: StatePath = { ...NO_NOTE, phase: 'told' };
  if (denominationFen === undefined) return [next, [{ event: 'cleared-to-cashbox', mayBeToldAgain: true }]];
  return [next, [{ event: 'stacked', denominationFen, mayBeToldAgain: true }]];
}

function leaving(path: StatePath, reason: RefusalReason | undefined): StatePath {
  if (path.phase === 'told' || path.phase === 'clearing') return path;
  return { ...path, phase: 'leaving', reason: path.wasInEscrow ? undefined : reason };
}
