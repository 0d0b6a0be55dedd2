import { failed, ok, type Result } from '@louting/common/result';
import type { Selectable, Transaction } from 'kysely';
import { type Change, ChangeSchema } from '../../../contract/reconciliation-changes-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { aboutChange, applyChange } from './change-handlers.ts';
import type { ChangeTables } from './changes.tables.ts';

export type ChangeEntity = Selectable<ChangeTables['reconciliation_change']>;

export function changeOf(row: Pick<ChangeEntity, 'content'>): Change {
  return ChangeSchema.parse(JSON.parse(row.content));
}

export interface ProposedChange {
  readonly changeId: string;
  readonly change: Change;
  readonly reason: string;
}

/**
 * One person says what should be otherwise; nothing is so before another agrees. The same id again is the same proposal.
 * @param by staff id
 * @param sees whether the person sees what it is about
 * @returns LT-9002 what it is about is not there, LT-2746 the books do not allow it, LT-2745 one of the same waits
 */
export async function proposeChange(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  { changeId, change, reason }: ProposedChange,
  by: string,
  sees: (communityId: string | null) => boolean,
): Promise<Result<undefined>> {
  const content = JSON.stringify(change);
  const known = await tx
    .selectFrom('reconciliation_change')
    .select(['content', 'proposed_by'])
    .where('change_id', '=', changeId)
    .executeTakeFirst();
  if (known) return known.content === content && known.proposed_by === by ? ok() : failed('LT-9001', 'id is used');
  const about = await aboutChange(tx, change);
  if (!about.ok) return about;
  const { subject, communityId } = about.value;
  if (!sees(communityId)) return failed('LT-9002');
  const waiting = await tx
    .selectFrom('reconciliation_change')
    .select('change_id')
    .where('kind', '=', change.kind)
    .where('subject', '=', subject)
    .where('state', '=', 'PROPOSED')
    .executeTakeFirst();
  if (waiting) return failed('LT-2745');
  await tx
    .insertInto('reconciliation_change')
    .values({
      change_id: changeId,
      kind: change.kind,
      subject,
      community_id: communityId,
      content,
      reason,
      state: 'PROPOSED',
      proposed_by: by,
      proposed_at: context.clock.now(),
      decided_by: null,
      decided_at: null,
      note: '',
    })
    .execute();
  return ok();
}

/**
 * Another person makes the change, or refuses it; who proposed it may take it back.
 * @param by staff id
 * @returns LT-2743 decided already, LT-2744 one's own, or what stood against making it: then it waits on
 */
export async function decideChange(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  changeId: string,
  step: { readonly action: 'confirm' | 'refuse'; readonly note: string },
  by: string,
): Promise<Result<Change>> {
  const row = await tx
    .selectFrom('reconciliation_change')
    .selectAll()
    .where('change_id', '=', changeId)
    .executeTakeFirst();
  if (row?.state !== 'PROPOSED') return failed('LT-2743');
  const change = changeOf(row);
  const at = context.clock.now();
  if (step.action === 'confirm') {
    if (row.proposed_by === by) return failed('LT-2744');
    const people = { proposedBy: row.proposed_by, confirmedBy: by, reason: row.reason, at };
    const made = await applyChange(tx, context, change, people);
    if (!made.ok) return made;
  }
  const { numUpdatedRows } = await tx
    .updateTable('reconciliation_change')
    .set({
      state: step.action === 'confirm' ? 'DONE' : 'REFUSED',
      decided_by: by,
      decided_at: at,
      note: step.note,
    })
    .where('change_id', '=', changeId)
    .where('state', '=', 'PROPOSED')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`change ${changeId} was decided meanwhile`);
  return ok(change);
}
