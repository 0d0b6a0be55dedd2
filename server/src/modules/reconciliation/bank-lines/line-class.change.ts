import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { isOther, type LineClass } from '../matching/classify.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { postingRules } from '../rules/rules-in-force.ts';
import type { ChangeHandler } from '../two-people/change-handler.ts';
import type { BankLineEntity } from './bank-booking.store.ts';
import { placeLine } from './bank-posting.store.ts';

/** What a line is about, corrected by hand. Money that is on the books is moved with it, by an entry of its own. */
export const lineClassChange: ChangeHandler<'line-class'> = {
  about: async (db, { lineId, class: wanted }) => {
    const line = await db.selectFrom('bank_line').selectAll().where('line_id', '=', lineId).executeTakeFirst();
    if (!line) return failed('LT-9002');
    return mayBe(line, wanted) ? ok({ subject: lineId, communityId: line.community_id }) : failed('LT-2746');
  },
  apply: async (tx, context, { lineId, class: wanted }) => {
    const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', lineId).executeTakeFirst();
    if (!line || !mayBe(line, wanted)) return failed('LT-2746');
    const placed = await placeAs(tx, context, line, wanted);
    if (!placed.ok) return placed;
    await tx.deleteFrom('bank_match').where('line_id', '=', lineId).where('state', '=', 'SUGGESTED').execute();
    await tx
      .updateTable('bank_line')
      .set({ class: wanted, state: placed.value })
      .where('line_id', '=', lineId)
      .execute();
    return ok();
  },
};

const INCOMING: ReadonlySet<LineClass> = new Set([
  'channel-settlement',
  'cash-deposit',
  'owner-transfer',
  'other-in',
  'refund-returned',
]);
const OUTGOING: ReadonlySet<LineClass> = new Set(['fee', 'refund-out', 'supplier', 'other-out']);
/** Documents of ours bring these onto 1002: money that is there already cannot become one of them. */
const BY_DOCUMENT: ReadonlySet<LineClass> = new Set(['channel-settlement', 'cash-deposit', 'refund-out']);

/** What a match or a document explains is first taken back there. */
function mayBe(line: BankLineEntity, wanted: LineClass): boolean {
  if (line.class === wanted || line.explained_by !== null) return false;
  if (line.state === 'BOOKED' || line.state === 'PROPOSED') return false;
  if (line.amount_fen < 0 ? INCOMING.has(wanted) : OUTGOING.has(wanted)) return false;
  return line.entry_id === null || !BY_DOCUMENT.has(wanted);
}

/** @returns the state in which it waits for what follows; LT-2750 no rule says where its money goes */
async function placeAs(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  line: BankLineEntity,
  wanted: LineClass,
): Promise<Result<BankLineEntity['state']>> {
  if (line.entry_id === null) return ok(isOther(wanted) ? 'OTHER' : 'WAITING');
  if (wanted === 'refund-returned') return ok('OTHER');
  const account =
    wanted === 'owner-transfer'
      ? ACCOUNTS.unclaimed
      : (await postingRules(tx, line.community_id))(wanted, line.booked_on);
  if (account === undefined) return failed('LT-2750');
  await placeLine(tx, context, line, account);
  return ok(wanted === 'owner-transfer' ? 'WAITING' : 'EXPLAINED');
}
