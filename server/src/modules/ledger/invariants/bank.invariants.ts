import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Bank lines and what they pay against the ledger and the bills. */
export const BANK_INVARIANTS: readonly Invariant[] = [
  {
    name: 'a booked bank line is on the ledger once with its amount',
    breaches: sql<{ breach: string }>`
      select 'bank line ' || b.line_id || ' ' || b.state || ': amount ' || b.amount_fen || ', posted '
        || coalesce(sum(l.debit_fen - l.credit_fen), 0) as breach
      from bank_line b
      left join ledger_line l on l.entry_id = b.entry_id and l.account_code = '1002'
      where b.entry_id is not null
      group by b.line_id, b.state, b.amount_fen
      having b.amount_fen <> coalesce(sum(l.debit_fen - l.credit_fen), 0)
      union all
      select 'bank line ' || line_id || ' is BOOKED without an entry' from bank_line
      where state = 'BOOKED' and entry_id is null`,
  },
  {
    name: 'a booked match = its bills + rest, less the fee',
    breaches: sql<{ breach: string }>`
      select 'match ' || m.match_id || ': line ' || b.amount_fen || ', fee ' || m.fee_fen || ', bills '
        || coalesce(sum(a.amount_fen), 0) || ', rest ' || m.rest_fen as breach
      from bank_match m join bank_line b on b.line_id = m.line_id
      left join document_allocation a on a.document_id = m.match_id
      where m.state = 'BOOKED'
      group by m.match_id, m.fee_fen, m.rest_fen, b.amount_fen
      having b.amount_fen + m.fee_fen <> coalesce(sum(a.amount_fen), 0) + m.rest_fen`,
  },
  {
    name: 'a bank line is booked by exactly one match',
    breaches: sql<{ breach: string }>`
      select 'bank line ' || b.line_id || ' ' || b.state || ': ' || count(m.match_id) || ' booked matches' as breach
      from bank_line b left join bank_match m on m.line_id = b.line_id and m.state = 'BOOKED'
      group by b.line_id, b.state
      having count(m.match_id) <> case when b.state = 'BOOKED' then 1 else 0 end`,
  },
];
