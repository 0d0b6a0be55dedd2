import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

const TABLE = `create table visit (
  visit_id text primary key, community_id text not null references community, kiosk_id text not null references kiosk,
  started_at bigint not null, seconds integer not null, touches integer not null, way text, letters text not null,
  language text not null, method text, outcome text not null, left_at text not null, code text,
  helped integer not null)`;

/** What kiosks are used for, and where people give up. */
export const visits: Migration = {
  number: 41,
  name: 'visits',
  up: async (db, dialect) => {
    await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, TABLE, ['visit'])));
    await db.executeQuery(CompiledQuery.raw('create index visit_of_community on visit (community_id, started_at)'));
  },
};
