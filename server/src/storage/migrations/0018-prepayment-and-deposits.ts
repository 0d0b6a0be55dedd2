import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** Uses of prepayment and what the owner is told of them; deposits and what was given back of them. */
const TABLES = [
  `create table prepayment_use (
    use_id text primary key, community_id text not null references community, room_id text not null references room,
    kind text not null, amount_fen bigint not null check (amount_fen > 0), prepaid_after_fen bigint not null,
    entry_id text not null, used_at bigint not null, used_by text not null)`,
  `create index prepayment_use_of_room on prepayment_use (room_id, used_at)`,
  `create table room_notice (
    notice_id text primary key, room_id text not null references room, kind text not null,
    document_id text not null unique, amount_fen bigint not null, made_at bigint not null)`,
  `create index room_notice_of_room on room_notice (room_id, made_at)`,

  `create table deposit_series (community_id text primary key references community, last_number bigint not null)`,
  `create table deposit (
    deposit_id text primary key, community_id text not null references community, room_id text not null references room,
    kind text not null, amount_fen bigint not null check (amount_fen > 0),
    returned_fen bigint not null check (returned_fen >= 0), deducted_fen bigint not null check (deducted_fen >= 0),
    state text not null, method text not null, receipt_number text not null unique, note text not null,
    entry_id text not null, taken_at bigint not null, taken_by text not null,
    check (returned_fen + deducted_fen <= amount_fen))`,
  `create index deposit_of_room on deposit (room_id, taken_at)`,
  `create table deposit_return (
    return_id text primary key, deposit_id text not null references deposit,
    return_fen bigint not null check (return_fen >= 0), deduct_fen bigint not null check (deduct_fen >= 0),
    deduct_account text, reason text not null, method text not null, state text not null,
    requested_at bigint not null, requested_by text not null,
    decided_at bigint, decided_by text, entry_id text, check (return_fen + deduct_fen > 0))`,
  `create index deposit_return_of_deposit on deposit_return (deposit_id)`,
];

const KEYED = ['deposit_series'];

export const prepaymentAndDeposits: Migration = {
  number: 18,
  name: 'prepayment-and-deposits',
  up: async (db, dialect) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
  },
};
