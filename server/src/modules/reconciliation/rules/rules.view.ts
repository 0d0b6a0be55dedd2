import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { Channel } from '../../../contract/reconciliation-api.ts';
import type { Rules } from '../../../contract/reconciliation-changes-api.ts';
import type { Database } from '../../../storage/database.ts';
import { accountsOf } from '../bank-accounts/bank-accounts.store.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';

/** All rules of a community and of the company, the newest of each first. */
export async function rulesOf(db: Kysely<Database>, communityId: string): Promise<Rules> {
  const channelFees = await db
    .selectFrom('channel_fee_rule')
    .selectAll()
    .orderBy('channel')
    .orderBy('from_date', 'desc')
    .execute();
  const bankFees = await db
    .selectFrom('bank_fee_rule')
    .selectAll()
    .where('community_id', '=', communityId)
    .orderBy('name')
    .orderBy('from_date', 'desc')
    .execute();
  const postings = await db
    .selectFrom('posting_rule')
    .innerJoin('ledger_account', 'ledger_account.account_code', 'posting_rule.account_code')
    .selectAll('posting_rule')
    .select(['name_zh', 'name_en'])
    .where('community_id', '=', communityId)
    .orderBy('class')
    .orderBy('from_date', 'desc')
    .execute();
  const nameOf = await namesOfStaff(
    db,
    [...channelFees, ...bankFees, ...postings].flatMap((rule) => [rule.set_by, rule.confirmed_by]),
  );
  const people = (rule: { set_by: string; confirmed_by: string }) => ({
    setByName: nameOf(rule.set_by),
    confirmedByName: nameOf(rule.confirmed_by),
  });
  return {
    accounts: await accountsOf(db, communityId),
    channelFees: channelFees.map((rule) => ({
      channel: rule.channel satisfies Channel,
      fromDate: rule.from_date,
      name: rule.name,
      rateMillionths: rule.rate_millionths,
      toleranceFen: fen(rule.tolerance_fen),
      ...people(rule),
    })),
    bankFees: bankFees.map((rule) => ({
      fromDate: rule.from_date,
      name: rule.name,
      feeFen: fen(rule.fee_fen),
      ...people(rule),
    })),
    postings: postings.map((rule) => ({
      fromDate: rule.from_date,
      class: rule.class,
      accountCode: rule.account_code,
      accountName: { 'zh-CN': rule.name_zh, en: rule.name_en },
      ...people(rule),
    })),
  };
}
