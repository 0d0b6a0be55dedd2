import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

/** A further print of a receipt is made by a kiosk, or by staff in the office. */
const STEPS = [
  `alter table receipt_copy rename to receipt_copy_of_kiosks`,
  `create table receipt_copy (
    copy_id text primary key, receipt_number text not null references receipt, copy_number integer not null,
    kiosk_id text, staff_id text, printed_at bigint not null, unique (receipt_number, copy_number),
    check ((kiosk_id is null) <> (staff_id is null)))`,
  `insert into receipt_copy select copy_id, receipt_number, copy_number, kiosk_id, null, printed_at
    from receipt_copy_of_kiosks`,
  `drop table receipt_copy_of_kiosks`,
];

export const printsByStaff: Migration = {
  number: 24,
  name: 'prints-by-staff',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
