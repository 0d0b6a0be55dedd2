import { type Fen, fen, ZERO_FEN } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { Refundable } from '../../contract/refunds-api.ts';
import type { Database } from '../../storage/database.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { disputeOfOrder, routesOf } from './refund-request.ts';
import { askedBackByBill, askedBackOfOrder } from './refunds.store.ts';

/**
 * What of a payment can still be asked back, and from where.
 * @returns undefined when there is no such payment in the communities of the scope
 */
export async function refundableOfOrder(
  books: ScopedBooks,
  db: Kysely<Database>,
  orderId: string,
): Promise<Refundable | undefined> {
  const order = books.orders().where('payment_order.order_id', '=', orderId);
  const payment = await order
    .select(['payment_order.method', 'payment_order.room_id', 'payment.received_fen'])
    .executeTakeFirst();
  if (!payment || payment.received_fen === null) return undefined;
  const allocations = await order
    .innerJoin('allocation', 'allocation.order_id', 'payment_order.order_id')
    .innerJoin('bill', 'bill.bill_id', 'allocation.bill_id')
    .innerJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
    .select(['bill.bill_id', 'bill.period_from', 'bill.period_to', 'bill.paid_fen', 'bill.state'])
    .select(['allocation.amount_fen', 'charge_item.name_zh as item_zh', 'charge_item.name_en as item_en'])
    .orderBy('bill.due_date')
    .orderBy('bill.bill_id')
    .execute();
  const askedFen = await askedBackOfOrder(db, orderId);
  const asked = await askedBackByBill(db, orderId);
  const leftFen = fen(payment.received_fen - askedFen);
  const dispute = await disputeOfOrder(db, orderId);
  return {
    orderId,
    receivedFen: fen(payment.received_fen),
    askedFen,
    leftFen,
    routes: [...routesOf(payment)],
    parts: allocations.map((row) => {
      const holds = row.state === 'PAID' || row.state === 'PARTIALLY_PAID' ? row.paid_fen : 0;
      return {
        billId: row.bill_id,
        itemName: { 'zh-CN': row.item_zh, en: row.item_en },
        periodFrom: row.period_from,
        periodTo: row.period_to,
        paidFen: fen(row.amount_fen),
        leftFen: least(row.amount_fen - (asked.get(row.bill_id) ?? 0), holds, leftFen),
      };
    }),
    prepaymentLeftFen: least(await prepaidOfRoom(db, payment.room_id), leftFen),
    ...(dispute !== undefined && { dispute }),
  };
}

function least(...amounts: readonly number[]): Fen {
  return fen(Math.max(ZERO_FEN, Math.min(...amounts)));
}
