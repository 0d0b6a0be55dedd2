import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Coins in the hoppers of the kiosks against their documents, and what the daily closes say of them. */
export const HOPPER_INVARIANTS: readonly Invariant[] = [
  {
    name: 'hoppers of a kiosk = filled + counted - emptied - change paid',
    breaches: sql<{ breach: string }>`
      select 'kiosk ' || kiosk_id || ': documents less ledger ' || sum(amount) as breach
      from (
        select kiosk_id, -paid_fen as amount from cash_change
        union all
        select kiosk_id, case kind when 'fill' then counted_fen when 'empty' then -booked_fen
          else counted_fen - booked_fen end
        from hopper_movement where settled_at is not null
        union all
        select m.kiosk_id, l.amount_fen
        from hopper_late_payout l join hopper_movement m on m.movement_id = l.movement_id
        union all
        select kiosk_id, credit_fen - debit_fen from ledger_balance where account_code = '1001.change'
      ) as both_sides
      group by kiosk_id having sum(amount) <> 0`,
  },
  {
    name: 'change of a daily close: opening + filled - paid - emptied + counted = closing',
    breaches: sql<{ breach: string }>`
      select 'close ' || close_id || ', kiosk ' || kiosk_id || ': closing ' || closing_fen || ', sum '
        || (opening_fen + filled_fen - paid_fen - emptied_fen + counted_fen) as breach
      from day_close_hopper
      where closing_fen <> opening_fen + filled_fen - paid_fen - emptied_fen + counted_fen`,
  },
  {
    name: 'change of a daily close opens as the one before has closed',
    breaches: sql<{ breach: string }>`
      select 'kiosk ' || kiosk_id || ' on ' || business_date || ': opening ' || opening_fen || ', closed before with '
        || before_fen as breach
      from (
        select h.kiosk_id, c.business_date, h.opening_fen,
          lag(h.closing_fen) over (partition by h.kiosk_id order by c.business_date) as before_fen
        from day_close_hopper h join day_close c on c.close_id = h.close_id where c.state <> 'REJECTED'
      ) as days
      where before_fen is not null and before_fen <> opening_fen`,
  },
  {
    name: 'change of a daily close = its movements and the change of its receipts',
    breaches: sql<{ breach: string }>`
      select 'close ' || close_id || ', kiosk ' || kiosk_id || ': close less documents ' || sum(filled) || ' filled, '
        || sum(emptied) || ' emptied, ' || sum(counted) || ' counted, ' || sum(paid) || ' paid' as breach
      from (
        select close_id, kiosk_id, filled_fen as filled, emptied_fen as emptied, counted_fen as counted,
          paid_fen as paid
        from day_close_hopper
        union all
        select d.close_id, m.kiosk_id,
          case m.kind when 'fill' then -m.counted_fen else 0 end,
          case m.kind when 'empty' then -m.booked_fen else 0 end,
          case m.kind when 'count' then m.booked_fen - m.counted_fen else 0 end, 0
        from day_close_movement d join hopper_movement m on m.movement_id = d.movement_id
        union all
        select s.close_id, s.kiosk_id, 0, 0, -coalesce(l.amount_fen, 0), -c.paid_fen
        from day_close_series s
        join cash_change c on c.kiosk_id = s.kiosk_id
        join payment p on p.order_id = c.order_id
        left join hopper_late_payout l on l.order_id = c.order_id
        where cast(substr(p.receipt_number, length(p.receipt_number) - 6) as integer)
          between s.first_number and s.last_number
          -- Closes of before the hoppers were booked say nothing of change.
          and exists (select 1 from day_close_hopper h where h.close_id = s.close_id and h.kiosk_id = s.kiosk_id)
      ) as both_sides
      group by close_id, kiosk_id
      having sum(filled) <> 0 or sum(emptied) <> 0 or sum(counted) <> 0 or sum(paid) <> 0`,
  },
];
