import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** Coins that staff put into hoppers, take out and count, and the change of each daily close. */
const STEPS = [
  `create table hopper_movement (
    movement_id text primary key, kiosk_id text not null references kiosk, community_id text not null,
    movement_number integer not null, kind text not null, source text, moved_at bigint not null,
    registered_by text not null, registered_at bigint not null, settled_at bigint,
    booked_fen bigint, counted_fen bigint, coins text, entry_id text,
    check ((kind = 'fill') = (source is not null)), unique (kiosk_id, movement_number))`,
  `create index hopper_movement_of_community on hopper_movement (community_id, moved_at)`,
  `create table hopper_count (
    movement_id text not null references hopper_movement, ordinal integer not null, counted_by text not null,
    counted_at bigint not null, coins text not null, total_fen bigint not null,
    primary key (movement_id, ordinal), unique (movement_id, counted_by))`,
  `create table hopper_late_payout (
    order_id text primary key references payment_order, movement_id text not null references hopper_movement,
    amount_fen bigint not null check (amount_fen > 0), entry_id text not null, moved_at bigint not null)`,
  `create index hopper_late_payout_of_movement on hopper_late_payout (movement_id)`,
  `alter table cash_difference add column movement_id text`,
  `create index cash_difference_of_movement on cash_difference (movement_id) where movement_id is not null`,
  `create table day_close_hopper (
    close_id text not null references day_close, kiosk_id text not null, opening_fen bigint not null,
    filled_fen bigint not null, paid_fen bigint not null, emptied_fen bigint not null, counted_fen bigint not null,
    closing_fen bigint not null, primary key (close_id, kiosk_id))`,
  `create table day_close_movement (
    close_id text not null references day_close, movement_id text not null references hopper_movement,
    primary key (close_id, movement_id))`,
  `create index day_close_of_movement on day_close_movement (movement_id)`,
];
const KEYED = ['hopper_late_payout', 'day_close_hopper', 'day_close_movement'];

export const hoppers: Migration = {
  number: 37,
  name: 'hoppers',
  up: async (db, dialect) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
  },
};
