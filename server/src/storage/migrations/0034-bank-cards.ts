import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

/** What a bank-card terminal said of a payment: by it the payment is found in the acquirer's file. */
const STEPS = [
  `create table bank_card_payment (
    order_id text primary key references payment_order, terminal_id text not null, reference text not null,
    authorisation text, card_masked text, paid_at bigint not null, reported_at bigint not null)`,
  `create index bank_card_payment_reference on bank_card_payment (reference)`,
];

export const bankCards: Migration = {
  number: 34,
  name: 'bank-cards',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
