import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import type { RefundRoute } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { cashAtOffice } from '../cash/deposits.store.ts';
import { settleFindings } from './refund-findings.ts';
import { payOut, returnMoney } from './refund-money.ts';
import { disputeOfOrder, type RequestContext } from './refund-request.ts';
import { personDueAt } from './refund-rules.ts';
import { moveRefund, partsOfRefund, recordStep, type RefundRow } from './refunds.store.ts';

/** What staff do with a refund after its approval. All answer LT-2506 when the refund is not where it can be done. */
export interface StaffStep {
  /** `staff:<id>` */
  readonly actor: string;
  /** Why, or the number of a paper: it stands in the steps. */
  readonly note: string;
}

/**
 * Cash was handed over, or the bank transfer was made.
 * @returns LT-2506, LT-2507 it may have gone back by the channel, LT-2313 the office has not so much cash
 */
export async function confirmPayOut(
  tx: Transaction<Database>,
  { clock, newId }: RequestContext,
  refund: RefundRow,
  { actor, note }: StaffStep,
): Promise<Result<RefundRow>> {
  if (refund.route === 'original') return failed('LT-2508');
  const dispute = await disputeOfOrder(tx, refund.order_id);
  if (dispute) return failed('LT-2507', dispute);
  if (refund.state === 'APPROVED' && refund.route === 'cash') {
    if (refund.amount_fen > (await cashAtOffice(tx, [refund.community_id]))) return failed('LT-2313');
  }
  const at = clock.now();
  const entryId = newId();
  const paid = { paid_entry_id: entryId, paid_at: at, due_at: null };
  const moved = await moveRefund(tx, refund, 'paid-out', paid);
  if (!moved) return failed('LT-2506', refund.state);
  await payOut(tx, refund, null, { entryId, at });
  await recordStep(tx, newId, refund.refund_id, { kind: 'paid-out', actor, at, note });
  await settleFindings(tx, refund, at);
  return ok(moved);
}

/**
 * The original route has finally failed: cash or bank instead, with a reason.
 * @returns LT-2506, LT-2504 who asked for the refund also chooses the way
 */
export async function reroute(
  tx: Transaction<Database>,
  { clock, newId, refundRules }: RequestContext,
  refund: RefundRow,
  route: Exclude<RefundRoute, 'original'>,
  { actor, note }: StaffStep,
): Promise<Result<RefundRow>> {
  if (refund.requested_by === actor) return failed('LT-2504');
  if (refund.returned_entry_id !== null) return failed('LT-2506', 'returned');
  const at = clock.now();
  const due = { due_at: personDueAt(at, refundRules), escalated_at: null };
  const moved = await moveRefund(tx, refund, 'rerouted', { ...due, route, resolve_at: null });
  if (!moved) return failed('LT-2506', refund.state);
  await recordStep(tx, newId, refund.refund_id, { kind: 'rerouted', actor, at, note: `${route} ${note}` });
  await settleFindings(tx, refund, at);
  return ok(moved);
}

/** Asks the channel anew for a refund that failed: the same number, and a query first. @returns LT-2506, LT-2508 */
export async function retry(
  tx: Transaction<Database>,
  { clock, newId }: RequestContext,
  refund: RefundRow,
  { actor, note }: StaffStep,
): Promise<Result<RefundRow>> {
  if (refund.route !== 'original') return failed('LT-2508');
  if (refund.state !== 'FAILED' || refund.returned_entry_id !== null) return failed('LT-2506', refund.state);
  const at = clock.now();
  const again = { resolve_at: at, resolve_attempts: 0, due_at: null, failure_code: null, failure_detail: null };
  const moved = await moveRefund(tx, refund, 'sent', again);
  if (!moved) return failed('LT-2506', refund.state);
  await recordStep(tx, newId, refund.refund_id, { kind: 'sent', actor, at, note });
  await settleFindings(tx, refund, at);
  return ok(moved);
}

/** A failed refund is given up: its money goes back to bills and prepayment. It stays FAILED. @returns LT-2506 */
export async function giveUp(
  tx: Transaction<Database>,
  { clock, newId }: RequestContext,
  refund: RefundRow,
  { actor, note }: StaffStep,
): Promise<Result<RefundRow>> {
  const at = clock.now();
  const entryId = newId();
  const set = { returned_entry_id: entryId, due_at: null, resolve_at: null };
  const { numUpdatedRows } = await tx
    .updateTable('refund')
    .set(set)
    .where('refund_id', '=', refund.refund_id)
    .where('state', '=', 'FAILED')
    .where('returned_entry_id', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return failed('LT-2506', refund.state);
  await returnMoney(tx, refund, await partsOfRefund(tx, refund.refund_id), { entryId, at });
  await recordStep(tx, newId, refund.refund_id, { kind: 'returned', actor, at, note });
  await settleFindings(tx, refund, at);
  return ok({ ...refund, ...set });
}

/** Asks the channel now instead of when it is next due. @returns LT-2506 */
export async function askNow(tx: Transaction<Database>, refund: RefundRow, now: number): Promise<Result<RefundRow>> {
  const { numUpdatedRows } = await tx
    .updateTable('refund')
    .set({ resolve_at: now })
    .where('refund_id', '=', refund.refund_id)
    .where('state', 'in', ['PROCESSING', 'UNKNOWN'])
    .executeTakeFirst();
  return numUpdatedRows === 1n ? ok({ ...refund, resolve_at: now }) : failed('LT-2506', refund.state);
}

/**
 * A person found out in the channel's back office what the channel does not tell: only for a refund that was handed to
 * staff. @returns LT-2506, LT-2504 who asked for the refund also settles it
 */
export async function declareOutcome(
  tx: Transaction<Database>,
  { clock, newId, refundRules }: RequestContext,
  refund: RefundRow,
  channel: PaymentChannel['name'],
  outcome: 'succeeded' | 'failed',
  { actor, note }: StaffStep,
): Promise<Result<RefundRow>> {
  if (refund.requested_by === actor) return failed('LT-2504');
  const open = refund.state === 'UNKNOWN' || refund.state === 'PROCESSING';
  if (!open || refund.due_at === null) return failed('LT-2506', refund.state);
  const at = clock.now();
  const entryId = newId();
  const changes =
    outcome === 'succeeded'
      ? { paid_entry_id: entryId, paid_at: at, channel_refund_id: note, due_at: null, failure_code: null }
      : { failure_code: 'LT-2511' as const, due_at: personDueAt(at, refundRules) };
  const moved = await moveRefund(tx, refund, outcome, { ...changes, resolve_at: null, escalated_at: null });
  if (!moved) return failed('LT-2506', refund.state);
  if (outcome === 'succeeded') await payOut(tx, refund, channel, { entryId, at });
  await recordStep(tx, newId, refund.refund_id, { kind: outcome, actor, at, note });
  await settleFindings(tx, refund, at);
  return ok(moved);
}
