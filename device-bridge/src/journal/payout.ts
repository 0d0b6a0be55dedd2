import type { PayoutWitness } from '../drivers/roles.ts';

/** The life of one payout of change, folded from its records. Its id is made by whoever owes the money. */
export const PAYOUT_RECORDS = [
  /** The whole amount, before anything is ordered. */
  'PAYOUT',
  /** An order to one unit is about to go out; carries what the device said before. */
  'ORDER',
  /** What became of that order. */
  'PAID',
  /** No more will be paid under this id. */
  'ENDED',
] as const;

export interface PayoutRecord {
  readonly record: (typeof PAYOUT_RECORDS)[number];
  readonly payoutId: string;
  readonly unit: string | undefined;
  readonly amountFen: number | undefined;
  readonly witness: PayoutWitness | undefined;
  /** Of PAID: the device could tell. */
  readonly certain: boolean;
}

export interface PayoutOrder {
  readonly unit: string;
  readonly amountFen: number;
  readonly before: PayoutWitness | undefined;
}

export interface Payout {
  readonly payoutId: string;
  readonly amountFen: number;
  /** Surely paid out. */
  readonly paidFen: number;
  /** Ordered, and nobody can tell whether it was paid: staff count the store. */
  readonly doubtFen: number;
  /** Sent, and not heard of yet. */
  readonly open: PayoutOrder | undefined;
  readonly ended: boolean;
}

export function foldPayout(records: readonly PayoutRecord[]): Payout | undefined {
  return records.reduce<Payout | undefined>(step, undefined);
}

function step(payout: Payout | undefined, { record, payoutId, unit = '', ...rest }: PayoutRecord): Payout | undefined {
  const amountFen = rest.amountFen ?? 0;
  if (record === 'PAYOUT') {
    return { payoutId, amountFen, paidFen: 0, doubtFen: 0, open: undefined, ended: false };
  }
  if (!payout) return undefined;
  switch (record) {
    case 'ORDER':
      return { ...payout, open: { unit, amountFen, before: rest.witness } };
    case 'PAID': {
      const doubtFen = rest.certain ? 0 : (payout.open?.amountFen ?? 0) - amountFen;
      const sums = { paidFen: payout.paidFen + amountFen, doubtFen: payout.doubtFen + doubtFen };
      return { ...payout, ...sums, open: undefined };
    }
    default:
      return { ...payout, ended: true };
  }
}

export type OrderOutcome =
  | { readonly outcome: 'moving' }
  /** Never accepted by the device: it may be ordered again. */
  | { readonly outcome: 'never-ordered' }
  | { readonly outcome: 'paid'; readonly paidFen: number; readonly certain: boolean };

const HIGHEST_ORDER = 255;

/**
 * What became of an order: the device's words before it and now. What it told of the end of this order counts most, then
 * what it ever paid, then its count of orders; an order of which none can tell stays in doubt, with nothing surely paid.
 * Pure.
 */
export function judgeOrder({ amountFen, before }: PayoutOrder, now: PayoutWitness): OrderOutcome {
  if (now.moving) return { outcome: 'moving' };
  // An end that was told before the order is the end of an earlier one.
  if (now.endedFen !== undefined && before && before.endedFen === undefined) {
    return { outcome: 'paid', paidFen: Math.min(now.endedFen, amountFen), certain: true };
  }
  const difference =
    before?.totalFen === undefined || now.totalFen === undefined ? undefined : now.totalFen - before.totalFen;
  const ordered = orderedSince(before?.orders, now.orders);
  if (difference !== undefined && difference >= 0) {
    if (difference === 0 && ordered === false) return { outcome: 'never-ordered' };
    // A coin too many is the house's loss and shows when the store is counted; it was never owed.
    return { outcome: 'paid', paidFen: Math.min(difference, amountFen), certain: true };
  }
  if (ordered === false) return { outcome: 'never-ordered' };
  const { lastPaidFen } = now;
  // After a reset: a last order that paid nothing paid nothing, ours or not; one that paid otherwise than before is ours.
  const isOurs = ordered === true || lastPaidFen === 0 || lastPaidFen !== before?.lastPaidFen;
  if (lastPaidFen !== undefined && isOurs) {
    return { outcome: 'paid', paidFen: Math.min(lastPaidFen, amountFen), certain: true };
  }
  return { outcome: 'paid', paidFen: 0, certain: false };
}

/** Whether the device accepted our order; undefined when it started anew meanwhile, or does not count. */
function orderedSince(before: number | undefined, now: number | undefined): boolean | undefined {
  if (before === undefined || now === undefined) return undefined;
  if (now === 0) return undefined;
  if (now === before) return false;
  return now === (before === HIGHEST_ORDER ? 1 : before + 1) ? true : undefined;
}
