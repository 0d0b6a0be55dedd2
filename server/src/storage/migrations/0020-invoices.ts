import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

const TABLES = [
  `create table invoice (
    invoice_id text primary key, kind text not null, red_of text references invoice,
    order_id text not null references payment_order, community_id text not null, room_id text not null,
    state text not null, buyer_kind text not null, buyer_name text not null, buyer_tax_number text, email text,
    amount_fen bigint not null check (amount_fen > 0), tax_fen bigint not null,
    invoice_number text unique, issued_at bigint, requested_at bigint not null, requested_by text not null,
    refusal text, work_at bigint, work_attempts integer not null)`,
  // One live invoice a payment; a new one only after the old one was taken back whole.
  `create unique index invoice_once_per_order on invoice (order_id)
    where kind = 'blue' and state not in ('REJECTED', 'RED_ISSUED')`,
  `create index invoice_to_work on invoice (work_at) where work_at is not null`,
  `create index invoice_of_community on invoice (community_id, requested_at)`,
  `create index invoice_of_room on invoice (room_id, requested_at)`,
  `create index invoice_red_of on invoice (red_of) where red_of is not null`,
  `create table invoice_line (
    invoice_id text not null references invoice, line_number integer not null, bill_id text not null, item_code text not null,
    name text not null, tax_class_code text not null, tax_rate integer not null,
    amount_fen bigint not null check (amount_fen > 0), tax_fen bigint not null,
    primary key (invoice_id, line_number))`,
  `create table invoice_file (
    invoice_id text not null references invoice, format text not null, content text not null, sha256 text not null,
    primary key (invoice_id, format))`,
  `create table invoice_mail (
    mail_id text primary key, invoice_id text not null references invoice, address text not null,
    state text not null, attempts integer not null, next_at bigint not null, sent_at bigint, failure text)`,
  `create index invoice_mail_to_send on invoice_mail (next_at) where state = 'QUEUED'`,
];

export const invoices: Migration = {
  number: 20,
  name: 'invoices',
  up: async (db) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(text));
  },
};
