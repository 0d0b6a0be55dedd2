import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const STEPS = [
  `alter table card add column scheme text not null default 'uid'`,
  `alter table card add column key_version integer not null default 1`,
  `alter table card add column application_serial text`,
  `alter table community add column cards text not null default 'uid-allowed'`,
  `create table card_authentication (
    authentication_id text primary key, kiosk_id text not null, card_id text not null, scheme text not null,
    secret_sealed text not null, started_at bigint not null, expires_at bigint not null, ended_at bigint, result text,
    session_id text)`,
  `create index card_authentication_of_kiosk on card_authentication (kiosk_id, started_at)`,
];

/** By what each card proves itself, and the proofs under way. */
export const cardsThatProveThemselves: Migration = {
  number: 33,
  name: 'cards-that-prove-themselves',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
