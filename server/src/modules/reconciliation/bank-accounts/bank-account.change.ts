import { failed, ok } from '@louting/common/result';
import type { ChangeHandler } from '../two-people/change-handler.ts';
import { isAccount } from './account-numbers.ts';
import { allAccounts } from './bank-accounts.store.ts';

/** A number belongs to one community; one known from old statements by its ends is named in full by it. */
export const bankAccountChange: ChangeHandler<'bank-account'> = {
  about: async (db, { accountNumber, communityId }) => {
    const known = (await allAccounts(db)).filter((account) => isSame(account.accountNumber, accountNumber));
    const taken = known.some(
      (account) => account.communityId !== communityId || account.accountNumber === accountNumber,
    );
    return taken ? failed('LT-2746', 'account is bound already') : ok({ subject: accountNumber, communityId });
  },
  apply: async (tx, { newId }, { communityId, bank, accountNumber, name }, { proposedBy, confirmedBy, at }) => {
    const known = (await allAccounts(tx)).find((account) => isSame(account.accountNumber, accountNumber));
    if (known && (known.communityId !== communityId || known.accountNumber === accountNumber)) {
      return failed('LT-2746', 'account is bound already');
    }
    const account = { bank, account_number: accountNumber, name };
    const people = { bound_at: at, bound_by: proposedBy, confirmed_by: confirmedBy };
    if (known) {
      await tx
        .updateTable('bank_account')
        .set({ ...account, ...people })
        .where('account_id', '=', known.accountId)
        .execute();
    } else {
      await tx
        .insertInto('bank_account')
        .values({ account_id: newId(), community_id: communityId, ...account, ...people })
        .execute();
    }
    return ok();
  },
};

/** @param known perhaps with stars, from the time before accounts were bound */
function isSame(known: string, accountNumber: string): boolean {
  return isAccount(known, accountNumber);
}
