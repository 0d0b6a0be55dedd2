import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** One account with its turnover and balance, in fen; a balance is on the account's normal side. */
export interface AccountBalance {
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly debitFen: number;
  readonly creditFen: number;
  readonly balanceFen: number;
}

/** A rule of the books (domain.md §3.3) and every place where it does not hold. */
export interface AuditedInvariant {
  readonly name: string;
  /** E.g. `bill 0192…: paid 100, allocated 90`. Empty: the rule holds. */
  readonly breaches: readonly string[];
}

export interface BooksAudit {
  readonly accounts: readonly AccountBalance[];
  readonly invariants: readonly AuditedInvariant[];
  readonly sound: boolean;
}

/**
 * Adds up the books from their lines alone and compares them with everything else that claims to know: balances,
 * bills, allocations, payments and cash notes. Run it in a transaction, so that it sees one moment.
 */
export async function auditBooks(db: Kysely<Database>): Promise<BooksAudit> {
  const accounts = await accountBalances(db);
  const invariants: AuditedInvariant[] = [];
  for (const { name, breaches } of INVARIANTS) {
    const { rows } = await breaches.execute(db);
    invariants.push({ name, breaches: rows.map((row) => row.breach) });
  }
  return { accounts, invariants, sound: invariants.every(({ breaches }) => breaches.length === 0) };
}

async function accountBalances(db: Kysely<Database>): Promise<AccountBalance[]> {
  const rows = await db
    .selectFrom('ledger_account as account')
    .leftJoin('ledger_line as line', 'line.account_code', 'account.account_code')
    .select([
      'account.account_code as accountCode',
      'account.name_zh as nameZh',
      'account.name_en as nameEn',
      'account.normal_side as side',
      sql<number>`coalesce(sum(line.debit_fen), 0)`.as('debitFen'),
      sql<number>`coalesce(sum(line.credit_fen), 0)`.as('creditFen'),
    ])
    .groupBy(['account.account_code', 'account.name_zh', 'account.name_en', 'account.normal_side'])
    .orderBy('account.account_code')
    .execute();
  return rows.map(({ side, ...row }) => ({
    ...row,
    balanceFen: side === 'debit' ? row.debitFen - row.creditFen : row.creditFen - row.debitFen,
  }));
}

/** Each query answers one row a breach, with a text that says where. */
const INVARIANTS = [
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
    name: 'open amounts of the bills = 1122 by room and item',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ' item ' || item_code || ': bills less ledger ' || sum(amount) as breach
      from (
        select room_id, item_code, amount_fen - paid_fen as amount from bill
        where state in ('PUBLISHED', 'PARTIALLY_PAID', 'PAID')
        union all
        select room_id, item_code, credit_fen - debit_fen from ledger_line where account_code = '1122'
      ) as both_sides
      group by room_id, item_code having sum(amount) <> 0`,
  },
  {
    name: 'no prepayment is below zero',
    breaches: sql<{ breach: string }>`
      select 'room ' || room_id || ': prepaid ' || sum(credit_fen - debit_fen) as breach
      from ledger_line where account_code = '2203' group by room_id having sum(credit_fen - debit_fen) < 0`,
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
      group by p.order_id, p.received_fen having p.received_fen <> coalesce(sum(l.debit_fen), 0)`,
  },
  {
    name: 'a payment has its receipt',
    breaches: sql<{ breach: string }>`
      select 'payment ' || p.order_id || ': receipt ' || p.receipt_number as breach
      from payment p left join receipt r on r.receipt_number = p.receipt_number and r.order_id = p.order_id
      where r.receipt_number is null or r.total_fen <> p.received_fen`,
  },
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
] as const;
