import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** Accounts, allocations and agreements for money that is not a kiosk payment, and leases of periodic work. */
const TABLES = [
  `create table document_allocation (
    document_id text not null, bill_id text not null references bill,
    kind text not null, amount_fen bigint not null check (amount_fen <> 0), allocated_at bigint not null,
    primary key (document_id, bill_id))`,
  `create index document_allocation_of_bill on document_allocation (bill_id)`,
  `create table room_agreement (
    room_id text primary key references room, auto_use_prepayment integer not null,
    duplicate_payment text not null, agreed_at bigint not null, agreed_by text not null)`,
  `create table job_lease (
    job_name text primary key, holder text not null, held_until bigint not null,
    started_at bigint not null, finished_at bigint, failure text)`,
];

const KEYED = ['document_allocation', 'room_agreement', 'job_lease'];

const ACCOUNTS: readonly (readonly [code: string, zh: string, en: string, side: 'debit' | 'credit'])[] = [
  ['1001.office', '库存现金-财务室', 'Cash at the office', 'debit'],
  ['1012.unionpay', '其他货币资金-银联在途', 'In transit at UnionPay', 'debit'],
  ['1012.pos', '其他货币资金-POS在途', 'In transit at the POS acquirer', 'debit'],
  ['1231', '坏账准备', 'Allowance for bad debts', 'credit'],
  ['2241.deposit', '其他应付款-押金', 'Deposits of owners', 'credit'],
  ['2241.refund', '其他应付款-应付退款', 'Refunds on their way', 'credit'],
];

export const moneyAtRest: Migration = {
  number: 11,
  name: 'money-at-rest',
  up: async (db, dialect) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
    for (const [code, zh, en, side] of ACCOUNTS) {
      await db.executeQuery(
        CompiledQuery.raw(
          `insert into ledger_account (account_code, name_zh, name_en, normal_side)
           values ('${code}', '${zh}', '${en}', '${side}')`,
        ),
      );
    }
  },
};
