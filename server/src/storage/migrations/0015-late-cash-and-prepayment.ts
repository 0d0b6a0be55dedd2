import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

/** Orders for prepayment, cash that kiosks take while they cannot reach the server, and its limits. */
const STEPS = [
  `alter table payment_order add column purpose text not null default 'bills'`,
  `alter table payment_order add column taken_offline_at bigint`,
  `create index payment_order_taken_offline on payment_order (kiosk_id, created_at) where taken_offline_at is not null`,
  `alter table kiosk add column offline_cash integer not null default 1`,
  `alter table kiosk add column offline_cash_per_session_fen bigint not null default 100000`,
  `alter table kiosk add column offline_cash_per_day_fen bigint not null default 500000`,
];

export const lateCashAndPrepayment: Migration = {
  number: 15,
  name: 'late-cash-and-prepayment',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
