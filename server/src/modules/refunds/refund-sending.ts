import { fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import type { PaymentChannel, RefundOutcome, RefundRequest } from '../../channels/payment-channel.ts';
import { outTradeNoOf } from '../payments/channel-orders.ts';
import { findOrder, type OrderRow } from '../payments/orders.store.ts';
import { learnOfRefund } from './refund-learnt.ts';
import { delayAfterSilence } from './refund-rules.ts';
import type { RefundsContext } from './refunds-context.ts';
import { findRefund, moveRefund, outRefundNoOf, recordStep, type RefundRow, SYSTEM } from './refunds.store.ts';

/** What the payer reads in their app: no names, no rooms, and none of the staff's own words. */
const REASON = '物业缴费退款';

/**
 * Brings a refund by its original route one step on: asks for it when it never was asked for, else queries first with the
 * same refund number, and asks again only when the channel knows no such refund. The caller holds the claim.
 */
export async function bringOn(context: RefundsContext, refundId: string): Promise<void> {
  const refund = await findRefund(context.storage.db, refundId);
  if (!refund || refund.route !== 'original') return;
  const order = await findOrder(context.storage.db, refund.order_id);
  const channel = order?.channel && order.channel !== 'pos' ? context.channels[order.channel] : undefined;
  if (!order || !channel) {
    await postpone(context, refund, 'the channel is not configured');
    return;
  }
  const request = requestOf(refund, order);
  if (refund.sent_at === null) {
    if (await markSent(context, refund)) await ask(context, channel, refundId, request);
    return;
  }
  const queried = await query(context, channel, request);
  if (queried.ok && queried.value.state === 'absent') await ask(context, channel, refundId, request);
  else await learnOfRefund(context, refundId, channel.name, queried);
}

function requestOf(refund: RefundRow, order: OrderRow): RefundRequest {
  return {
    outTradeNo: outTradeNoOf(order.order_id),
    outRefundNo: outRefundNoOf(refund.refund_id),
    amountFen: fen(refund.amount_fen),
    totalFen: fen(order.amount_fen),
    reason: REASON,
  };
}

/** The intent is on the books before the call. @returns false when another process was quicker */
function markSent({ storage, clock, newId }: RefundsContext, { refund_id: refundId }: RefundRow): Promise<boolean> {
  return storage.transact(async (tx) => {
    const refund = await findRefund(tx, refundId);
    if (!refund || refund.sent_at !== null) return false;
    const at = clock.now();
    const sent = await moveRefund(tx, refund, 'sent', { sent_at: at, resolve_at: at + delayAfterSilence(0) });
    if (sent) await recordStep(tx, newId, refundId, { kind: 'sent', actor: SYSTEM, at });
    return sent !== undefined;
  });
}

/** A refusal is believed only when a query agrees: "too much", after an answer that was lost, can mean "already done". */
async function ask(
  context: RefundsContext,
  channel: PaymentChannel,
  refundId: string,
  request: RefundRequest,
): Promise<void> {
  const { failPoints } = context;
  failPoints.hit('channel.refund.before');
  const answered = await channel.refund(request);
  failPoints.hit('channel.refund.after');
  const refused = answered.ok && answered.value.state === 'failed';
  const queried = refused ? await query(context, channel, request) : answered;
  const believed = refused && queried.ok && queried.value.state === 'absent' ? answered : queried;
  await learnOfRefund(context, refundId, channel.name, believed);
}

async function query(
  { failPoints }: RefundsContext,
  channel: PaymentChannel,
  { outTradeNo, outRefundNo }: RefundRequest,
): Promise<Result<RefundOutcome>> {
  failPoints.hit('channel.refund-query.before');
  const outcome = await channel.queryRefund(outTradeNo, outRefundNo);
  failPoints.hit('channel.refund-query.after');
  return outcome;
}

async function postpone({ storage, clock, logger }: RefundsContext, refund: RefundRow, why: string): Promise<void> {
  logger.warn({ refundId: refund.refund_id, why }, 'refund cannot be sent');
  await storage.transact((tx) =>
    tx
      .updateTable('refund')
      .set({
        resolve_at: clock.now() + delayAfterSilence(refund.resolve_attempts),
        resolve_attempts: refund.resolve_attempts + 1,
        failure_code: 'LT-2111',
        failure_detail: why,
        claimed_until: null,
      })
      .where('refund_id', '=', refund.refund_id)
      .execute(),
  );
}
