import type { BillSource } from '../../../channels/bill-source.ts';
import type { PaymentChannel } from '../../../channels/payment-channel.ts';
import type { Channels } from '../../payments/payments-context.ts';
import type { SettlementChannel } from '../statement-rows.ts';

type ChannelWithBills = PaymentChannel & BillSource;

export function channelsWithBills(channels: Channels): ChannelWithBills[] {
  return Object.values(channels).filter((channel): channel is ChannelWithBills => 'downloadTrades' in channel);
}

/** Files that people bring are of the account we are configured with, or of the only one there is. */
export function merchantOf(channels: Channels, channel: SettlementChannel): string {
  return channelsWithBills(channels).find(({ name }) => name === channel)?.merchant ?? 'main';
}
