import type { Fen } from '@louting/common/money';
import { fen } from '@louting/common/money';

export interface BillToUse {
  readonly billId: string;
  readonly itemCode: string;
  readonly openFen: number;
  /** Somebody is paying it at a kiosk or phone at this moment. */
  readonly locked: boolean;
}

export interface UsePart {
  readonly billId: string;
  readonly itemCode: string;
  readonly amountFen: Fen;
}

/**
 * Spreads prepayment over bills in their order, oldest due first; the last one may be paid in part. A bill that is being
 * paid is left alone, and so are the later ones of its item: they would overtake it.
 */
export function spreadPrepayment(prepaidFen: number, bills: readonly BillToUse[]): UsePart[] {
  const parts: UsePart[] = [];
  const waiting = new Set<string>();
  let rest = prepaidFen;
  for (const bill of bills) {
    if (bill.locked) waiting.add(bill.itemCode);
    if (rest <= 0 || bill.openFen <= 0 || waiting.has(bill.itemCode)) continue;
    const amount = Math.min(rest, bill.openFen);
    rest -= amount;
    parts.push({ billId: bill.billId, itemCode: bill.itemCode, amountFen: fen(amount) });
  }
  return parts;
}
