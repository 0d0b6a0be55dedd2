import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** Kiosks and their keys, sessions, payment orders, payments and receipts. */
const TABLES = [
  `create table kiosk (
    kiosk_id text primary key, number text not null unique, community_id text not null references community,
    location text not null, status text not null, created_at bigint not null,
    last_seen_at bigint, heartbeat text, heartbeat_changed_at bigint)`,
  `create table kiosk_enrolment_code (
    code_hash text primary key, kiosk_id text not null references kiosk,
    expires_at bigint not null, used_at bigint)`,
  `create table kiosk_key (
    key_id text primary key, kiosk_id text not null references kiosk, public_key text not null,
    enrolled_at bigint not null, revoked_at bigint)`,
  `create table kiosk_nonce (key_id text not null, nonce text not null, seen_at bigint not null,
    primary key (nonce, key_id))`,
  `create index kiosk_nonce_age on kiosk_nonce (seen_at)`,
  `create table help_call (
    call_id text primary key, kiosk_id text not null references kiosk, screen text not null,
    called_at bigint not null, received_at bigint not null, answered_at bigint, message text, answered_by text)`,
  `create index help_call_of_kiosk on help_call (kiosk_id, received_at)`,

  `create table kiosk_session (
    session_id text primary key, kiosk_id text not null references kiosk, community_id text not null,
    room_id text not null references room, bills text not null, payer_masked text not null,
    room_label text not null, opened_at bigint not null, expires_at bigint not null, closed_at bigint)`,

  `create table payment_order (
    order_id text primary key, kiosk_id text not null references kiosk, session_id text not null,
    community_id text not null, room_id text not null, payer_masked text not null, room_label text not null,
    method text not null, channel text, bills text not null, amount_fen bigint not null check (amount_fen > 0),
    reference text not null, state text not null, qr_content text, expires_at bigint not null,
    created_at bigint not null, charged_at bigint, payer_code_hash text, close_requested_at bigint,
    failure_code text, failure_detail text, channel_transaction_id text, paid_at bigint,
    resolve_at bigint, resolve_attempts integer not null, claimed_until bigint)`,
  `create index payment_order_to_resolve on payment_order (resolve_at) where resolve_at is not null`,
  `create index payment_order_of_community on payment_order (community_id, created_at)`,
  `create index payment_order_of_room on payment_order (room_id, created_at)`,
  `create index payment_order_reference on payment_order (reference)`,
  `create unique index payment_order_transaction on payment_order (channel, channel_transaction_id)
    where channel_transaction_id is not null`,
  `create table bill_lock (
    bill_id text primary key, order_id text not null, expires_at bigint not null)`,
  `create table payment (
    order_id text primary key references payment_order, room_id text not null,
    received_fen bigint not null check (received_fen > 0), allocated_fen bigint not null,
    to_prepayment_fen bigint not null, unclaimed_fen bigint not null, entry_id text not null,
    receipt_number text not null unique, paid_at bigint not null, booked_at bigint not null,
    check (received_fen = allocated_fen + to_prepayment_fen + unclaimed_fen))`,
  `create index payment_booked on payment (booked_at)`,
  `create table allocation (
    order_id text not null references payment, bill_id text not null references bill,
    amount_fen bigint not null check (amount_fen > 0), primary key (order_id, bill_id))`,
  `create index allocation_of_bill on allocation (bill_id)`,
  `create table cash_note (
    note_id text primary key, order_id text not null references payment_order, kiosk_id text not null,
    denomination_fen bigint not null check (denomination_fen > 0), state text not null, stacked_at bigint)`,
  `create index cash_note_of_order on cash_note (order_id)`,
  `create table payment_exception (
    exception_id text primary key, order_id text, kiosk_id text, code text not null, detail text not null,
    amount_fen bigint not null, raised_at bigint not null, resolved_at bigint)`,
  `create index payment_exception_of_order on payment_exception (order_id, code)`,

  `create table receipt_series (kiosk_id text primary key references kiosk, last_number bigint not null)`,
  `create table receipt (
    receipt_number text primary key, order_id text not null unique references payment_order,
    kiosk_id text not null, community_id text not null, room_id text not null, snapshot text not null,
    verify_token text not null, total_fen bigint not null, issued_at bigint not null)`,
  `create index receipt_of_community on receipt (community_id, issued_at)`,
  `create table receipt_copy (
    copy_id text primary key, receipt_number text not null references receipt, copy_number integer not null,
    kiosk_id text not null, printed_at bigint not null, unique (receipt_number, copy_number))`,
];

/** Short rows that a booking writes or looks up. */
const KEYED = ['kiosk_nonce', 'bill_lock', 'payment', 'allocation', 'cash_note', 'receipt_series'];

export const kiosksAndPayments: Migration = {
  number: 10,
  name: 'kiosks-and-payments',
  up: async (db, dialect) => {
    for (const text of TABLES) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, KEYED)));
  },
};
