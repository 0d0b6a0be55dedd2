import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/**
 * What owners chose for themselves, slips with which others pay for them, what a community charges and on what basis,
 * and what can be paid without a bill.
 */
const STEPS = [
  `alter table kiosk_session add column party_id text`,
  `alter table kiosk_session add column pay_slip_id text`,
  `create table party_preference (
    party_id text not null references party, name text not null, value text not null, chosen_at bigint not null,
    primary key (party_id, name))`,

  `create table pay_slip (
    slip_id text primary key, community_id text not null references community, room_id text not null references room,
    made_by text not null, made_at bigint not null, expires_at bigint not null, revoked_at bigint, revoked_by text)`,
  `create index pay_slip_of_room on pay_slip (room_id, made_at)`,

  `alter table tariff_version add column basis_zh text`,
  `alter table tariff_version add column basis_en text`,
  `alter table community add column complaint_phone text`,

  `create table offer (
    offer_id text primary key, community_id text not null references community, kind text not null,
    item_code text not null references charge_item, name_zh text not null, name_en text not null,
    price_fen bigint not null check (price_fen > 0), from_date text not null, to_date text,
    published_by text not null, published_at bigint not null, withdrawn_by text, withdrawn_at bigint)`,
  `create index offer_of_community on offer (community_id, published_at)`,
  `create table parking_lease (
    lease_id text primary key, room_id text not null references room, space_label text not null, plate text not null,
    monthly_fen bigint not null check (monthly_fen > 0), item_code text not null references charge_item,
    paid_until text not null)`,
  `create index parking_lease_of_room on parking_lease (room_id)`,
  `create table offer_taken (
    take_id text primary key, offer_key text not null, kind text not null, room_id text not null references room,
    lease_id text references parking_lease, bill_id text not null unique references bill, to_date text,
    taken_at bigint not null, done_at bigint)`,
  `create index offer_taken_of_room on offer_taken (room_id, taken_at)`,
  `create index offer_taken_open on offer_taken (taken_at) where done_at is null`,
];

const KEYED = ['party_preference'];

export const ownersWishes: Migration = {
  number: 30,
  name: 'owners-wishes',
  up: async (db, dialect) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
  },
};
