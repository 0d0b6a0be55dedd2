import type { Fen } from '@louting/common/money';
import type { PaidChange } from '../../contract/kiosk-api.ts';
import type { BillForPayment } from '../billing/billing.store.ts';
import type { OrderRow } from './orders.store.ts';

/** Money that came in for an order. */
export interface Money {
  /** What stays here: the notes less the change that was paid back out. */
  readonly receivedFen: Fen;
  readonly change?: PaidChange | undefined;
  readonly paidAt: number;
  /** Null for cash. */
  readonly transactionId: string | null;
  /** `prepayment`: the owner chose to keep all of it as prepayment. */
  readonly disposition: 'bills' | 'prepayment';
  readonly excess: 'prepayment' | 'unclaimed';
}

export interface Booking {
  readonly order: OrderRow;
  readonly money: Money;
}

/** Where the money of a booking goes. */
export interface Spread {
  readonly parts: readonly { readonly bill: BillForPayment; readonly amountFen: Fen }[];
  readonly allocatedFen: Fen;
  readonly rest: { readonly toPrepaymentFen: Fen; readonly unclaimedFen: Fen };
}
