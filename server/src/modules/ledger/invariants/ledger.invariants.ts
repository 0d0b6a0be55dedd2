import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** What the balances say; that they are the sums of the lines is checked in one pass over the lines (ledger.totals.ts). */
export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    name: 'no prepayment is below zero',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ': prepaid ' || sum(credit_fen - debit_fen) as breach
      from ledger_balance where account_code = '2203' group by room_id having sum(credit_fen - debit_fen) < 0`,
  },
];
