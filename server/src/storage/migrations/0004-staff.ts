import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const TABLES = [
  `create table staff (
    staff_id text primary key, user_name text not null unique, name text not null, roles_json text not null,
    password_hash text not null, disabled integer not null, created_at bigint not null)`,
  `create table staff_community (
    staff_id text not null references staff, community_id text not null references community,
    primary key (staff_id, community_id))`,
  `create table staff_session (
    token_hash text primary key, staff_id text not null references staff,
    started_at bigint not null, last_used_at bigint not null, expires_at bigint not null)`,
  `create index staff_session_expiry on staff_session (expires_at)`,
  `create table login_throttle (
    subject text primary key, failures integer not null, last_failed_at bigint not null)`,
];

export const staffAccounts: Migration = {
  number: 4,
  name: 'staff-accounts',
  up: async (db) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(text));
  },
};
