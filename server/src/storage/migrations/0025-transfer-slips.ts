import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const TABLES = [
  `create table transfer_slip (
    slip_id text primary key, community_id text not null references community, room_id text not null references room,
    amount_fen bigint not null check (amount_fen > 0), sent_on text not null, payer_name text not null,
    serial text not null, rest_to_prepayment integer not null, note text not null,
    image_type text not null, image text not null,
    entered_by text not null, entered_at bigint not null, match_id text references bank_match,
    withdrawn_by text, withdrawn_at bigint)`,
  `create unique index transfer_slip_of_match on transfer_slip (match_id) where match_id is not null`,
  `create index transfer_slip_of_community on transfer_slip (community_id, entered_at)`,
];

/** What owners bring to the office as proof of a bank transfer. */
export const transferSlips: Migration = {
  number: 25,
  name: 'transfer-slips',
  up: async (db) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(text));
  },
};
