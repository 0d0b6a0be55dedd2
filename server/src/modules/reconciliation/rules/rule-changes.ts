import { ok, type Result } from '@louting/common/result';
import type { ChangeHandler, TwoPeople } from '../two-people/change-handler.ts';

/** Rules are never edited: a new one holds from its day on; one of the same day takes the place of what it corrects. */

export const channelFeeRuleChange: ChangeHandler<'channel-fee-rule'> = {
  about: (_db, { channel, fromDate }) => found(`${channel} ${fromDate}`, null),
  apply: async (tx, _context, { channel, fromDate, name, rateMillionths, toleranceFen }, people) => {
    const rule = { name, rate_millionths: rateMillionths, tolerance_fen: toleranceFen, ...signed(people) };
    return put(
      tx
        .insertInto('channel_fee_rule')
        .values({ channel, from_date: fromDate, ...rule })
        .onConflict((conflict) => conflict.columns(['channel', 'from_date']).doUpdateSet(rule)),
    );
  },
};

export const bankFeeRuleChange: ChangeHandler<'bank-fee-rule'> = {
  about: (_db, { communityId, name, fromDate }) => found(`${communityId} ${name} ${fromDate}`, communityId),
  apply: async (tx, _context, { communityId, name, fromDate, feeFen }, people) => {
    const rule = { fee_fen: feeFen, ...signed(people) };
    return put(
      tx
        .insertInto('bank_fee_rule')
        .values({ community_id: communityId, name, from_date: fromDate, ...rule })
        .onConflict((conflict) => conflict.columns(['community_id', 'name', 'from_date']).doUpdateSet(rule)),
    );
  },
};

export const postingRuleChange: ChangeHandler<'posting-rule'> = {
  about: (_db, change) => found(`${change.communityId} ${change.class} ${change.fromDate}`, change.communityId),
  apply: async (tx, _context, change, people) => {
    const rule = { account_code: change.accountCode, ...signed(people) };
    const key = { community_id: change.communityId, class: change.class, from_date: change.fromDate };
    return put(
      tx
        .insertInto('posting_rule')
        .values({ ...key, ...rule })
        .onConflict((conflict) => conflict.columns(['community_id', 'class', 'from_date']).doUpdateSet(rule)),
    );
  },
};

function found(subject: string, communityId: string | null) {
  return Promise.resolve(ok({ subject, communityId }));
}

function signed({ proposedBy, confirmedBy, at }: TwoPeople) {
  return { set_by: proposedBy, confirmed_by: confirmedBy, set_at: at };
}

async function put(rule: { execute(): Promise<unknown> }): Promise<Result<undefined>> {
  await rule.execute();
  return ok();
}
