import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Cash boxes against their notes. */
export const CASH_INVARIANTS: readonly Invariant[] = [
  {
    name: 'cash of a kiosk = its credited notes',
    breaches: sql<{ breach: string }>`
      select 'kiosk ' || kiosk_id || ': notes less ledger ' || sum(amount) as breach
      from (
        select kiosk_id, denomination_fen as amount from cash_note where state = 'credited'
        union all
        select l.kiosk_id, -l.debit_fen from ledger_line l where l.account_code = '1001'
      ) as both_sides
      group by kiosk_id having sum(amount) <> 0`,
  },
  {
    name: 'a cash payment = its notes',
    breaches: sql<{ breach: string }>`
      select 'payment ' || p.order_id || ': received ' || p.received_fen || ', notes '
        || coalesce(sum(n.denomination_fen), 0) as breach
      from payment p
      join payment_order o on o.order_id = p.order_id and o.method = 'cash'
      left join cash_note n on n.order_id = p.order_id and n.state = 'credited'
      group by p.order_id, p.received_fen having p.received_fen <> coalesce(sum(n.denomination_fen), 0)`,
  },
];
