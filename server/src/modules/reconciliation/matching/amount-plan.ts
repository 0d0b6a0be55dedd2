import { subsetWithSum } from './subset-sum.ts';

/** A bill as far as it still asks for money. */
export interface OpenBillToMatch {
  readonly billId: string;
  readonly roomId: string;
  readonly outstandingFen: number;
  readonly dueDate: string;
}

/** Difference that a named rule explains, e.g. what a bank kept of a transfer. Nothing else is ever tolerated. */
export interface FeeRule {
  readonly name: string;
  readonly feeFen: number;
}

/** A rest of more than a fifth of the amount is no rounding up. */
const FAR = 5;

/** How an amount fits open bills. */
export type AmountFit =
  'total' | 'period' | 'bill' | 'subset' | 'less-fee' | 'partial' | 'over' | 'far-over' | 'nothing-open';

export interface AmountPlan {
  readonly fit: AmountFit;
  readonly parts: readonly { readonly billId: string; readonly roomId: string; readonly amountFen: number }[];
  /** What no bill takes: the owner's prepayment once somebody approves, until then unclaimed. */
  readonly restFen: number;
  /** The named rule that explains what is missing, and how much that is. */
  readonly fee?: FeeRule;
}

/**
 * What an amount would pay: everything open, everything due on one day, one bill, a small set of bills, any of the
 * first three less a named fee, or just the oldest bills first.
 * @param bills oldest due date first
 */
export function planOf(
  amountFen: number,
  bills: readonly OpenBillToMatch[],
  feeRules: readonly FeeRule[] = [],
): AmountPlan {
  if (bills.length === 0) return { fit: 'nothing-open', parts: [], restFen: amountFen };
  const exact = exactly(amountFen, bills);
  if (exact) return { ...exact, restFen: 0 };
  const subset = subsetWithSum(
    bills.map((bill) => bill.outstandingFen),
    amountFen,
  );
  if (subset) {
    const paid = subset.flatMap((at) => bills[at] ?? []);
    return { fit: 'subset', parts: paid.map(whole), restFen: 0 };
  }
  for (const fee of feeRules) {
    const lessFee = exactly(amountFen + fee.feeFen, bills);
    if (lessFee) return { fit: 'less-fee', parts: lessFee.parts, restFen: 0, fee };
  }
  return oldestFirst(amountFen, bills);
}

/** The oldest bills first, the last of them perhaps in part (Civil Code 560). */
export function oldestFirst(amountFen: number, bills: readonly OpenBillToMatch[]): AmountPlan {
  const parts: AmountPlan['parts'][number][] = [];
  let restFen = amountFen;
  for (const bill of bills) {
    const takes = Math.min(restFen, bill.outstandingFen);
    if (takes <= 0) break;
    parts.push({ billId: bill.billId, roomId: bill.roomId, amountFen: takes });
    restFen -= takes;
  }
  if (restFen <= 0) return { fit: 'partial', parts, restFen };
  return { fit: restFen * FAR > amountFen ? 'far-over' : 'over', parts, restFen };
}

function exactly(amountFen: number, bills: readonly OpenBillToMatch[]): Pick<AmountPlan, 'fit' | 'parts'> | undefined {
  if (sumOf(bills) === amountFen) return { fit: 'total', parts: bills.map(whole) };
  const days = Map.groupBy(bills, (bill) => bill.dueDate);
  for (const due of days.values()) {
    if (due.length > 1 && sumOf(due) === amountFen) return { fit: 'period', parts: due.map(whole) };
  }
  const one = bills.find((bill) => bill.outstandingFen === amountFen);
  return one && { fit: 'bill', parts: [whole(one)] };
}

function whole(bill: OpenBillToMatch): AmountPlan['parts'][number] {
  return { billId: bill.billId, roomId: bill.roomId, amountFen: bill.outstandingFen };
}

export function sumOf(bills: readonly OpenBillToMatch[]): number {
  return bills.reduce((sum, bill) => sum + bill.outstandingFen, 0);
}
