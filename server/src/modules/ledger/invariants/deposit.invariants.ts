import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** Deposits and uses of prepayment against the ledger (Σ deposits = 2241-押金). */
export const DEPOSIT_INVARIANTS: readonly Invariant[] = [
  {
    name: 'deposits held = 2241.deposit by room',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ': deposits less ledger ' || sum(amount) as breach
      from (
        select room_id, amount_fen - returned_fen - deducted_fen as amount from deposit
        union all
        select room_id, debit_fen - credit_fen from ledger_balance where account_code = '2241.deposit'
      ) as both_sides
      group by room_id having sum(amount) <> 0`,
  },
  {
    name: 'a deposit = what was given back, kept and is held, and its state says so',
    breaches: sql<{ breach: string }>`
      select 'deposit ' || d.receipt_number || ' ' || d.state || ': given back ' || d.returned_fen || ', kept '
        || d.deducted_fen || ', documents ' || coalesce(sum(r.return_fen + r.deduct_fen), 0) as breach
      from deposit d left join deposit_return r on r.deposit_id = d.deposit_id and r.state = 'DONE'
      group by d.deposit_id, d.receipt_number, d.state, d.amount_fen, d.returned_fen, d.deducted_fen
      having d.returned_fen <> coalesce(sum(r.return_fen), 0) or d.deducted_fen <> coalesce(sum(r.deduct_fen), 0)
        or (d.state = 'TAKEN') <> (d.returned_fen + d.deducted_fen = 0)
        or (d.state = 'RETURNED') <> (d.returned_fen + d.deducted_fen = d.amount_fen)`,
  },
  {
    name: 'a use of prepayment = what it put on bills',
    breaches: sql<{ breach: string }>`
      select 'use ' || u.use_id || ': used ' || u.amount_fen || ', on bills ' || coalesce(sum(a.amount_fen), 0) as breach
      from prepayment_use u left join document_allocation a on a.document_id = u.use_id and a.amount_fen > 0
      group by u.use_id, u.amount_fen having u.amount_fen <> coalesce(sum(a.amount_fen), 0)`,
  },
];
