import { businessDate } from '@louting/common/clock';
import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { settleFindings } from './refund-findings.ts';
import { payOut } from './refund-money.ts';
import { disputeOfOrder } from './refund-request.ts';
import { personDueAt, type RefundRules } from './refund-rules.ts';
import { findRefund, moveRefund, outRefundNoOf, recordStep, SYSTEM } from './refunds.store.ts';

/** A refund by bank transfer, as a line of the statement may show it. */
export interface BankRefund {
  readonly refundId: string;
  readonly state: 'APPROVED' | 'SUCCEEDED';
  /** The day it was approved, or paid out. */
  readonly since: string;
  /** Whom the money may have gone to. */
  readonly names: readonly string[];
  /** Numbers a remark may carry, in capitals. */
  readonly references: readonly string[];
  /** A line of the statement was found for it already. */
  readonly isOnStatement: boolean;
}

/** Refunds by bank of one amount that wait to be sent, or were sent. */
export async function bankRefundsOf(
  db: Kysely<Database>,
  communityId: string,
  amountFen: number,
): Promise<BankRefund[]> {
  const rows = await db
    .selectFrom('refund')
    .innerJoin('payment_order', 'payment_order.order_id', 'refund.order_id')
    .leftJoin('bank_line', 'bank_line.entry_id', 'refund.paid_entry_id')
    .select(['refund.refund_id', 'refund.room_id', 'refund.state', 'refund.taken_at', 'refund.paid_at'])
    .select(['payment_order.reference', 'bank_line.line_id'])
    .where('refund.community_id', '=', communityId)
    .where('refund.route', '=', 'bank')
    .where('refund.amount_fen', '=', amountFen)
    .where('refund.state', 'in', ['APPROVED', 'SUCCEEDED'])
    .orderBy('refund.requested_at')
    .execute();
  const people = await db
    .selectFrom('ownership')
    .innerJoin('party', 'party.party_id', 'ownership.party_id')
    .select(['ownership.room_id', 'party.name'])
    .where('ownership.room_id', 'in', ['', ...new Set(rows.map((row) => row.room_id))])
    .execute();
  return rows.map((row) => ({
    refundId: row.refund_id,
    state: row.state === 'SUCCEEDED' ? 'SUCCEEDED' : 'APPROVED',
    since: businessDate(row.paid_at ?? row.taken_at ?? 0),
    names: people.filter(({ room_id }) => room_id === row.room_id).map(({ name }) => name),
    references: [outRefundNoOf(row.refund_id).toUpperCase(), row.reference.toUpperCase()],
    isOnStatement: row.line_id !== null,
  }));
}

interface AtBank {
  /** When the bank moved it. */
  readonly at: number;
  /** The bank's number. */
  readonly note: string;
}

type Context = { readonly clock: Clock; readonly newId: NewId; readonly refundRules: RefundRules };

/**
 * The statement shows that the money has left: a refund that staff have not recorded as sent is completed by it.
 * @returns the entry with which it left; LT-2501, LT-2506 it is not where it can leave, LT-2507 the payment is in dispute
 */
export async function completeAtBank(
  tx: Transaction<Database>,
  { clock, newId }: Context,
  refundId: string,
  { at, note }: AtBank,
): Promise<Result<string>> {
  const refund = await findRefund(tx, refundId);
  if (!refund || refund.route !== 'bank') return failed('LT-2501');
  if (refund.paid_entry_id !== null) return ok(refund.paid_entry_id);
  const dispute = await disputeOfOrder(tx, refund.order_id);
  if (dispute) return failed('LT-2507', dispute);
  const entryId = newId();
  const moved = await moveRefund(tx, refund, 'paid-out', { paid_entry_id: entryId, paid_at: at, due_at: null });
  if (!moved) return failed('LT-2506', refund.state);
  await payOut(tx, refund, null, { entryId, at });
  const now = clock.now();
  await recordStep(tx, newId, refundId, { kind: 'paid-out', actor: SYSTEM, at: now, note });
  await settleFindings(tx, refund, now);
  return ok(entryId);
}

/**
 * 退汇: the bank could not deliver it. The payer is owed it again, and a person chooses another way or gives it up.
 * @param from where the returned money lies already; absent: it comes onto 1002 with this
 * @returns the entry that brought it back; LT-2501, LT-2506
 */
export async function returnedByBank(
  tx: Transaction<Database>,
  { clock, newId, refundRules }: Context,
  refundId: string,
  { at, note, from = ACCOUNTS.bank }: AtBank & { readonly from?: string | undefined },
): Promise<Result<string>> {
  const refund = await findRefund(tx, refundId);
  if (!refund || refund.route !== 'bank') return failed('LT-2501');
  const now = clock.now();
  const moved = await moveRefund(tx, refund, 'sent-back', {
    paid_entry_id: null,
    paid_at: null,
    due_at: personDueAt(now, refundRules),
    escalated_at: null,
    failure_code: 'LT-2517',
    failure_detail: note,
  });
  if (!moved) return failed('LT-2506', refund.state);
  const entryId = newId();
  const { amount_fen: amountFen, room_id: roomId, community_id: communityId } = refund;
  await postEntry(tx, {
    entryId,
    event: 'refund.sent-back',
    occurredAt: from === ACCOUNTS.bank ? at : now,
    communityId,
    reference: refundId,
    lines: [
      { account: from, debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.refundInProcess, roomId, debitFen: 0, creditFen: amountFen },
    ],
  });
  await recordStep(tx, newId, refundId, { kind: 'failed', actor: SYSTEM, at: now, note });
  return ok(entryId);
}
