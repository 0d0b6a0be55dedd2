import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Bills against their lines, their allocations and the ledger. */
export const BILL_INVARIANTS: readonly Invariant[] = [
  {
    name: 'open amounts of the bills = 1122 by room and item',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ' item ' || item_code || ': bills less ledger ' || sum(amount) as breach
      from (
        select room_id, item_code, amount_fen - paid_fen as amount from bill
        where state in ('PUBLISHED', 'PARTIALLY_PAID', 'PAID')
        union all
        select room_id, item_code, credit_fen - debit_fen from ledger_balance where account_code = '1122'
      ) as both_sides
      group by room_id, item_code having sum(amount) <> 0`,
  },
  {
    name: 'amount of a bill = its lines',
    breaches: sql<{ breach: string }>`
      select 'bill ' || b.bill_id || ': asks ' || b.amount_fen || ', lines ' || coalesce(sum(l.amount_fen), 0) as breach
      from bill b left join bill_line l on l.bill_id = b.bill_id
      group by b.bill_id, b.amount_fen having b.amount_fen <> coalesce(sum(l.amount_fen), 0)`,
  },
  {
    name: 'paid of a bill = its allocations, and its state says so',
    breaches: sql<{ breach: string }>`
      select 'bill ' || b.bill_id || ' ' || b.state || ': paid ' || b.paid_fen || ' of ' || b.amount_fen
        || ', allocated ' || coalesce(sum(a.amount_fen), 0) as breach
      from bill b left join (
        select bill_id, amount_fen from allocation union all select bill_id, amount_fen from document_allocation
      ) as a on a.bill_id = b.bill_id
      group by b.bill_id, b.state, b.paid_fen, b.amount_fen
      having b.paid_fen <> coalesce(sum(a.amount_fen), 0)
        or (b.state = 'PAID') <> (b.paid_fen = b.amount_fen)
        or (b.state = 'PARTIALLY_PAID' and b.paid_fen = 0)
        or (b.state = 'PUBLISHED' and b.paid_fen <> 0)`,
  },
];
