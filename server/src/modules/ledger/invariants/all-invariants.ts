import { BANK_INVARIANTS } from './bank.invariants.ts';
import { BILL_INVARIANTS } from './bill.invariants.ts';
import { CASH_INVARIANTS } from './cash.invariants.ts';
import { DEPOSIT_INVARIANTS } from './deposit.invariants.ts';
import { HOPPER_INVARIANTS } from './hopper.invariants.ts';
import type { Invariant } from './invariant.ts';
import { LEDGER_INVARIANTS } from './ledger.invariants.ts';
import { PAYMENT_INVARIANTS } from './payment.invariants.ts';
import { REFUND_INVARIANTS } from './refund.invariants.ts';
import { UNCLAIMED_INVARIANTS } from './unclaimed.invariants.ts';

/** Everything that is checked by `npm run audit-books`; a capability adds its own topic here. */
export const INVARIANTS: readonly Invariant[] = [
  ...LEDGER_INVARIANTS,
  ...BILL_INVARIANTS,
  ...PAYMENT_INVARIANTS,
  ...BANK_INVARIANTS,
  ...CASH_INVARIANTS,
  ...HOPPER_INVARIANTS,
  ...DEPOSIT_INVARIANTS,
  ...REFUND_INVARIANTS,
  ...UNCLAIMED_INVARIANTS,
];
