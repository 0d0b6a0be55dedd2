import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const STEPS = [
  `alter table community add column ways_in text`,
  `alter table kiosk add column ways_in text`,
  `create index party_of_phone on party (phone)`,
  `create table identification (
    identification_id text primary key, kiosk_id text not null, community_id text not null, way text not null,
    homes text not null, subject_masked text not null, identified_at bigint not null, expires_at bigint not null,
    session_id text)`,
  `create index identification_by_age on identification (identified_at)`,
  `create table phone_code (
    code_id text primary key, kiosk_id text not null, community_id text not null, showing_id text, address text not null,
    phone_hash text not null, phone_sealed text not null, code_hash text not null, sent_at bigint not null,
    expires_at bigint not null, tries integer not null, ended_at bigint)`,
  `create index phone_code_of_phone on phone_code (phone_hash, sent_at)`,
  `create index phone_code_of_kiosk on phone_code (kiosk_id, sent_at)`,
  `create index phone_code_of_address on phone_code (address, sent_at)`,
  `create table identity_showing (
    showing_id text primary key, kiosk_id text not null, community_id text not null,
    numbers text not null, shown_number integer not null, shown_at bigint not null, expires_at bigint not null,
    ended_at bigint, identification_id text)`,
  `create index identity_showing_by_age on identity_showing (shown_at)`,
  `create table owner_phone (
    device_id text primary key, phone_hash text not null, remembered_at bigint not null, last_used_at bigint not null,
    forgotten_at bigint)`,
  `create table identity_throttle (
    subject text primary key, failures integer not null default 0, last_failed_at bigint not null default 0)`,
];

/** Phone, room and the owner's own phone beside the card, and how strong a session is. */
export const waysIn: Migration = {
  number: 28,
  name: 'ways-in',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
