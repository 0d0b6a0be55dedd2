import { newId } from '@louting/common/ids';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Migration } from '../migrate.ts';

/**
 * What finance signs: accounts that are ours, statements with their printed balances, rules that two people set, the
 * month's report as a document, days given up.
 */
const STEPS = [
  `create table bank_account (
    account_id text primary key, community_id text not null references community, bank text not null,
    account_number text not null, name text not null, bound_at bigint not null, bound_by text not null,
    confirmed_by text not null)`,
  `create unique index bank_account_number on bank_account (account_number)`,
  `create table bank_statement (
    statement_id text primary key, import_id text not null references bank_import,
    community_id text not null references community, account_id text not null references bank_account,
    from_date text not null, to_date text not null, opening_fen bigint, closing_fen bigint,
    sum_fen bigint not null, line_count bigint not null, recorded_at bigint not null)`,
  `create index bank_statement_of_account on bank_statement (account_id, to_date)`,
  `alter table bank_line add column account_id text references bank_account`,
  `alter table bank_line add column placed_account text`,
  `update bank_line set placed_account = case when class in ('fee', 'interest') then '6603' else '2241.unclaimed' end
    where entry_id is not null`,
  `create index bank_line_of_account on bank_line (account_id, booked_on)`,
  `create index bank_line_entry on bank_line (entry_id) where entry_id is not null`,
  `create index bank_line_explained on bank_line (explained_by) where explained_by is not null`,
  `create index ledger_line_of_bank on ledger_line (entry_id) where account_code = '1002'`,

  `create table reconciliation_change (
    change_id text primary key, kind text not null, subject text not null, community_id text, content text not null,
    reason text not null, state text not null, proposed_by text not null, proposed_at bigint not null,
    decided_by text, decided_at bigint, note text not null)`,
  `create unique index reconciliation_change_waiting on reconciliation_change (kind, subject)
    where state = 'PROPOSED'`,
  `create index reconciliation_change_state on reconciliation_change (state, proposed_at)`,
  `create table posting_rule (
    community_id text not null references community, class text not null, from_date text not null,
    account_code text not null references ledger_account, set_by text not null, confirmed_by text not null,
    set_at bigint not null, primary key (community_id, class, from_date))`,
  `alter table channel_fee_rule add column confirmed_by text not null default ''`,
  `alter table bank_fee_rule rename to bank_fee_rule_without_date`,
  `create table bank_fee_rule (
    community_id text not null references community, name text not null, from_date text not null,
    fee_fen bigint not null, set_by text not null, confirmed_by text not null, set_at bigint not null,
    primary key (community_id, name, from_date))`,
  `insert into bank_fee_rule select community_id, name, '2000-01-01', fee_fen, set_by, '', set_at
    from bank_fee_rule_without_date`,
  `drop table bank_fee_rule_without_date`,

  `create table month_report (
    report_id text primary key, community_id text not null references community, month text not null,
    version integer not null, figures text not null, hash text not null, state text not null,
    prepared_by text not null, prepared_at bigint not null, signed_by text, signed_at bigint,
    reopened_by text, reopened_at bigint, reopen_reason text, unique (community_id, month, version))`,
  `alter table channel_run add column given_up_by text`,
  `alter table channel_run add column given_up_reason text`,

  `alter table cash_orphan add column note_id text`,
  `alter table payment_exception add column write_off_asked_by text`,
  `alter table payment_exception add column write_off_asked_at bigint`,
];

/** Where money of a bank account goes that no owner pays. */
const ACCOUNTS = [
  ['1012.own', '其他货币资金-本公司账户间划转', 'In transit between own accounts', 'debit'],
  ['1221', '其他应收款', 'Other receivables', 'debit'],
  ['2202', '应付账款', 'Payable to suppliers', 'credit'],
  ['6602', '管理费用', 'Administration', 'debit'],
] as const;

/** Differences were told in English; now each says what it is by a code, and the portal has the words. */
const DETAILS: readonly (readonly [said: string, code: string])[] = [
  ['no order of ours has this number', 'no-order'],
  ['amounts differ', 'amounts-differ'],
  ['of the day beside this one', 'neighbour-day'],
  ['no refund of ours has this number', 'no-refund'],
  ['the channel says failed, the books have the refund', 'refund-failed-there'],
  ['the channel has no such trade', 'no-trade-there'],
  ['the channel has no such refund', 'no-refund-there'],
  ['rule fund bill = trade bill', 'fund-is-trade'],
];

const DETAILS_WITH_VALUE: readonly (readonly [begin: string, code: string])[] = [
  ['the order is ', 'order-state:'],
  ['the refund is ', 'refund-state:'],
  ['rule ', 'fee-rule:'],
  ['no unsettled days add up to settlement ', 'unsettled:'],
];

export const closingReconciliation: Migration = {
  number: 31,
  name: 'closing-reconciliation',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
    for (const [code, zh, en, side] of ACCOUNTS) {
      await sql`insert into ledger_account (account_code, name_zh, name_en, normal_side)
        values (${code}, ${zh}, ${en}, ${side})`.execute(db);
    }
    for (const [said, code] of DETAILS) {
      await sql`update channel_difference set detail = ${code} where detail = ${said}`.execute(db);
    }
    for (const [begin, code] of DETAILS_WITH_VALUE) {
      await sql`update channel_difference set detail = ${code} || substr(detail, ${begin.length + 1})
        where detail like ${`${begin}%`}`.execute(db);
    }
    await bindKnownAccounts(db);
  },
};

/** Accounts whose statements were imported before are ours; one that two communities brought is the first one's. */
async function bindKnownAccounts(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ community_id: string; bank: string; account: string; at: number }>`
    select community_id, min(bank) as bank, account, min(imported_at) as at from bank_line
    where account <> '' group by community_id, account order by min(imported_at)`.execute(db);
  const bound = new Set<string>();
  for (const { community_id: communityId, bank, account, at } of rows) {
    if (bound.has(account)) continue;
    bound.add(account);
    const accountId = newId();
    await sql`insert into bank_account values (
      ${accountId}, ${communityId}, ${bank}, ${account}, '', ${at}, 'system', 'system')`.execute(db);
    await sql`update bank_line set account_id = ${accountId}
      where community_id = ${communityId} and account = ${account}`.execute(db);
  }
}
