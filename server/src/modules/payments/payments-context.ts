import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import type { PaymentMethod } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import type { RefundRules } from '../refunds/refund-rules.ts';
import type { AnomalyLimits } from '../anomalies/anomalies.ts';
import type { ReceiptKey } from '../receipts/receipts.ts';
import type { HelpDeskRules } from '../tickets/tickets.ts';
import type { OrderWatch } from './order-watch.ts';

export type Channels = Partial<Record<PaymentChannel['name'], PaymentChannel>>;

export interface PaymentsContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly failPoints: FailPoints;
  readonly channels: Channels;
  /** An acquirer has agreed to take cards at the kiosks' terminals. */
  readonly bankCards?: boolean;
  readonly watch: OrderWatch;
  readonly receiptKey: ReceiptKey;
  /** As the operator set them; by default the product's. */
  readonly refundRules?: RefundRules;
  /** Origin under which owners reach the receipt pages, without a slash at the end. */
  readonly publicUrl: string;
  /** From when on a payment is unusual; absent: the limits of the product. */
  readonly anomalyLimits?: AnomalyLimits;
  /** How soon the help desk has to answer; absent: as the product has it. */
  readonly helpDeskRules?: HelpDeskRules;
}

/** What owners can pay with: cash always (rule of 2026-02-01), the rest as channels are configured. */
export function availableMethods({
  channels,
  bankCards,
}: Pick<PaymentsContext, 'channels' | 'bankCards'>): PaymentMethod[] {
  const methods: PaymentMethod[] = [];
  if (channels['wechat-pay']) methods.push('wechat-qr');
  if (channels.alipay) methods.push('alipay-qr');
  if (methods.length > 0) methods.push('payer-code');
  return [...methods, 'cash', ...(bankCards ? (['bank-card'] as const) : [])];
}
