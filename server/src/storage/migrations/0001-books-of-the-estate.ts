import { CompiledQuery, type Kysely } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { SqlDialect } from '../storage.ts';
import { keyedBy } from './keyed-tables.ts';

/** Estate, cards, tariffs, readings, bills and the ledger. `''` stands for "none" where a column is part of a key. */
const TABLES = [
  `create table community (
    community_id text primary key, code text not null unique, name_zh text not null, name_en text not null,
    company_name text not null, service_phone text not null)`,
  `create table building (
    building_id text primary key, community_id text not null references community, code text not null,
    unique (community_id, code))`,
  `create table unit (
    unit_id text primary key, building_id text not null references building, code text not null,
    unique (building_id, code))`,
  `create table room (
    room_id text primary key, community_id text not null references community,
    building_id text references building, unit_id text references unit,
    code text not null, label text not null, kind text not null,
    billable_area bigint, handover_date text,
    unique (community_id, code))`,
  `create table party (party_id text primary key, name text not null, phone text)`,
  `create table ownership (
    ownership_id text primary key, room_id text not null references room, party_id text not null references party,
    relation text not null, from_date text not null, to_date text)`,
  `create index ownership_of_room on ownership (room_id)`,
  `create index ownership_of_party on ownership (party_id)`,
  `create table estate_change (
    change_id text primary key, room_id text not null references room, at bigint not null, effective_date text not null,
    kind text not null, before_json text not null, after_json text not null, changed_by text not null)`,
  `create index estate_change_of_room on estate_change (room_id)`,

  `create table card (
    card_id text primary key, uid_hash text not null unique, last_four text not null,
    community_id text not null references community, party_id text not null references party,
    status text not null, elder_mode integer not null, replaced_by text references card, issued_at bigint not null, status_at bigint not null)`,
  `create table card_room (
    card_id text not null references card, room_id text not null references room, primary key (card_id, room_id))`,
  `create index card_of_room on card_room (room_id)`,

  `create table charge_item (
    item_code text primary key, family text not null, name_zh text not null, name_en text not null,
    subject_code text not null, pass_through integer not null, tax_class_code text)`,
  `create table tariff (
    tariff_id text primary key, community_id text not null references community,
    item_code text not null references charge_item, name_zh text not null, name_en text not null)`,
  `create table tariff_version (
    tariff_version_id text primary key, tariff_id text not null references tariff,
    from_date text not null, to_date text, formula text not null, unit_price bigint not null,
    unit_zh text not null, unit_en text not null, tiers_json text,
    rounding_unit text not null, rounding_mode text not null, tax_rate integer not null,
    cycle_months integer not null, due_days integer not null,
    unique (tariff_id, from_date))`,
  `create table assignment (
    assignment_id text primary key, room_id text not null references room, tariff_id text not null references tariff,
    from_date text not null, to_date text)`,
  `create index assignment_of_room on assignment (room_id)`,

  `create table meter (
    meter_id text primary key, room_id text not null references room, item_code text not null references charge_item,
    serial text not null, from_date text not null, to_date text)`,
  `create index meter_of_room on meter (room_id, item_code)`,
  `create table reading (
    reading_id text primary key, meter_id text not null references meter, day text not null, value bigint not null,
    source text not null, entered_at bigint not null,
    unique (meter_id, day))`,

  `create table bill_run (
    run_id text primary key, community_id text not null references community, period_from text not null,
    period_to text not null, started_at bigint not null, finished_at bigint,
    bills integer not null, amount_fen bigint not null, exceptions integer not null)`,
  `create table bill_run_exception (
    run_id text not null references bill_run, room_id text not null references room, item_code text not null,
    failure_code text not null, detail text not null, primary key (run_id, room_id, item_code))`,
  `create table bill (
    bill_id text primary key, run_id text references bill_run, community_id text not null references community,
    room_id text not null references room, ownership_id text references ownership,
    item_code text not null references charge_item, tariff_version_id text references tariff_version,
    period_from text not null, period_to text not null, due_date text not null, state text not null,
    quantity bigint not null, previous_reading bigint, current_reading bigint, unit text,
    amount_fen bigint not null check (amount_fen > 0), tax_fen bigint not null,
    paid_fen bigint not null check (paid_fen >= 0 and paid_fen <= amount_fen),
    published_at bigint, replaces text references bill, reason text)`,
  `create unique index bill_once_per_period on bill (room_id, item_code, period_from)
    where state not in ('REVERSED', 'DISCARDED')`,
  `create index bill_of_room on bill (room_id, due_date)`,
  `create index bill_of_community on bill (community_id, period_from)`,
  `create table bill_line (
    bill_id text not null references bill, line_number integer not null, tier integer,
    quantity bigint not null, unit_price bigint not null, raw_amount text not null, amount_fen bigint not null,
    explanation_zh text not null, explanation_en text not null,
    primary key (bill_id, line_number))`,

  `create table ledger_account (
    account_code text primary key, name_zh text not null, name_en text not null, normal_side text not null)`,
  `create table ledger_entry (
    entry_id text primary key, event text not null, occurred_at bigint not null,
    community_id text not null references community, reference text not null)`,
  `create index ledger_entry_reference on ledger_entry (reference)`,
  `create table ledger_line (
    entry_id text not null references ledger_entry, line_number integer not null,
    account_code text not null references ledger_account,
    room_id text not null, kiosk_id text not null, item_code text not null,
    debit_fen bigint not null check (debit_fen >= 0), credit_fen bigint not null check (credit_fen >= 0),
    primary key (entry_id, line_number), check (debit_fen = 0 or credit_fen = 0))`,
  `create index ledger_line_of_room on ledger_line (room_id, account_code)`,
  `create table ledger_balance (
    community_id text not null, account_code text not null, room_id text not null, kiosk_id text not null,
    item_code text not null, slot integer not null, debit_fen bigint not null, credit_fen bigint not null,
    primary key (room_id, account_code, item_code, kiosk_id, community_id, slot))`,

  `create table audit_event (
    audit_id text primary key, at bigint not null, actor text not null, action text not null,
    subject text not null, detail_json text not null)`,
  `create index audit_event_of_subject on audit_event (subject, at)`,
];

/** Short rows that every voucher writes. */
const KEYED = ['ledger_account', 'ledger_entry', 'ledger_line', 'ledger_balance'];

/** What is posted is never edited or deleted: the database itself refuses. */
const IMMUTABLE = ['ledger_entry', 'ledger_line', 'audit_event'] as const;

const ACCOUNTS: readonly (readonly [code: string, zh: string, en: string, side: 'debit' | 'credit'])[] = [
  ['1001', '库存现金', 'Cash in kiosks', 'debit'],
  ['1002', '银行存款', 'Bank deposits', 'debit'],
  ['1012.wechat', '其他货币资金-微信在途', 'In transit at WeChat Pay', 'debit'],
  ['1012.alipay', '其他货币资金-支付宝在途', 'In transit at Alipay', 'debit'],
  ['1122', '应收账款', 'Receivable from owners', 'debit'],
  ['1901', '待处理财产损溢', 'Suspense', 'debit'],
  ['2203', '预收账款', 'Prepayments of owners', 'credit'],
  ['2221', '应交税费-销项税额', 'Output tax', 'credit'],
  ['2241', '其他应付款-代收', 'Collected for others', 'credit'],
  ['2241.unclaimed', '其他应付款-待认领', 'Unclaimed money of payers', 'credit'],
  ['6001', '主营业务收入', 'Revenue', 'credit'],
  ['6301', '营业外收入', 'Other income', 'credit'],
  ['6603', '财务费用-手续费', 'Channel fees', 'debit'],
];

export const booksOfTheEstate: Migration = {
  number: 1,
  name: 'books-of-the-estate',
  up: async (db, dialect) => {
    for (const text of TABLES) await run(db, keyedBy(dialect, text, KEYED));
    for (const table of IMMUTABLE) await forbidChange(db, dialect, table);
    for (const [code, zh, en, side] of ACCOUNTS) {
      await run(
        db,
        `insert into ledger_account (account_code, name_zh, name_en, normal_side)
         values ('${code}', '${zh}', '${en}', '${side}')`,
      );
    }
  },
};

export async function forbidChange(db: Kysely<unknown>, dialect: SqlDialect, table: string): Promise<void> {
  if (dialect === 'postgres') {
    await run(
      db,
      `create or replace function refuse_change() returns trigger language plpgsql as
       $$ begin raise exception '% is immutable', tg_table_name; end $$`,
    );
    await run(
      db,
      `create trigger ${table}_immutable before update or delete or truncate on ${table}
       for each statement execute function refuse_change()`,
    );
    return;
  }
  for (const event of ['update', 'delete']) {
    await run(
      db,
      `create trigger ${table}_no_${event} before ${event} on ${table}
       begin select raise(abort, '${table} is immutable'); end`,
    );
  }
}

async function run(db: Kysely<unknown>, text: string): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(text));
}
