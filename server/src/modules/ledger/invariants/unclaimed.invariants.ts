import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Money that nobody has claimed, by the documents that brought it, and what staff decided about it. */
export const UNCLAIMED_INVARIANTS: readonly Invariant[] = [
  {
    // Cash above the bills lies there by room until its case is resolved; a bank transfer and a note that was found lie
    // there without a room until somebody says whose they are.
    name: 'unclaimed money by its documents = 2241.unclaimed',
    breaches: sql<{ breach: string }>`
      select 'community ' || community_id || ' room ' || room_id || ': documents less ledger ' || sum(amount) as breach
      from (
        select o.community_id, p.room_id, p.unclaimed_fen as amount
        from payment p join payment_order o on o.order_id = p.order_id
        where p.unclaimed_fen > 0
        union all
        select community_id, room_id, -amount_fen from payment_exception
        where code = 'LT-2303' and entry_id is not null
        union all
        select b.community_id, '', case when m.match_id is null then b.amount_fen
          when m.rest_room_id is null then m.rest_fen else 0 end
        from bank_line b left join bank_match m on m.line_id = b.line_id and m.state = 'BOOKED'
        where b.entry_id is not null and b.placed_account = '2241.unclaimed'
        union all
        select c.community_id, '', d.amount_fen
        from cash_note_decision d join cash_collection c on c.collection_id = d.collection_id
        where d.outcome = 'found' and d.room_id is null
        union all
        select community_id, room_id, debit_fen - credit_fen from ledger_balance
        where account_code = '2241.unclaimed'
      ) as both_sides
      group by community_id, room_id having sum(amount) <> 0`,
  },
  {
    name: 'a case that moved money is on the ledger with its amount, and no other is',
    breaches: sql<{ breach: string }>`
      select 'exception ' || x.exception_id || ' ' || coalesce(x.resolution, x.state) || ': ' || x.amount_fen
        || ', posted ' || coalesce(sum(l.debit_fen), 0) as breach
      from payment_exception x left join ledger_line l on l.entry_id = x.entry_id
      where x.entry_id is not null or x.resolution in ('to-prepayment', 'cash-back', 'from-prepayment', 'written-off')
      group by x.exception_id, x.resolution, x.state, x.amount_fen, x.entry_id
      having x.amount_fen <> coalesce(sum(l.debit_fen), 0)
        or coalesce(x.resolution, '') not in ('to-prepayment', 'cash-back', 'from-prepayment', 'written-off')`,
  },
];
