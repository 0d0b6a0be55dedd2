import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

/** Batch and trace number of card sales, and what terminals say themselves that they sold. */
const STEPS = [
  `alter table bank_card_payment add column batch text`,
  `alter table bank_card_payment add column trace text`,
  `create index bank_card_payment_of_terminal on bank_card_payment (terminal_id, paid_at)`,
  `create table terminal_totals (
    totals_id text primary key, kiosk_id text not null references kiosk, community_id text not null,
    business_date text not null, settles integer not null, asked_by text not null, asked_at bigint not null,
    told_at bigint, failure_code text, batch text, sales integer, sales_fen bigint,
    reversals integer, reversals_fen bigint, net_fen bigint, our_sales integer, our_fen bigint)`,
  `create index terminal_totals_of_day on terminal_totals (community_id, business_date)`,
  `create index terminal_totals_waiting on terminal_totals (kiosk_id) where told_at is null`,
];

export const cardSlips: Migration = {
  number: 38,
  name: 'card-slips',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
