import { fen, ZERO_FEN, type Fen } from '@louting/common/money';

export interface OpenBill {
  readonly billId: string;
  readonly dueDate: string;
  readonly outstandingFen: Fen;
}

export interface Allocated<B extends OpenBill> {
  readonly parts: readonly { readonly bill: B; readonly amountFen: Fen }[];
  readonly allocatedFen: Fen;
  readonly restFen: Fen;
}

/**
 * Spreads money over the bills the payer picked, oldest due date first, as far as it goes.
 * Ties go by bill id, so that two servers spread the same money the same way.
 */
export function allocate<B extends OpenBill>(receivedFen: Fen, bills: readonly B[]): Allocated<B> {
  const oldestFirst = [...bills].sort((a, b) => compare(a.dueDate, b.dueDate) || compare(a.billId, b.billId));
  let rest: number = receivedFen;
  const parts = [];
  for (const bill of oldestFirst) {
    const amount = Math.min(rest, bill.outstandingFen);
    if (amount <= 0) continue;
    parts.push({ bill, amountFen: fen(amount) });
    rest -= amount;
  }
  return { parts, allocatedFen: fen(receivedFen - rest), restFen: fen(rest) };
}

/** Where the part that no bill took goes. */
export interface RestPlaces {
  readonly toPrepaymentFen: Fen;
  /** Suspense until staff find out whose it is. */
  readonly unclaimedFen: Fen;
}

/**
 * Channel money always belongs to the payer, so its rest is prepayment. Cash above what the owner set out to pay needs
 * the owner's consent; what bills refused because they were paid meanwhile was meant for this room and becomes prepayment.
 * @param dueFen what the owner set out to pay
 */
export function placesOfRest(rest: Fen, receivedFen: Fen, dueFen: Fen, excess: 'prepayment' | 'unclaimed'): RestPlaces {
  if (excess === 'prepayment') return { toPrepaymentFen: rest, unclaimedFen: ZERO_FEN };
  const overDue = fen(Math.min(rest, Math.max(0, receivedFen - dueFen)));
  return { toPrepaymentFen: fen(rest - overDue), unclaimedFen: overDue };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
