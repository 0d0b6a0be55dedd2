import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Kiosk payments against their allocations, receipts and the ledger. */
export const PAYMENT_INVARIANTS: readonly Invariant[] = [
  {
    name: 'a payment = its allocations + prepayment + unclaimed',
    breaches: sql<{ breach: string }>`
      select 'payment ' || p.order_id || ': received ' || p.received_fen || ', allocated '
        || coalesce(sum(a.amount_fen), 0) || ', rest ' || (p.to_prepayment_fen + p.unclaimed_fen) as breach
      from payment p left join allocation a on a.order_id = p.order_id
      group by p.order_id, p.received_fen, p.to_prepayment_fen, p.unclaimed_fen
      having p.received_fen <> coalesce(sum(a.amount_fen), 0) + p.to_prepayment_fen + p.unclaimed_fen`,
  },
  {
    name: 'a payment is on the ledger with its full amount',
    breaches: sql<{ breach: string }>`
      select 'payment ' || p.order_id || ': received ' || p.received_fen || ', posted '
        || coalesce(sum(l.debit_fen), 0) as breach
      from payment p left join ledger_line l on l.entry_id = p.entry_id
        left join cash_change c on c.order_id = p.order_id
      group by p.order_id, p.received_fen, c.paid_fen
      having p.received_fen + coalesce(c.paid_fen, 0) <> coalesce(sum(l.debit_fen), 0)`,
  },
  {
    name: 'a payment has its receipt',
    breaches: sql<{ breach: string }>`
      select 'payment ' || p.order_id || ': receipt ' || p.receipt_number as breach
      from payment p left join receipt r on r.receipt_number = p.receipt_number and r.order_id = p.order_id
      where r.receipt_number is null or r.total_fen <> p.received_fen`,
  },
];
