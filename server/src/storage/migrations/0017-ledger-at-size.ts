import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { forbidChange } from './0001-books-of-the-estate.ts';
import { keyedBy } from './keyed-tables.ts';

/** The sealed chain, turnover by month, closed months and voucher exports. */
const TABLES = [
  `alter table ledger_entry add column accounting_at bigint`,
  `insert into ledger_account (account_code, name_zh, name_en, normal_side)
    values ('6051', '其他业务收入', 'Other business income', 'credit')`,

  `create table ledger_block (
    block_number integer primary key, previous_hash text not null, hash text not null,
    first_entry_id text not null, last_entry_id text not null, entries integer not null,
    newest_id_at bigint not null, sealed_at bigint not null, key_id text not null, signature text not null)`,
  `create table ledger_sealed (
    entry_id text primary key, block_number integer not null, digest text not null)`,
  `create table ledger_turnover (
    community_id text not null, month text not null, account_code text not null,
    debit_fen bigint not null, credit_fen bigint not null, primary key (community_id, month, account_code))`,
  `create table ledger_block_month (
    community_id text not null, month text not null, block_number integer not null,
    primary key (community_id, month, block_number))`,

  `create table ledger_closed (community_id text primary key references community, closed_before bigint not null)`,
  `create table ledger_period (
    community_id text not null references community, month text not null, state text not null,
    closed_at bigint not null, closed_by text not null, note text not null,
    reopened_at bigint, reopened_by text, reopen_reason text, primary key (community_id, month))`,
  `create table ledger_period_balance (
    community_id text not null, month text not null, account_code text not null,
    opening_fen bigint not null, debit_fen bigint not null, credit_fen bigint not null, closing_fen bigint not null,
    primary key (community_id, month, account_code),
    foreign key (community_id, month) references ledger_period (community_id, month))`,

  `create table voucher_subject (
    community_id text not null references community, target text not null, account_code text not null,
    item_code text not null, subject_code text not null, subject_name text not null,
    primary key (community_id, target, account_code, item_code))`,
  `create table voucher_batch (
    batch_id text primary key, community_id text not null references community, target text not null,
    month text not null, batch_number integer not null, mode text not null,
    after_block integer not null, through_block integer not null,
    vouchers integer not null, entries integer not null, total_fen bigint not null,
    file_name text not null, file_base64 text not null, file_sha256 text not null,
    made_at bigint not null, made_by text not null,
    unique (community_id, target, batch_number), unique (community_id, target, month, after_block))`,
];

/** Short rows that are read by their key. */
const KEYED = ['ledger_sealed', 'ledger_turnover', 'ledger_block_month', 'ledger_closed', 'voucher_subject'];

export const ledgerAtSize: Migration = {
  number: 17,
  name: 'ledger-at-size',
  up: async (db, dialect) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
    for (const table of ['ledger_block', 'ledger_sealed', 'voucher_batch']) await forbidChange(db, dialect, table);
  },
};
