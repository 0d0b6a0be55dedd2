import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { SqlDialect } from '../storage.ts';
import { keyedBy } from './keyed-tables.ts';

/** Exceptions with a state, an owner and a deadline; anomalies; and an order that the books themselves keep true. */
const TABLES = [
  `alter table payment_order add column manual_by bigint`,
  `alter table payment_exception add column state text not null default 'OPEN'`,
  `alter table payment_exception add column community_id text`,
  `alter table payment_exception add column room_id text`,
  `alter table payment_exception add column channel text`,
  `alter table payment_exception add column deadline_at bigint not null default 0`,
  `alter table payment_exception add column assigned_to text`,
  `alter table payment_exception add column escalated_at bigint`,
  `alter table payment_exception add column resolution text`,
  `alter table payment_exception add column resolved_by text`,
  `alter table payment_exception add column note text`,
  `update payment_exception set deadline_at = raised_at + 259200000,
    state = case when resolved_at is null then 'OPEN' else 'RESOLVED' end,
    community_id = (select o.community_id from payment_order o where o.order_id = payment_exception.order_id),
    room_id = (select o.room_id from payment_order o where o.order_id = payment_exception.order_id),
    channel = (select o.channel from payment_order o where o.order_id = payment_exception.order_id)`,
  `create index payment_exception_due on payment_exception (deadline_at) where state = 'OPEN'`,
  `create index payment_exception_of_community on payment_exception (community_id, state, raised_at)`,
  `create table anomaly (
    anomaly_id text not null, rule text not null, subject text not null, order_id text, bill_id text,
    other_bill_id text, community_id text not null, room_id text not null, kiosk_id text, amount_fen bigint not null,
    found_at bigint not null, confirmed_at bigint, cause text, action text, reviewed_by text, reviewed_at bigint,
    primary key (subject, rule))`,
  `create index anomaly_of_community on anomaly (community_id, found_at)`,
];

const KEYED = ['anomaly'];

/** The rules of modules/payments/order-states.ts as they were with this step. */
const FROZEN = [
  'order_id',
  'kiosk_id',
  'session_id',
  'community_id',
  'room_id',
  'payer_masked',
  'room_label',
  'method',
  'bills',
  'amount_fen',
  'reference',
  'expires_at',
  'created_at',
];
const SET_ONCE_ON_OFFER = ['channel', 'qr_content', 'charged_at', 'payer_code_hash'];
const COURSE = ['resolve_at', 'resolve_attempts', 'claimed_until', 'manual_by'];
const MONEY = ['channel_transaction_id', 'paid_at'];
const MAY_FOLLOW: readonly (readonly [from: string, to: string])[] = [
  ['CREATED', `'PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED', 'CLOSED'`],
  ['PENDING', `'UNKNOWN', 'SUCCEEDED', 'FAILED', 'CLOSED'`],
  ['UNKNOWN', `'PENDING', 'SUCCEEDED', 'FAILED', 'CLOSED'`],
  ['FAILED', `'SUCCEEDED'`],
  ['CLOSED', `'SUCCEEDED'`],
];
const WAS_FINAL = `old.state in ('SUCCEEDED', 'FAILED', 'CLOSED')`;

function forbidden(dialect: SqlDialect): string {
  const differs = dialect === 'sqlite' ? 'is not' : 'is distinct from';
  const changed = (column: string) => `new.${column} ${differs} old.${column}`;
  const any = (columns: readonly string[]) => `(${columns.map(changed).join(' or ')})`;
  const follows = MAY_FOLLOW.map(([from, to]) => `(old.state = '${from}' and new.state in (${to}))`).join(' or ');
  return [
    `(new.state <> old.state and not (${follows}))`,
    any(FROZEN),
    ...SET_ONCE_ON_OFFER.map(
      (column) => `(${changed(column)} and (old.${column} is not null or old.state <> 'CREATED'))`,
    ),
    `(${changed('close_requested_at')} and (old.close_requested_at is not null or ${WAS_FINAL}))`,
    `(${WAS_FINAL} and ${any(COURSE)})`,
    `(${WAS_FINAL} and new.state = old.state and ${any(['failure_code', 'failure_detail', ...MONEY])})`,
    `(new.state <> 'SUCCEEDED' and ${any(MONEY)})`,
    `(new.state = 'SUCCEEDED' and new.paid_at is null)`,
  ].join(' or ');
}

function guards(dialect: SqlDialect): readonly string[] {
  if (dialect === 'sqlite') {
    return [
      `create trigger payment_order_rules before update on payment_order for each row when ${forbidden(dialect)}
       begin select raise(abort, 'payment_order: forbidden change'); end`,
      `create trigger payment_order_stays before delete on payment_order for each row
       begin select raise(abort, 'payment_order: never deleted'); end`,
      `create trigger payment_exception_rules before update on payment_exception for each row
       when old.state = 'RESOLVED' begin select raise(abort, 'payment_exception: already resolved'); end`,
    ];
  }
  const refuse = (name: string, words: string) =>
    `create function ${name}() returns trigger language plpgsql as
     $$ begin raise exception '${words}' using errcode = 'check_violation'; end $$`;
  return [
    refuse('payment_order_refuse', 'payment_order: forbidden change'),
    refuse('payment_order_refuse_delete', 'payment_order: never deleted'),
    refuse('payment_exception_refuse', 'payment_exception: already resolved'),
    `create trigger payment_order_rules before update on payment_order for each row
     when (${forbidden(dialect)}) execute function payment_order_refuse()`,
    `create trigger payment_order_stays before delete on payment_order for each row
     execute function payment_order_refuse_delete()`,
    `create trigger payment_exception_rules before update on payment_exception for each row
     when (old.state = 'RESOLVED') execute function payment_exception_refuse()`,
  ];
}

export const ordersAndExceptions: Migration = {
  number: 12,
  name: 'orders-and-exceptions',
  up: async (db, dialect) => {
    for (const text of [...TABLES.map((table) => keyedBy(dialect, table, KEYED)), ...guards(dialect)]) {
      await db.executeQuery(CompiledQuery.raw(text));
    }
  },
};
