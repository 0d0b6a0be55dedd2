import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

/** The same rules at less cost to each booking (docs/decisions/0008-bookings-a-second.md). */
export const lighterBookings: Migration = {
  number: 26,
  name: 'lighter-bookings',
  up: async (db, dialect) => {
    const texts = [...NOTES_BY_MOMENT, ...(dialect === 'sqlite' ? ON_SQLITE : ON_POSTGRES)];
    for (const text of texts) await db.executeQuery(CompiledQuery.raw(text));
  },
};

/**
 * Notes arrive at the end of an index by moment. By kiosk each booking changed a page of its own; the notes of a session
 * are now those of its time that are of its kiosk, counted within the index.
 */
const NOTES_BY_MOMENT = [
  `drop index cash_note_of_session`,
  `create index cash_note_by_moment on cash_note (stacked_at, kiosk_id, state, denomination_fen)`,
];

/** Receipt numbers are unique among receipts, written with their payment: a second such index was by kiosk as well. */
const ON_SQLITE = [
  `alter table payment rename to payment_before`,
  `alter table allocation rename to allocation_before`,
  `drop index payment_booked`,
  `drop index allocation_of_bill`,
  `create table payment (
    order_id text primary key references payment_order, room_id text not null,
    received_fen bigint not null check (received_fen > 0), allocated_fen bigint not null,
    to_prepayment_fen bigint not null, unclaimed_fen bigint not null, entry_id text not null,
    receipt_number text not null, paid_at bigint not null, booked_at bigint not null,
    check (received_fen = allocated_fen + to_prepayment_fen + unclaimed_fen))`,
  `create table allocation (
    order_id text not null references payment, bill_id text not null references bill,
    amount_fen bigint not null check (amount_fen > 0), primary key (order_id, bill_id))`,
  `insert into payment select order_id, room_id, received_fen, allocated_fen, to_prepayment_fen, unclaimed_fen,
    entry_id, receipt_number, paid_at, booked_at from payment_before`,
  `insert into allocation select order_id, bill_id, amount_fen from allocation_before`,
  `drop table allocation_before`,
  `drop table payment_before`,
  `create index payment_booked on payment (booked_at)`,
  `create index allocation_of_bill on allocation (bill_id)`,
].map((text) => keyedBy('sqlite', text, ['payment', 'allocation']));

/** Rows of `child` name a row of `parent` by its key. */
interface Belonging {
  readonly child: string;
  readonly parent: string;
  readonly key: string;
}

const BELONGINGS: readonly Belonging[] = [
  { child: 'ledger_line', parent: 'ledger_entry', key: 'entry_id' },
  { child: 'ledger_line', parent: 'ledger_account', key: 'account_code' },
  { child: 'cash_note', parent: 'payment_order', key: 'order_id' },
  { child: 'payment', parent: 'payment_order', key: 'order_id' },
  { child: 'receipt', parent: 'payment_order', key: 'order_id' },
  { child: 'allocation', parent: 'payment', key: 'order_id' },
  { child: 'allocation', parent: 'bill', key: 'bill_id' },
];

const ON_POSTGRES = [
  `alter table payment drop constraint payment_receipt_number_key`,
  ...BELONGINGS.flatMap(belongs),
  ...['ledger_account', 'payment', 'bill'].flatMap(stays),
  ...['payment_order', 'ledger_balance', 'receipt_series'].map(roomBesideRows),
];

/**
 * PostgreSQL checks a foreign key with a query and a row lock for every row: of a booking a quarter. Here one query
 * checks all rows of a statement. Nothing need be locked, because what they name never goes away.
 */
function belongs({ child, parent, key }: Belonging): string[] {
  const rule = `${child}_of_${parent}`;
  // Not as a join, and never by reading the parent through: the plan of the first few rows serves all later ones.
  const check = `create function ${rule}() returns trigger language plpgsql set enable_seqscan = off as $$
    begin
      if exists (select 1 from written
        where (select parent.${key} from ${parent} parent where parent.${key} = written.${key}) is null) then
        raise exception '${child}: no such ${parent}' using errcode = 'foreign_key_violation';
      end if;
      return null;
    end $$`;
  const after = (event: 'insert' | 'update') =>
    `create trigger ${rule}_${event} after ${event} on ${child} referencing new table as written
     for each statement execute function ${rule}()`;
  return [`alter table ${child} drop constraint ${child}_${key}_fkey`, check, after('insert'), after('update')];
}

/** Neither a row nor its key goes away. Orders and entries were kept so from the start. */
function stays(table: string): string[] {
  const key = BELONGINGS.find(({ parent }) => parent === table)?.key;
  return [
    `create trigger ${table}_stays before delete or truncate on ${table}
     for each statement execute function refuse_change()`,
    `create trigger ${table}_key_stays before update of ${key} on ${table}
     for each statement execute function refuse_change()`,
  ];
}

/** PostgreSQL writes a changed row into every index anew, unless its page has room for it. */
function roomBesideRows(table: string): string {
  return `alter table ${table} set (fillfactor = 80)`;
}
