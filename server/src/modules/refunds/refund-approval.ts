import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { takeMoney } from './refund-money.ts';
import type { RequestContext } from './refund-request.ts';
import { approvalDueAt, personDueAt } from './refund-rules.ts';
import { moveRefund, partsOfRefund, recordStep, type RefundRow, stepsOfRefund } from './refunds.store.ts';

/**
 * One approval. With the last one the money is taken from bills and prepayment and owed to the payer, and a refund by its
 * original route is due to be sent.
 * @param actor `staff:<id>`; @returns LT-2504 who asked, or approved before, approves; LT-2506 already decided; LT-2503 its
 * source does not hold the money any more
 */
export async function approveRefund(
  tx: Transaction<Database>,
  context: RequestContext,
  refund: RefundRow,
  { actor, note }: { readonly actor: string; readonly note: string },
): Promise<Result<RefundRow>> {
  if (refund.state !== 'REQUESTED' && refund.state !== 'APPROVING') return failed('LT-2506', refund.state);
  const steps = await stepsOfRefund(tx, refund.refund_id);
  const approvers = steps.filter((step) => step.kind === 'approved').map((step) => step.actor);
  if (refund.requested_by === actor || approvers.includes(actor)) return failed('LT-2504');
  const { clock, newId, refundRules } = context;
  const at = clock.now();
  if (approvers.length + 1 < refund.approvals_needed) {
    const due = { due_at: approvalDueAt(at, refundRules), escalated_at: null };
    const moved = await moveRefund(tx, refund, 'approved-in-part', due);
    await recordStep(tx, newId, refund.refund_id, { kind: 'approved', actor, at, note });
    return moved ? ok(moved) : failed('LT-2506', refund.state);
  }
  const taken = await approveFinally(tx, context, refund);
  if (taken.ok) await recordStep(tx, newId, refund.refund_id, { kind: 'approved', actor, at, note });
  return taken;
}

/** The money is taken; who hands over cash has a deadline, the channel is asked at once. @returns LT-2503, LT-2506 */
export async function approveFinally(
  tx: Transaction<Database>,
  { clock, newId, refundRules }: RequestContext,
  refund: RefundRow,
): Promise<Result<RefundRow>> {
  const at = clock.now();
  const entryId = newId();
  const taken = await takeMoney(tx, refund, await partsOfRefund(tx, refund.refund_id), { entryId, at });
  if (!taken.ok) return taken;
  const isOriginal = refund.route === 'original';
  const moved = await moveRefund(tx, refund, 'approved', {
    taken_entry_id: entryId,
    taken_at: at,
    escalated_at: null,
    due_at: isOriginal ? null : personDueAt(at, refundRules),
    resolve_at: isOriginal ? at : null,
  });
  if (!moved) throw new Error(`refund ${refund.refund_id} was no longer ${refund.state}`);
  return ok(moved);
}

/** Nothing has moved, so nothing goes back. @returns LT-2504 who asked rejects; LT-2506 already decided */
export async function rejectRefund(
  tx: Transaction<Database>,
  { clock, newId }: RequestContext,
  refund: RefundRow,
  { actor, note }: { readonly actor: string; readonly note: string },
): Promise<Result<RefundRow>> {
  if (refund.requested_by === actor) return failed('LT-2504');
  const moved = await moveRefund(tx, refund, 'rejected', { due_at: null, escalated_at: null });
  if (!moved) return failed('LT-2506', refund.state);
  await recordStep(tx, newId, refund.refund_id, { kind: 'rejected', actor, at: clock.now(), note });
  return ok(moved);
}
