import { CompiledQuery, sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import { keyedBy } from './keyed-tables.ts';

const STEPS = [
  `create table cash_change (
    change_id text primary key, order_id text not null unique references payment_order,
    kiosk_id text not null references kiosk, requested_fen bigint not null check (requested_fen > 0),
    paid_fen bigint not null check (paid_fen >= 0), doubt_fen bigint not null check (doubt_fen >= 0),
    paid_at bigint not null)`,
  `create index cash_change_of_kiosk on cash_change (kiosk_id, paid_at)`,
];

/** Change paid out of a kiosk's hoppers, and the account it comes from. */
export const change: Migration = {
  number: 32,
  name: 'change',
  up: async (db, dialect) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(keyedBy(dialect, text, ['cash_change'])));
    await sql`insert into ledger_account (account_code, name_zh, name_en, normal_side)
      values ('1001.change', '库存现金-找零备用', 'Change in kiosks', 'debit')`.execute(db);
  },
};
