import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const TABLES = [
  `create table refund (
    refund_id text primary key, order_id text not null references payment_order, community_id text not null,
    room_id text not null, amount_fen bigint not null check (amount_fen > 0), reason text not null, note text not null,
    state text not null, route text not null, requested_by text not null, requested_at bigint not null,
    approvals_needed integer not null, anomalies text not null, due_at bigint, escalated_at bigint,
    taken_entry_id text, taken_at bigint, paid_entry_id text, paid_at bigint, returned_entry_id text, sent_at bigint,
    channel_refund_id text, resolve_at bigint, resolve_attempts integer not null, claimed_until bigint,
    failure_code text, failure_detail text, cause text unique)`,
  `create index refund_of_order on refund (order_id)`,
  `create index refund_of_room on refund (room_id, requested_at)`,
  `create index refund_of_community on refund (community_id, requested_at)`,
  `create index refund_to_resolve on refund (resolve_at)`,
  `create index refund_due on refund (due_at)`,
  `create table refund_part (
    refund_id text not null references refund, part_number integer not null, source text not null, bill_id text,
    amount_fen bigint not null check (amount_fen > 0), primary key (refund_id, part_number))`,
  `create index refund_part_of_bill on refund_part (bill_id)`,
  `create table refund_step (
    step_id text primary key, refund_id text not null references refund, at bigint not null, actor text not null,
    kind text not null, note text not null)`,
  `create index refund_step_of_refund on refund_step (refund_id, at)`,
];

export const refunds: Migration = {
  number: 13,
  name: 'refunds',
  up: async (db) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(text));
  },
};
