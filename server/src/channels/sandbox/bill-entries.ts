import { businessDate } from '@louting/common/clock';
import { fen, type Fen } from '@louting/common/money';
import type { CallBehaviour } from './misbehaviour.ts';
import type { SandboxOrder, SandboxRefund } from './order-book.ts';

/** What one row of a bill is about, the same for both platforms; how they print it is theirs. */
export interface BillEntry {
  readonly kind: 'payment' | 'refund' | 'reversal';
  readonly order: SandboxOrder;
  readonly refund?: SandboxRefund;
  readonly at: number;
  readonly amountFen: Fen;
  /** Kept of a payment, given back with a refund; above zero. */
  readonly feeFen: Fen;
}

/** Entries of one business day, oldest first. */
export function entriesOfDay(orders: readonly SandboxOrder[], date: string): BillEntry[] {
  return orders
    .flatMap(entriesOfOrder)
    .filter((entry) => businessDate(entry.at) === date)
    .toSorted((left, right) => left.at - right.at);
}

function entriesOfOrder(order: SandboxOrder): BillEntry[] {
  if (order.paidAt === undefined) return [];
  const entries: BillEntry[] = [
    { kind: 'payment', order, at: order.paidAt, amountFen: order.amountFen, feeFen: feeOf(order.amountFen) },
  ];
  for (const refund of order.refunds) {
    if (refund.state !== 'succeeded') continue;
    const at = refund.finishedAt ?? refund.requestedAt;
    entries.push({ kind: 'refund', order, refund, at, amountFen: refund.amountFen, feeFen: feeOf(refund.amountFen) });
  }
  if (order.reversedAt !== undefined && order.refunds.length === 0)
    entries.push({
      kind: 'reversal',
      order,
      at: order.reversedAt,
      amountFen: order.amountFen,
      feeFen: feeOf(order.amountFen),
    });
  return entries;
}

/** 0.6 %, rounded half up to a fen. */
export function feeOf(amountFen: Fen): Fen {
  return fen((BigInt(amountFen) * 6n + 500n) / 1000n);
}

/** What a merchant's balance gained by an entry. */
export function netOf({ kind, amountFen, feeFen }: BillEntry): number {
  return kind === 'payment' ? amountFen - feeFen : feeFen - amountFen;
}

/** A bill that is wrong in itself is wrong in its totals too: faults change the entries before anything is printed. */
export function withBillFault(
  entries: readonly BillEntry[],
  behaviour: CallBehaviour | undefined,
): readonly BillEntry[] {
  const [first, ...others] = entries;
  if (!first) return entries;
  switch (behaviour?.kind) {
    case 'bill-row-missing':
      return others;
    case 'bill-row-twice':
      return [first, ...entries];
    case 'bill-amount-altered':
      return [{ ...first, amountFen: fen(first.amountFen + behaviour.byFen) }, ...others];
    default:
      return entries;
  }
}

/** Yesterday's date for a business date. */
export function dayBefore(date: string): string {
  return businessDate(Date.parse(`${date}T12:00:00+08:00`) - 86_400_000);
}
