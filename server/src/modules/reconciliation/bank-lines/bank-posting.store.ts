import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { postEntry } from '../../ledger/ledger.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { type BankLineEntity, momentOf } from './bank-booking.store.ts';

/**
 * Puts the money of a line where its class belongs: 1002 against the account of the rule, or, where it lies elsewhere
 * already, from there by an entry of its own. A line is on 1002 once.
 */
export async function placeLine(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  line: BankLineEntity,
  account: string,
): Promise<BankLineEntity> {
  if (line.placed_account === account) return line;
  const entryId = context.newId();
  const amountFen = Math.abs(line.amount_fen);
  const moved = line.placed_account ?? '1002';
  const [debit, credit] = line.amount_fen > 0 ? [moved, account] : [account, moved];
  await postEntry(tx, {
    entryId,
    event: line.entry_id === null ? 'bank.posted' : 'bank.moved',
    occurredAt: line.entry_id === null ? momentOf(line) : context.clock.now(),
    communityId: line.community_id,
    reference: line.line_id,
    lines: [
      { account: debit, debitFen: amountFen, creditFen: 0 },
      { account: credit, debitFen: 0, creditFen: amountFen },
    ],
  });
  const change = { placed_account: account, entry_id: line.entry_id ?? entryId };
  await tx.updateTable('bank_line').set(change).where('line_id', '=', line.line_id).execute();
  return { ...line, ...change };
}
