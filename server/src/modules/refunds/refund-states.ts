import type { RefundStateOfPayment } from '../../contract/admin-api.ts';
import type { RefundState } from '../../contract/refunds-api.ts';

/** What happened to a refund, as far as it is known. */
export type RefundEvent =
  /** One of several approvals has come. */
  | 'approved-in-part'
  /** The last approval has come: the money is taken from bills or prepayment and owed to the payer. */
  | 'approved'
  | 'rejected'
  /** The intent to ask the channel is on the books; also when it is asked anew after a failure. */
  | 'sent'
  /** The channel works on it. */
  | 'in-hand'
  /** No answer: neither success nor failure. */
  | 'unclear'
  /** The channel gave the money back. */
  | 'succeeded'
  /** The channel will not give the money back by this way. */
  | 'failed'
  /** After a failure: by cash or bank instead. */
  | 'rerouted'
  /** Staff handed the money over, or sent it by bank. */
  | 'paid-out'
  /** The bank could not deliver the transfer and has sent it back: 退汇. */
  | 'sent-back';

/**
 * Refund states. UNKNOWN is left only with knowledge: from a query, a verified notification, or a
 * person who looked at the channel's own back office. A success that comes after a failure is a success all the same.
 */
const NEXT: Readonly<Record<RefundState, Partial<Record<RefundEvent, RefundState>>>> = {
  REQUESTED: { 'approved-in-part': 'APPROVING', approved: 'APPROVED', rejected: 'REJECTED' },
  APPROVING: { 'approved-in-part': 'APPROVING', approved: 'APPROVED', rejected: 'REJECTED' },
  // Succeeded: the channel did it after all, before anybody paid it out another way.
  APPROVED: { sent: 'PROCESSING', 'paid-out': 'SUCCEEDED', succeeded: 'SUCCEEDED' },
  PROCESSING: {
    sent: 'PROCESSING',
    'in-hand': 'PROCESSING',
    unclear: 'UNKNOWN',
    succeeded: 'SUCCEEDED',
    failed: 'FAILED',
  },
  UNKNOWN: { 'in-hand': 'PROCESSING', unclear: 'UNKNOWN', succeeded: 'SUCCEEDED', failed: 'FAILED' },
  FAILED: { sent: 'PROCESSING', rerouted: 'APPROVED', succeeded: 'SUCCEEDED' },
  SUCCEEDED: { 'sent-back': 'FAILED' },
  REJECTED: {},
};

/** @returns the state that follows, or undefined when the event changes nothing any more */
export function nextRefundState(state: RefundState, event: RefundEvent): RefundState | undefined {
  return NEXT[state][event];
}

/**
 * SUCCEEDED → PARTLY_REFUNDED → REFUNDED of a payment follows from its refunds. All amounts in fen.
 * @param refundedFen has left for the payer; @param refundingFen is asked for, and has not left
 */
export function refundStateOfPayment(
  receivedFen: number,
  refundedFen: number,
  refundingFen: number,
): RefundStateOfPayment | undefined {
  if (refundedFen > 0) return refundedFen >= receivedFen ? 'REFUNDED' : 'PARTLY_REFUNDED';
  return refundingFen > 0 ? 'REFUNDING' : undefined;
}
