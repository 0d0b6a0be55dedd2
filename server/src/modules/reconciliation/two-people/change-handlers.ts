import type { Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Change, ChangeKind } from '../../../contract/reconciliation-changes-api.ts';
import type { Database } from '../../../storage/database.ts';
import { bankAccountChange } from '../bank-accounts/bank-account.change.ts';
import { lineClassChange } from '../bank-lines/line-class.change.ts';
import { giveUpDayChange } from '../channel-days/give-up-day.change.ts';
import { reopenMonthChange } from '../month-report/reopen-month.change.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { bankFeeRuleChange, channelFeeRuleChange, postingRuleChange } from '../rules/rule-changes.ts';
import type { AboutChange, ChangeHandler, TwoPeople } from './change-handler.ts';

const HANDLERS: { readonly [Kind in ChangeKind]: ChangeHandler<Kind> } = {
  'channel-fee-rule': channelFeeRuleChange,
  'bank-fee-rule': bankFeeRuleChange,
  'posting-rule': postingRuleChange,
  'bank-account': bankAccountChange,
  'line-class': lineClassChange,
  'give-up-day': giveUpDayChange,
  'reopen-month': reopenMonthChange,
};

function handlerOf(change: Change): ChangeHandler<ChangeKind> {
  return HANDLERS[change.kind] as ChangeHandler<ChangeKind>;
}

export function aboutChange(db: Kysely<Database>, change: Change): Promise<Result<AboutChange>> {
  return handlerOf(change).about(db, change);
}

export function applyChange(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  change: Change,
  people: TwoPeople,
): Promise<Result<undefined>> {
  return handlerOf(change).apply(tx, context, change, people);
}
