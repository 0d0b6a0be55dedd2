import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** Daily runs against the channels' files, differences, settlements; bank statements and what their lines pay. */
const TABLES = [
  `create table channel_run (
    run_id text primary key, channel text not null, merchant text not null, business_date text not null,
    kind text not null, state text not null, attempt integer not null, lease_until bigint not null,
    file_hash text not null, started_at bigint not null, started_by text not null, finished_at bigint,
    failure text, row_count bigint not null, problem_count integer not null,
    matched_count bigint not null, matched_fen bigint not null,
    compared_count bigint not null, compared_fen bigint not null,
    closed_at bigint, closed_by text, unique (channel, merchant, business_date, kind))`,
  `create index channel_run_day on channel_run (business_date)`,
  `create table channel_trade (
    run_id text not null references channel_run, line integer not null, kind text not null, out_trade_no text not null,
    order_id text, transaction_id text not null, out_refund_no text not null, refund_id text,
    amount_fen bigint not null, fee_fen bigint not null, at bigint not null, state text not null,
    terminal text not null, primary key (run_id, line))`,
  `create index channel_trade_order on channel_trade (order_id)`,
  `create index channel_trade_transaction on channel_trade (transaction_id)`,
  `create table fund_movement (
    run_id text not null references channel_run, line integer not null, kind text not null, serial text not null,
    amount_fen bigint not null, at bigint not null, remark text not null, primary key (run_id, line))`,
  `create table file_problem (
    owner_id text not null, line integer not null, ordinal integer not null, code text not null, detail text not null,
    primary key (owner_id, line, ordinal))`,
  `create table channel_difference (
    difference_id text primary key, run_id text not null references channel_run, channel text not null,
    business_date text not null, kind text not null, subject text not null, community_id text, order_id text,
    transaction_id text not null, channel_fen bigint, local_fen bigint, file_line integer, detail text not null,
    state text not null, owner_id text, found_at bigint not null, seen_attempt integer not null, reason text not null,
    settled_at bigint, settled_by text, unique (channel, kind, subject))`,
  `create index channel_difference_run on channel_difference (run_id)`,
  `create index channel_difference_state on channel_difference (state, found_at)`,
  `create table channel_day (
    channel text not null, business_date text not null, community_id text not null,
    received_fen bigint not null, refunded_fen bigint not null, fee_fen bigint not null, settlement_id text,
    primary key (channel, business_date, community_id))`,
  `create table channel_settlement (
    settlement_id text primary key, channel text not null, source text not null, serial text not null,
    settled_on text not null, amount_fen bigint not null, fee_fen bigint not null,
    from_date text not null, to_date text not null, bank_line_id text, recorded_at bigint not null,
    unique (channel, serial))`,
  `create table channel_fee_rule (
    channel text not null, from_date text not null, name text not null, rate_millionths bigint not null,
    tolerance_fen bigint not null, set_by text not null, set_at bigint not null, primary key (channel, from_date))`,

  `create table bank_import (
    import_id text primary key, community_id text not null references community, file_name text not null,
    file_hash text not null, state text not null, line_count bigint not null, new_count bigint not null,
    known_count bigint not null, problem_count integer not null, started_at bigint not null,
    started_by text not null, finished_at bigint, failure text)`,
  `create index bank_import_of_community on bank_import (community_id, started_at)`,
  `create table bank_line (
    line_id text primary key, import_id text not null references bank_import,
    community_id text not null references community, bank text not null, account text not null,
    booked_on text not null, at bigint, amount_fen bigint not null check (amount_fen <> 0), balance_after_fen bigint,
    counterparty_name text not null, counterparty_account text not null, remark text not null, serial text not null,
    fingerprint text not null, file_line integer not null, class text not null, state text not null,
    entry_id text, explained_by text, imported_at bigint not null, unique (community_id, fingerprint))`,
  `create index bank_line_state on bank_line (community_id, state, booked_on)`,
  `create index bank_line_day on bank_line (community_id, booked_on)`,
  `create index bank_line_of_import on bank_line (import_id)`,
  `create table bank_match (
    match_id text primary key, line_id text not null references bank_line, state text not null, made_by text not null,
    made_at bigint not null, score_permille integer not null, reasons text not null, rooms text not null,
    parts text not null, rest_fen bigint not null, rest_room_id text, fee_name text not null, fee_fen bigint not null,
    note text not null, decided_by text, decided_at bigint, entry_id text, undo_entry_id text,
    undone_by text, undone_at bigint, undo_reason text not null)`,
  `create index bank_match_of_line on bank_match (line_id)`,
  `create index bank_match_state on bank_match (state, made_at)`,
  `create table bank_fee_rule (
    community_id text not null references community, name text not null, fee_fen bigint not null,
    set_by text not null, set_at bigint not null, primary key (community_id, name))`,
  `create table payer_account (
    account_key text not null, room_id text not null references room, learnt_on text not null, match_id text not null,
    primary key (account_key, room_id))`,
  `create index payer_account_of_room on payer_account (room_id)`,
];

const KEYED = ['channel_trade', 'fund_movement', 'file_problem', 'channel_day', 'payer_account'];

export const reconciliation: Migration = {
  number: 16,
  name: 'reconciliation',
  up: async (db, dialect) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
  },
};
