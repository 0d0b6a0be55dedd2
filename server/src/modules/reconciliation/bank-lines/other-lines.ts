import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { bankRefundsOf, completeAtBank, returnedByBank } from '../../refunds/refund-at-bank.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { postingRules } from '../rules/rules-in-force.ts';
import { type BankLineEntity, momentOf } from './bank-booking.store.ts';
import { placeLine } from './bank-posting.store.ts';
import { coinsOfLine } from './coins-of-line.ts';
import { refundOfLine } from './refund-of-line.ts';

/** Lines that are no payments of owners: our refunds and the coins of hoppers are found, the rest is posted by rule. */
export async function explainOtherLines(context: ReconciliationContext, communityId: string): Promise<void> {
  const { storage } = context;
  const lines = await storage.db
    .selectFrom('bank_line')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('state', '=', 'OTHER')
    .orderBy('booked_on')
    .orderBy('line_id')
    .execute();
  const accountOf = await postingRules(storage.db, communityId);
  for (const { line_id: lineId, class: lineClass, booked_on: date } of lines) {
    const isRefund = lineClass === 'refund-out' || lineClass === 'refund-returned';
    const account = accountOf(lineClass, date);
    const mayBeCoins = lineClass === 'other-out';
    if (!isRefund && !mayBeCoins && account === undefined) continue;
    await storage.transact(async (tx) => {
      const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', lineId).executeTakeFirst();
      if (line?.state !== 'OTHER') return;
      const movementId = mayBeCoins ? await coinsOfLine(tx, line) : undefined;
      if (isRefund) await explainRefund(tx, context, line);
      else if (movementId !== undefined) await explained(tx, line, { explained_by: movementId });
      else if (account !== undefined) {
        await placeLine(tx, context, line, account);
        await explained(tx, line, {});
      }
    });
  }
}

/** A refund by bank: what the statement shows is what was sent, or what could not be delivered. */
async function explainRefund(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  line: BankLineEntity,
): Promise<void> {
  const isReturn = line.class === 'refund-returned';
  // What lies unclaimed is no refund that went out.
  if (!isReturn && line.entry_id !== null) return;
  const refunds = await bankRefundsOf(tx, line.community_id, Math.abs(line.amount_fen));
  const refund = refundOfLine(
    {
      date: line.booked_on,
      isReturn,
      counterpartyName: line.counterparty_name,
      counterpartyAccount: line.counterparty_account,
      remark: line.remark,
    },
    refunds,
  );
  if (!refund) return;
  const at = momentOf(line);
  const note = line.serial === '' ? line.booked_on : line.serial;
  if (isReturn) {
    const from = line.placed_account ?? undefined;
    const returned = await returnedByBank(tx, context, refund.refundId, { at, note, from });
    if (!returned.ok) return;
    const entry_id = line.entry_id ?? returned.value;
    await explained(tx, line, { entry_id, placed_account: '2241.refund', explained_by: refund.refundId });
    return;
  }
  const completed = await completeAtBank(tx, context, refund.refundId, { at, note });
  if (completed.ok) await explained(tx, line, { entry_id: completed.value, explained_by: refund.refundId });
}

async function explained(
  tx: Transaction<Database>,
  { line_id: lineId }: BankLineEntity,
  change: Partial<Pick<BankLineEntity, 'entry_id' | 'placed_account' | 'explained_by'>>,
): Promise<void> {
  await tx
    .updateTable('bank_line')
    .set({ ...change, state: 'EXPLAINED' })
    .where('line_id', '=', lineId)
    .execute();
}
