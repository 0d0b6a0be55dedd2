import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import type { LineClass } from '../matching/classify.ts';

/** Something that holds from a day on until the next of the same name. */
export interface Dated {
  readonly name: string;
  readonly fromDate: string;
}

/** The one of each name that holds on a day. */
export function inForce<Rule extends Dated>(rules: readonly Rule[], date: string): Rule[] {
  const newest = new Map<string, Rule>();
  for (const rule of rules) {
    if (rule.fromDate > date) continue;
    const before = newest.get(rule.name);
    if (!before || before.fromDate < rule.fromDate) newest.set(rule.name, rule);
  }
  return [...newest.values()];
}

/** Fees of the bank and its interest have a place without any rule. */
const WITHOUT_RULE: Partial<Record<LineClass, string>> = {
  fee: ACCOUNTS.channelFees,
  interest: ACCOUNTS.channelFees,
};

export type PostingRules = (lineClass: LineClass, date: string) => string | undefined;

/** @returns against which account a line of a class is posted on a day; undefined where nobody has said it */
export async function postingRules(db: Kysely<Database>, communityId: string): Promise<PostingRules> {
  const rows = await db.selectFrom('posting_rule').selectAll().where('community_id', '=', communityId).execute();
  const rules = rows.map((row) => ({ name: row.class, fromDate: row.from_date, account: row.account_code }));
  return (lineClass, date) =>
    inForce(
      rules.filter(({ name }) => name === lineClass),
      date,
    )[0]?.account ?? WITHOUT_RULE[lineClass];
}
