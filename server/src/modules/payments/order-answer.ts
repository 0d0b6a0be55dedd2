import { fen } from '@louting/common/money';
import type { PaymentOrder, Receipt } from '../../contract/kiosk-api.ts';
import { receiptOfOrder } from '../receipts/receipts.store.ts';
import type { OrderRow } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/** An order as its kiosk sees it. @param receipt when it is at hand; else it is read for an order that is paid */
export async function orderAnswer(context: PaymentsContext, order: OrderRow, receipt?: Receipt): Promise<PaymentOrder> {
  const { state, method, reference, failure_code: code, failure_detail: detail } = order;
  const printed =
    receipt ??
    (state === 'SUCCEEDED' ? await receiptOfOrder(context.storage.db, order.order_id, context.publicUrl) : undefined);
  return {
    orderId: order.order_id,
    state,
    method,
    amountFen: fen(order.amount_fen),
    reference,
    ...(order.qr_content === null ? {} : { qr: { content: order.qr_content, expiresAt: order.expires_at } }),
    ...(code === null ? {} : { failure: { code, ...(detail === null ? {} : { detail }) } }),
    ...(printed === undefined ? {} : { receipt: printed }),
  };
}
