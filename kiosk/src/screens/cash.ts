import type { NoteView, Purpose } from '../screens.ts';

export interface CashScreen {
  readonly screen: 'cash';
  /** What is over can be given back at once. */
  readonly givesChange?: boolean;
  readonly purpose: Purpose;
  /** The server cannot be reached: what goes in is booked later. */
  readonly bookedLater: boolean;
  readonly dueFen: number;
  readonly insertedFen: number;
  readonly remainingFen: number;
  readonly notes: readonly NoteView[];
  readonly acceptor: 'starting' | 'ready' | 'note-moving' | 'returning' | 'paying-change' | 'stopped';
  /** Why the last note came back or the acceptor stopped. */
  readonly problem?: string;
}

/** The note in escrow is worth more than what remains: keep the rest as prepayment, or give the note back. */
export interface CashOverpayScreen {
  readonly screen: 'cash-overpay';
  /** Nobody is there for whom the rest could be kept. */
  readonly keepsNothing?: boolean;
  readonly dueFen: number;
  readonly insertedFen: number;
  readonly noteFen: number;
  readonly excessFen: number;
  /** The change unit can pay exactly this much back. */
  readonly canGiveChange: boolean;
}
