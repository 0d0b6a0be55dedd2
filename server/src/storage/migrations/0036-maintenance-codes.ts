import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

const TABLE = `create table kiosk_maintenance_code (
  kiosk_id text primary key references kiosk, code_hash text not null, issued_by text not null,
  expires_at bigint not null, wrong_tries integer not null)`;

/** Codes that open the device page of one kiosk for a while. */
export const maintenanceCodes: Migration = {
  number: 36,
  name: 'maintenance-codes',
  up: async (db, dialect) => {
    await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, TABLE, ['kiosk_maintenance_code'])));
  },
};
