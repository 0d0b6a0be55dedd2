import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const STEPS = [
  `create table stay_tariff (
    tariff_id text primary key, community_id text not null references community, from_date text not null,
    free_minutes integer not null, first_minutes integer not null, first_fen bigint not null,
    block_minutes integer not null check (block_minutes > 0), block_fen bigint not null, cap_fen bigint not null,
    grace_minutes integer not null, tax_rate integer not null, set_by text not null, set_at bigint not null,
    unique (community_id, from_date))`,

  `create table parking_stay (
    stay_id text primary key, community_id text not null references community, passage_id text not null,
    plate_hash text not null, digits_hash text not null, plate_masked text not null, entry_lane text,
    entered_at bigint, exit_lane text, exit_asked_at bigint, left_at bigint,
    lease_id text references parking_lease, home_room_id text references room, flag text)`,
  `create unique index parking_stay_open on parking_stay (community_id, plate_hash) where left_at is null`,
  `create index parking_stay_by_digits on parking_stay (community_id, digits_hash) where left_at is null`,
  `create index parking_stay_of_plate on parking_stay (community_id, plate_hash, left_at)`,
  `create index parking_stay_listed on parking_stay (community_id, entered_at)`,

  `create table parking_stay_charge (
    charge_id text primary key, stay_id text not null references parking_stay, room_id text not null references room,
    bill_id text not null unique references bill, priced_at bigint not null, holds_until bigint not null,
    settled_at bigint)`,
  `create index parking_stay_charge_of_stay on parking_stay_charge (stay_id, priced_at)`,
  `create index parking_stay_charge_open on parking_stay_charge (priced_at) where settled_at is null`,

  `create table gate_event (
    event_id text primary key, community_id text not null references community, stay_id text references parking_stay,
    kind text not null, content_hash text not null, happened_at bigint not null, received_at bigint not null,
    answer text not null)`,
  `create table gate_command (
    command_id text primary key, community_id text not null references community,
    stay_id text not null references parking_stay, passage_id text not null, until_at bigint not null,
    made_by text not null, reason text not null, made_at bigint not null, told_at bigint)`,
  `create index gate_command_open on gate_command (made_at) where told_at is null`,

  `create table household_car (
    car_id text primary key, room_id text not null references room, community_id text not null references community,
    plate_hash text not null, plate_masked text not null, registered_by text not null, registered_at bigint not null,
    ended_at bigint)`,
  `create unique index household_car_of_plate on household_car (community_id, plate_hash) where ended_at is null`,
];

/** Temporary parking: cars that stand in a community, what they are asked for, and the gates that let them out. */
export const parkingStays: Migration = {
  number: 40,
  name: 'parking-stays',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
