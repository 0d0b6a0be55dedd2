import type { Fen } from '@louting/common/money';
import type { Failure, Result } from '@louting/common/result';

/** By what an order's money comes: a channel that is asked, or the terminals of an acquirer (`pos`), which only a kiosk can ask. */
export type OrderChannel = PaymentChannel['name'] | 'pos';

/** A payment channel as the payments module uses it. Amounts are integer fen; `outTradeNo` is made and stored before the first call. */
export interface ChannelOrder {
  readonly outTradeNo: string;
  readonly amountFen: Fen;
  /** What the payer reads in their app; no names, no room number. */
  readonly description: string;
  readonly kioskNumber: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export type ChannelOutcome =
  | { readonly state: 'paid'; readonly transactionId: string; readonly amountFen: Fen; readonly paidAt: number }
  /** The payer still has to act, or the order is not yet known to the channel because nobody scanned it. */
  | { readonly state: 'pending' }
  | { readonly state: 'closed' }
  | { readonly state: 'refused'; readonly failure: Failure };

/** A verified notification: signature, merchant, app and freshness are already checked. */
export interface ChannelNotification {
  readonly notificationId: string;
  readonly outTradeNo: string;
  readonly outcome: ChannelOutcome;
}

/** Part or all of a paid order back to its payer. `outRefundNo` is made and stored before the first call. */
export interface RefundRequest {
  readonly outTradeNo: string;
  /** 6 to 32 letters and digits. The channel gives money back once per number, however often it is asked. */
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  /** What was paid for the order. */
  readonly totalFen: Fen;
  /** What the payer reads in their app; no names, no room number. */
  readonly reason: string;
}

export type RefundOutcome =
  | { readonly state: 'succeeded'; readonly refundId: string; readonly amountFen: Fen; readonly refundedAt: number }
  /** Accepted and not yet done, or its success is for the query to tell. */
  | { readonly state: 'processing' }
  /** The channel knows no refund of that number: nothing has moved, it may be asked for with the same number. */
  | { readonly state: 'absent' }
  /** Not by this way: refused (LT-2511), or closed or stuck on the payer's side. */
  | { readonly state: 'failed'; readonly failure: Failure };

/** A verified notification of a refund, as `ChannelNotification` of a payment. */
export interface RefundNotification {
  readonly notificationId: string;
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly outcome: RefundOutcome;
}

/**
 * Every failure `LT-2102` (no answer, malformed answer, answer whose signature does not verify) leaves the outcome
 * unknown: the caller must query. Only a returned `ChannelOutcome` is knowledge.
 */
export interface PaymentChannel {
  readonly name: 'wechat-pay' | 'alipay';
  /** Order shown as a QR code on the kiosk; answers the QR content. */
  createQr(order: ChannelOrder): Promise<Result<{ readonly content: string }>>;
  /** Charges a payer code scanned from the payer's phone. */
  chargePayerCode(order: ChannelOrder, payerCode: string): Promise<Result<ChannelOutcome>>;
  query(outTradeNo: string): Promise<Result<ChannelOutcome>>;
  /** Closes an unpaid QR order. The caller queries again afterwards: a payment can win the race. */
  close(outTradeNo: string): Promise<Result<undefined>>;
  /** Takes a payer-code charge back, refunding it if it went through. */
  reverse(outTradeNo: string): Promise<Result<undefined>>;
  /**
   * Asks for money back. Safe to repeat with the same number and amount, but query first: a lost answer is not a failure.
   * Only `succeeded` and `failed` of a query end a refund; what this call answers is confirmed by one.
   */
  refund(request: RefundRequest): Promise<Result<RefundOutcome>>;
  queryRefund(outTradeNo: string, outRefundNo: string): Promise<Result<RefundOutcome>>;
  /** Verifies a notification of a refund as `verifyNotification` does; absent where the channel sends none. */
  verifyRefundNotification?(
    headers: Readonly<Record<string, string>>,
    rawBody: Buffer,
  ): Promise<Result<RefundNotification>>;
  /** Verifies a notification on its raw bytes. LT-2201 forged, LT-2202 replayed (too old), LT-2204 other merchant or app. */
  verifyNotification(headers: Readonly<Record<string, string>>, rawBody: Buffer): Promise<Result<ChannelNotification>>;
  /** The body and status the channel wants to hear: `accepted` only after the booking was committed. */
  notificationAnswer(accepted: boolean): {
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
  };
}
