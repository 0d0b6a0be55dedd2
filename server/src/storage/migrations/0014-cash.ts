import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** What happens to cash after a kiosk took it: pulled, counted, explained, banked, closed for the day. */
const TABLES = [
  // A session holds the notes stacked between two pulls of its kiosk, so they are looked up by kiosk and moment.
  `create index cash_note_of_session on cash_note (kiosk_id, stacked_at)`,
  `create index cash_note_in_suspense on cash_note (kiosk_id) where state = 'suspense'`,
  `create table cash_orphan (
    orphan_id text primary key, kiosk_id text not null references kiosk,
    denomination_fen bigint check (denomination_fen > 0), stacked_at bigint not null, reported_at bigint not null)`,
  `create index cash_orphan_of_kiosk on cash_orphan (kiosk_id, stacked_at)`,
  `create table cash_box (
    kiosk_id text primary key references kiosk, capacity_notes integer not null check (capacity_notes > 0),
    set_by text not null, set_at bigint not null)`,

  `create table cash_collection (
    collection_id text primary key, kiosk_id text not null references kiosk, community_id text not null,
    session_number integer not null, box_serial text not null, seal_number text not null,
    pulled_by text not null, pulled_at bigint not null, registered_at bigint not null,
    settled_at bigint, booked_fen bigint, counted_fen bigint, comparison text, entry_id text,
    unique (kiosk_id, session_number), unique (community_id, seal_number))`,
  `create index cash_collection_of_community on cash_collection (community_id, pulled_at)`,
  `create table cash_count (
    collection_id text not null references cash_collection, ordinal integer not null, counted_by text not null,
    counted_at bigint not null, notes text not null, total_fen bigint not null,
    primary key (collection_id, ordinal), unique (collection_id, counted_by))`,
  `create table cash_late_note (
    note_id text primary key, collection_id text not null references cash_collection, amount_fen bigint not null,
    entry_id text not null, moved_at bigint not null)`,
  `create table cash_note_decision (
    note_id text primary key, outcome text not null, collection_id text, amount_fen bigint not null,
    room_id text, entry_id text, decided_by text not null, decided_at bigint not null, reason text not null)`,

  `create table cash_difference (
    difference_id text primary key, community_id text not null, kiosk_id text, collection_id text, close_id text,
    kind text not null, amount_fen bigint not null check (amount_fen > 0), state text not null,
    raised_at bigint not null, detail text not null)`,
  `create index cash_difference_of_community on cash_difference (community_id, state)`,
  `create index cash_difference_of_collection on cash_difference (collection_id)`,
  `create table cash_resolution (
    resolution_id text primary key, difference_id text not null references cash_difference, way text not null,
    amount_fen bigint not null check (amount_fen > 0), reason text not null, note_id text, entry_id text,
    decided_by text not null, decided_at bigint not null)`,
  `create index cash_resolution_of_difference on cash_resolution (difference_id)`,

  `create table cash_deposit (
    deposit_id text primary key, community_id text not null references community, slip_number text not null,
    deposited_on text not null, amount_fen bigint not null check (amount_fen > 0), entry_id text not null,
    registered_by text not null, registered_at bigint not null, unique (community_id, slip_number))`,
  `create index cash_deposit_of_day on cash_deposit (deposited_on)`,
  `create table cash_deposit_collection (
    collection_id text primary key references cash_collection, deposit_id text not null references cash_deposit)`,

  `create table day_close (
    close_id text primary key, community_id text not null references community, business_date text not null,
    state text not null, office_counted_fen bigint not null, remark text not null, report text not null,
    prepared_by text not null, prepared_at bigint not null, signed_by text, signed_at bigint)`,
  // A close that was sent back may be prepared again; a day is closed once.
  `create unique index day_close_of_day on day_close (community_id, business_date) where state <> 'REJECTED'`,
  `create table day_close_series (
    close_id text not null references day_close, kiosk_id text not null, first_number bigint not null,
    last_number bigint not null, primary key (close_id, kiosk_id))`,
  `create index day_close_series_of_kiosk on day_close_series (kiosk_id, last_number)`,
  `create table day_close_reminder (
    community_id text not null, business_date text not null, reminded_at bigint not null,
    primary key (community_id, business_date))`,
];

const KEYED = ['cash_late_note', 'cash_deposit_collection', 'day_close_series', 'day_close_reminder'];

export const cash: Migration = {
  number: 14,
  name: 'cash',
  up: async (db, dialect) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
    await db.executeQuery(
      CompiledQuery.raw(
        `insert into ledger_account (account_code, name_zh, name_en, normal_side)
         values ('6711', '营业外支出', 'Non-operating expenses', 'debit')`,
      ),
    );
  },
};
