import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Cash boxes, bags, office cash and suspense against their notes and documents. */
export const CASH_INVARIANTS: readonly Invariant[] = [
  {
    name: 'cash of a kiosk = its credited notes - collections',
    breaches: sql<{ breach: string }>`
      select 'kiosk ' || kiosk_id || ': notes less collections less ledger ' || sum(amount) as breach
      from (
        select kiosk_id, denomination_fen as amount from cash_note where state = 'credited'
        union all
        select kiosk_id, -booked_fen from cash_collection where settled_at is not null
        union all
        select c.kiosk_id, -n.amount_fen
        from cash_late_note n join cash_collection c on c.collection_id = n.collection_id
        union all
        select kiosk_id, credit_fen - debit_fen from ledger_balance where account_code = '1001'
      ) as both_sides
      group by kiosk_id having sum(amount) <> 0`,
  },
  {
    // Refunds and deposits paid in cash have events and documents of their own.
    name: 'office cash = collections + found again + coins - deposits, by their events',
    breaches: sql<{ breach: string }>`
      select 'community ' || community_id || ' ' || event || ': documents less ledger ' || sum(amount) as breach
      from (
        select community_id, 'cash.collected' as event, counted_fen as amount
        from cash_collection where settled_at is not null
        union all
        select community_id, 'cash.banked', -amount_fen from cash_deposit
        union all
        select community_id, 'cash.hopper.' || kind, case kind when 'fill' then -counted_fen else counted_fen end
        from hopper_movement where settled_at is not null and (source = 'office' or kind = 'empty')
        union all
        select d.community_id, 'cash.difference.explained', r.amount_fen
        from cash_resolution r join cash_difference d on d.difference_id = r.difference_id where r.way = 'recovered'
        union all
        select community_id, 'cash.office.counted', case when kind = 'CASH_OVER' then amount_fen else -amount_fen end
        from cash_difference where close_id is not null
        union all
        select e.community_id, e.event, l.credit_fen - l.debit_fen
        from ledger_line l join ledger_entry e on e.entry_id = l.entry_id
        where l.account_code = '1001.office' and e.event like 'cash.%'
      ) as both_sides
      group by community_id, event having sum(amount) <> 0`,
  },
  {
    name: 'suspense from counting = open differences',
    breaches: sql<{ breach: string }>`
      select 'community ' || community_id || ': open differences less 1901 ' || sum(amount) as breach
      from (
        select community_id, case when kind = 'CASH_SHORT' then amount_fen else -amount_fen end as amount
        from cash_difference
        union all
        select d.community_id, case when d.kind = 'CASH_SHORT' then -r.amount_fen else r.amount_fen end
        from cash_resolution r join cash_difference d on d.difference_id = r.difference_id
        union all
        select e.community_id, l.credit_fen - l.debit_fen
        from ledger_line l join ledger_entry e on e.entry_id = l.entry_id
        where l.account_code = '1901' and e.event like 'cash.%'
      ) as both_sides
      group by community_id having sum(amount) <> 0`,
  },
  {
    name: 'a difference is explained when nothing of it is open',
    breaches: sql<{ breach: string }>`
      select 'difference ' || d.difference_id || ' ' || d.state || ': ' || d.amount_fen || ', explained '
        || coalesce(sum(r.amount_fen), 0) as breach
      from cash_difference d left join cash_resolution r on r.difference_id = d.difference_id
      group by d.difference_id, d.state, d.amount_fen
      having coalesce(sum(r.amount_fen), 0) > d.amount_fen
        or (d.state = 'EXPLAINED') <> (coalesce(sum(r.amount_fen), 0) = d.amount_fen)`,
  },
  {
    name: 'a cash payment = its notes - its change',
    breaches: sql<{ breach: string }>`
      select 'payment ' || p.order_id || ': received ' || p.received_fen || ', notes '
        || coalesce(sum(n.denomination_fen), 0) || ', change ' || coalesce(c.paid_fen, 0) as breach
      from payment p
      join payment_order o on o.order_id = p.order_id and o.method = 'cash'
      left join cash_note n on n.order_id = p.order_id and n.state = 'credited'
      left join cash_change c on c.order_id = p.order_id
      group by p.order_id, p.received_fen, c.paid_fen
      having p.received_fen <> coalesce(sum(n.denomination_fen), 0) - coalesce(c.paid_fen, 0)`,
  },
];
