import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Refunds: what is owed to payers, what left, and what may be asked back. */
export const REFUND_INVARIANTS: readonly Invariant[] = [
  {
    name: 'refunds in process = approved refunds that are not yet out',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ': refunds less ledger ' || sum(amount) as breach
      from (
        select room_id, amount_fen as amount from refund
        where state in ('APPROVED', 'PROCESSING', 'UNKNOWN') or (state = 'FAILED' and returned_entry_id is null)
        union all
        select room_id, debit_fen - credit_fen from ledger_balance where account_code = '2241.refund'
      ) as both_sides
      group by room_id having sum(amount) <> 0`,
  },
  {
    name: 'a refund = its parts',
    breaches: sql<{ breach: string }>`
      select 'refund ' || r.refund_id || ': ' || r.amount_fen || ', parts ' || coalesce(sum(p.amount_fen), 0) as breach
      from refund r left join refund_part p on p.refund_id = r.refund_id
      group by r.refund_id, r.amount_fen having r.amount_fen <> coalesce(sum(p.amount_fen), 0)`,
  },
  {
    name: 'a refund is on the ledger with its full amount',
    breaches: sql<{ breach: string }>`
      select 'refund ' || refund_id || ' ' || state || ' ' || event || ': ' || expected || ', posted ' || posted as breach
      from (
        select r.refund_id, r.state, e.event, r.amount_fen as expected,
          coalesce((select sum(l.debit_fen) from ledger_line l where l.entry_id = e.entry_id), 0) as posted
        from refund r
        join (
          select refund_id, 'taken' as event, taken_entry_id as entry_id from refund
          where state not in ('REQUESTED', 'APPROVING', 'REJECTED')
          union all
          select refund_id, 'paid', paid_entry_id from refund where state = 'SUCCEEDED'
          union all
          select refund_id, 'returned', returned_entry_id from refund where returned_entry_id is not null
        ) as e on e.refund_id = r.refund_id
      ) as entries
      where expected <> posted`,
  },
  {
    name: 'no entry of a refund without its state',
    breaches: sql<{ breach: string }>`
      select 'refund ' || refund_id || ' is ' || state as breach from refund
      where (taken_entry_id is not null and state in ('REQUESTED', 'APPROVING', 'REJECTED'))
        or (paid_entry_id is not null) <> (state = 'SUCCEEDED')
        or (returned_entry_id is not null and state <> 'FAILED')`,
  },
  {
    name: 'refunds of a payment never exceed it',
    breaches: sql<{ breach: string }>`
      select 'payment ' || r.order_id || ': received ' || coalesce(p.received_fen, 0) || ', asked back '
        || sum(r.amount_fen) as breach
      from refund r left join payment p on p.order_id = r.order_id
      where r.state <> 'REJECTED' and r.returned_entry_id is null
      group by r.order_id, p.received_fen having sum(r.amount_fen) > coalesce(p.received_fen, 0)`,
  },
  {
    name: 'a refund takes no more of a bill than its payment paid',
    breaches: sql<{ breach: string }>`
      select 'payment ' || r.order_id || ' bill ' || p.bill_id || ': paid ' || coalesce(a.amount_fen, 0)
        || ', asked back ' || sum(p.amount_fen) as breach
      from refund r
      join refund_part p on p.refund_id = r.refund_id and p.source = 'bill'
      left join allocation a on a.order_id = r.order_id and a.bill_id = p.bill_id
      where r.state <> 'REJECTED' and r.returned_entry_id is null
      group by r.order_id, p.bill_id, a.amount_fen having sum(p.amount_fen) > coalesce(a.amount_fen, 0)`,
  },
];
