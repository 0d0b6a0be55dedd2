import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { PaymentChannel, RefundOutcome } from '../../channels/payment-channel.ts';
import type { Database } from '../../storage/database.ts';
import { raiseAboutRefund, settleFindings } from './refund-findings.ts';
import { payOut } from './refund-money.ts';
import { delayAfterSilence, delayInHand, personDueAt, TELL_STAFF_AFTER_ATTEMPTS } from './refund-rules.ts';
import type { RefundsContext } from './refunds-context.ts';
import { findRefund, moveRefund, recordStep, type RefundRow, SYSTEM } from './refunds.store.ts';

type Succeeded = Extract<RefundOutcome, { state: 'succeeded' }>;

/** A channel may take days with a bank card; after these a person asks it. */
const IN_HAND_FOR_LONG_MS = 5 * 86_400_000;

/**
 * The one way in which knowledge from a channel reaches a refund, whoever brought it: its money leaves the books exactly
 * once, however often and in whatever order answer, query and notification arrive.
 * @returns LT-2501 no such refund, LT-2510 amount differs, LT-2512 it was given up before: nothing is booked, staff are told
 */
export async function learnOfRefund(
  context: RefundsContext,
  refundId: string,
  channel: PaymentChannel['name'],
  outcome: Result<RefundOutcome>,
): Promise<Result<RefundRow>> {
  context.failPoints.hit('refund.learn.before');
  let before: RefundRow['state'] | undefined;
  const result = await context.storage.transact(async (tx): Promise<Result<RefundRow>> => {
    const refund = await findRefund(tx, refundId);
    if (!refund) return failed('LT-2501');
    before = refund.state;
    if (!outcome.ok) return ok(await leaveOpen(tx, context, refund, outcome.error.detail));
    switch (outcome.value.state) {
      case 'succeeded':
        return bookOnce(tx, context, refund, channel, outcome.value);
      case 'processing':
        return ok(await keepInHand(tx, context, refund));
      case 'failed':
        return ok(await fail(tx, context, refund, outcome.value.failure));
      default:
        return ok(await leaveOpen(tx, context, refund, 'the channel knows no such refund'));
    }
  });
  context.failPoints.hit('refund.learn.after');
  const said = outcome.ok ? outcome.value.state : outcome.error.code;
  if (!result.ok) context.logger.warn({ refundId, said, ...result.error }, 'refund needs a person');
  else if (result.value.state !== before) {
    context.logger.info({ refundId, before, state: result.value.state, said }, 'refund changed');
  }
  return result;
}

async function bookOnce(
  tx: Transaction<Database>,
  context: RefundsContext,
  refund: RefundRow,
  channel: PaymentChannel['name'],
  { refundId: channelRefundId, amountFen, refundedAt }: Succeeded,
): Promise<Result<RefundRow>> {
  if (amountFen !== refund.amount_fen) {
    const about = `${channel} says ${amountFen} fen, the refund is ${refund.amount_fen} fen`;
    await raiseAboutRefund(tx, context, refund, 'LT-2510', about);
    await leaveOpen(tx, context, refund, about, 'LT-2510');
    return failed('LT-2510', about);
  }
  if (refund.state === 'SUCCEEDED' && refund.route === 'original') return ok(refund);
  const { clock, newId } = context;
  const at = clock.now();
  const entryId = newId();
  const tooLate = whyTooLate(refund);
  const moved = tooLate
    ? undefined
    : await moveRefund(tx, refund, 'succeeded', {
        route: 'original',
        paid_entry_id: entryId,
        paid_at: refundedAt,
        channel_refund_id: channelRefundId,
        resolve_at: null,
        due_at: null,
        failure_code: null,
        failure_detail: null,
      });
  if (!moved) {
    const about = `${channel} gave it back ${tooLate ?? `while it was ${refund.state}`}`;
    await raiseAboutRefund(tx, context, refund, 'LT-2512', about);
    return failed('LT-2512', about);
  }
  await payOut(tx, moved, channel, { entryId, at: refundedAt });
  await recordStep(tx, newId, refund.refund_id, { kind: 'succeeded', actor: SYSTEM, at, note: channelRefundId });
  await settleFindings(tx, refund, at);
  return ok(moved);
}

/** What has become of it meanwhile, in words that stay the same however often the channel says so. */
function whyTooLate(refund: RefundRow): string | undefined {
  if (refund.sent_at === null) return 'before it was asked to';
  if (refund.returned_entry_id !== null) return 'after it had been given up';
  return refund.route !== 'original' && refund.state === 'SUCCEEDED' ? 'after it was paid out another way' : undefined;
}

async function keepInHand(tx: Transaction<Database>, context: RefundsContext, refund: RefundRow): Promise<RefundRow> {
  const { clock, newId, refundRules } = context;
  const now = clock.now();
  const long = refund.sent_at !== null && now - refund.sent_at >= IN_HAND_FOR_LONG_MS && refund.due_at === null;
  const moved = await moveRefund(tx, refund, 'in-hand', {
    resolve_at: now + delayInHand(refund.resolve_attempts),
    resolve_attempts: refund.resolve_attempts + 1,
    ...(long ? { due_at: personDueAt(now, refundRules) } : {}),
  });
  if (!moved) return refund;
  if (refund.state === 'UNKNOWN' || refund.resolve_attempts === 0) {
    await recordStep(tx, newId, refund.refund_id, { kind: 'in-hand', actor: SYSTEM, at: now });
  }
  if (long) await handToStaff(tx, context, refund, 'the channel has had it in hand for days');
  return moved;
}

async function fail(
  tx: Transaction<Database>,
  { clock, newId, refundRules }: RefundsContext,
  refund: RefundRow,
  failure: { readonly code: RefundRow['failure_code']; readonly detail?: string },
): Promise<RefundRow> {
  const at = clock.now();
  const moved = await moveRefund(tx, refund, 'failed', {
    resolve_at: null,
    due_at: personDueAt(at, refundRules),
    escalated_at: null,
    failure_code: failure.code,
    failure_detail: failure.detail ?? null,
  });
  if (!moved) return refund;
  await recordStep(tx, newId, refund.refund_id, { kind: 'failed', actor: SYSTEM, at, note: failure.detail ?? '' });
  await settleFindings(tx, refund, at);
  return moved;
}

/** Unknown is a state: asked again ever more rarely, with the same number, and after a while a person is told. */
async function leaveOpen(
  tx: Transaction<Database>,
  context: RefundsContext,
  refund: RefundRow,
  detail: string | undefined,
  code: 'LT-2509' | 'LT-2510' = 'LT-2509',
): Promise<RefundRow> {
  const { clock, newId, refundRules } = context;
  const now = clock.now();
  const attempts = refund.resolve_attempts + 1;
  const toldNow = attempts === TELL_STAFF_AFTER_ATTEMPTS;
  const left = await moveRefund(tx, refund, 'unclear', {
    resolve_at: now + delayAfterSilence(refund.resolve_attempts),
    resolve_attempts: attempts,
    failure_code: code,
    failure_detail: detail ?? null,
    ...(toldNow ? { due_at: personDueAt(now, refundRules), escalated_at: null } : {}),
  });
  if (!left) return refund;
  if (refund.state !== 'UNKNOWN') {
    await recordStep(tx, newId, refund.refund_id, { kind: 'unclear', actor: SYSTEM, at: now, note: detail ?? '' });
  }
  if (toldNow) await handToStaff(tx, context, refund, 'the channel does not tell the outcome');
  return left;
}

async function handToStaff(
  tx: Transaction<Database>,
  context: RefundsContext,
  refund: RefundRow,
  about: string,
): Promise<void> {
  await raiseAboutRefund(tx, context, refund, 'LT-2509', about);
  const step = { kind: 'handed-to-staff', actor: SYSTEM, at: context.clock.now(), note: about } as const;
  await recordStep(tx, context.newId, refund.refund_id, step);
}
