import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { RunChannel } from '../../contract/reconciliation-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import type { RefundRules } from '../refunds/refund-rules.ts';
import type { SettlementChannel } from './statement-rows.ts';

export interface ReconciliationContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly refundRules: RefundRules;
  /** Asks the channel about a trade that its file has and our books lack, and books it when the channel says so too. */
  readonly learn: (trade: TradeToLearn) => Promise<void>;
}

export interface TradeToLearn {
  readonly channel: RunChannel;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly amountFen: number;
  readonly at: number;
}

/** Money between a payer and our bank, by channel; of cash there is no transit: it lies in the box. */
export const IN_TRANSIT: Readonly<Record<Exclude<SettlementChannel, 'kiosk-cash'>, string>> = {
  'wechat-pay': ACCOUNTS.wechatInTransit,
  alipay: ACCOUNTS.alipayInTransit,
  unionpay: ACCOUNTS.unionpayInTransit,
  pos: ACCOUNTS.posInTransit,
};

const DAY_MS = 86_400_000;

/** First and one past the last millisecond of a business day; Asia/Shanghai has no summer time. */
export function spanOfDay(date: string): { readonly from: number; readonly to: number } {
  const from = Date.parse(`${date}T00:00:00+08:00`);
  return { from, to: from + DAY_MS };
}

export function dayAfter(date: string, days = 1): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
