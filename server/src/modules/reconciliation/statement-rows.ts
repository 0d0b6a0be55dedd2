import type { FailureCode } from '@louting/common/failure-codes';

/**
 * What files of channels and banks say, in one form for all of them. Parsers yield these rows one by one, so that a file
 * of any length needs no memory that grows with it. Amounts in integer fen; times in milliseconds since the epoch.
 */

export type SettlementChannel = 'wechat-pay' | 'alipay' | 'unionpay' | 'pos' | 'kiosk-cash';

/** One row of a channel's daily file. */
export interface ChannelTrade {
  readonly channel: SettlementChannel;
  readonly kind: 'payment' | 'refund';
  /** Ours, as it was given to the channel; empty when the file has none. */
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** Refunds only: our refund number and the channel's. */
  readonly outRefundNo?: string;
  readonly refundId?: string;
  /** Above zero, refunds too. */
  readonly amountFen: number;
  /** What the channel keeps of a payment, or gives back with a refund (below zero). */
  readonly feeFen: number;
  readonly at: number;
  readonly state: 'success' | 'processing' | 'failed';
  /** A card sale without a reference: its batch and trace number, by which its terminal tells it apart. */
  readonly slip?: { readonly batch: string; readonly trace: string };
  /** Kiosk or terminal number, where the file has it. */
  readonly terminal?: string;
  /** 1-based line of the file, for staff who look it up. */
  readonly line: number;
}

/** One movement of the merchant's balance at a channel: fees and settlements to the bank. */
export interface FundMovement {
  readonly channel: SettlementChannel;
  readonly kind: 'payment' | 'refund' | 'fee' | 'settlement' | 'other';
  readonly serial: string;
  /** Signed: what the balance gained. */
  readonly amountFen: number;
  readonly balanceAfterFen?: number;
  readonly at: number;
  readonly remark: string;
  readonly line: number;
}

/** One line of a bank statement. */
export interface BankLine {
  readonly bank: string;
  /** As printed, often masked. */
  readonly account: string;
  /** Business date of the booking. */
  readonly date: string;
  /** Where the statement tells the time. */
  readonly at?: number;
  /** Signed: above zero came in. */
  readonly amountFen: number;
  readonly balanceAfterFen?: number;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly remark: string;
  /** The bank's own serial or reference; empty when it has none. */
  readonly serial: string;
  /**
   * SHA-256 hex over account, date, amount, counterparty, serial, balance and the how-many-th of equal lines it is: the
   * same line imported twice is known again.
   */
  readonly fingerprint: string;
  readonly line: number;
}

/** What a statement prints about itself, beside its lines. */
export interface PrintedStatement {
  readonly account: string;
  readonly openingFen: number;
  readonly closingFen: number;
  /** The days it tells of, where it says so. */
  readonly fromDate?: string;
  readonly toDate?: string;
}

/** What is wrong with a row; the rows around it are still read. */
export interface RowProblem {
  /** 0 when the file as a whole is meant. */
  readonly line: number;
  /** LT-2703 to LT-2716: what kind of wrong it is. */
  readonly code?: FailureCode;
  /** What the words of the code do not say: the column, the figures. The same in every language, without personal data. */
  readonly detail: string;
}

/** What a parser yields for each row of a file: the row, or why it could not be read. */
export type FileRow<R> = { readonly row: R } | { readonly problem: RowProblem };
