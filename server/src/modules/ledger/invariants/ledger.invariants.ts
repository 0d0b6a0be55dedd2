import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** What the ledger says of itself. */
export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    name: 'debits = credits in every entry',
    breaches: sql<{ breach: string }>`
      select 'entry ' || e.entry_id || ': debit ' || coalesce(sum(l.debit_fen), 0)
        || ', credit ' || coalesce(sum(l.credit_fen), 0) as breach
      from ledger_entry e left join ledger_line l on l.entry_id = e.entry_id
      group by e.entry_id
      having coalesce(sum(l.debit_fen), 0) <> coalesce(sum(l.credit_fen), 0) or count(l.entry_id) < 2`,
  },
  {
    name: 'balances = sums of the lines',
    breaches: sql<{ breach: string }>`
      select 'account ' || account_code || ' room ' || room_id || ' kiosk ' || kiosk_id || ': off by '
        || sum(debit_fen) || ' debit, ' || sum(credit_fen) || ' credit' as breach
      from (
        select l.account_code, l.room_id, l.kiosk_id, l.item_code, e.community_id, l.debit_fen, l.credit_fen
        from ledger_line l join ledger_entry e on e.entry_id = l.entry_id
        union all
        select account_code, room_id, kiosk_id, item_code, community_id, -debit_fen, -credit_fen from ledger_balance
      ) as both_sides
      group by account_code, room_id, kiosk_id, item_code, community_id
      having sum(debit_fen) <> 0 or sum(credit_fen) <> 0`,
  },
  {
    name: 'no prepayment is below zero',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ': prepaid ' || sum(credit_fen - debit_fen) as breach
      from ledger_line where account_code = '2203' group by room_id having sum(credit_fen - debit_fen) < 0`,
  },
];
