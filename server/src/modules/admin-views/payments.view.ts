import { fen } from '@louting/common/money';
import type { z } from 'zod';
import type { PaymentDetail, PaymentRow, PaymentsPageSchema, PaymentsQuerySchema } from '../../contract/admin-api.ts';
import { cardSlip } from '../payments/card-slips.ts';
import { refundStateOfPayment } from '../refunds/refund-states.ts';
import type { ScopedBooks } from './scope.ts';
import { contains, DAY_MS, startOfBusinessDay } from './search.ts';

type PaymentsQuery = z.output<typeof PaymentsQuerySchema>;

/** A page of payment orders, newest first, and the totals of the whole selection. */
export async function listPayments(
  books: ScopedBooks,
  query: PaymentsQuery,
): Promise<z.output<typeof PaymentsPageSchema>> {
  const selected = selection(books, query);
  const totals = await selected
    .select((eb) => [
      eb.fn.countAll<number>().as('total'),
      eb.fn.sum<number | null>('payment.received_fen').as('received_fen'),
      eb.fn.count<number>('payment.order_id').as('succeeded'),
    ])
    .executeTakeFirstOrThrow();
  const rows = await withColumns(selected)
    .orderBy('payment_order.created_at', 'desc')
    .orderBy('payment_order.order_id', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  return {
    rows: rows.map(paymentRow),
    total: totals.total,
    totals: { receivedFen: fen(totals.received_fen ?? 0), succeeded: totals.succeeded },
  };
}

export async function paymentsOfRoom(books: ScopedBooks, roomId: string, limit: number): Promise<PaymentRow[]> {
  const rows = await withColumns(books.orders().where('payment_order.room_id', '=', roomId))
    .orderBy('payment_order.created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(paymentRow);
}

/** @returns undefined when there is no such order in the communities of the scope. */
export async function paymentDetail(books: ScopedBooks, orderId: string): Promise<PaymentDetail | undefined> {
  const order = books.orders().where('payment_order.order_id', '=', orderId);
  const row = await withColumns(order).executeTakeFirst();
  if (!row) return undefined;
  const allocations = await order
    .innerJoin('allocation', 'allocation.order_id', 'payment_order.order_id')
    .innerJoin('bill', 'bill.bill_id', 'allocation.bill_id')
    .innerJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
    .select(['bill.bill_id', 'bill.period_from', 'bill.period_to', 'allocation.amount_fen'])
    .select(['charge_item.name_zh as item_zh', 'charge_item.name_en as item_en'])
    .orderBy('bill.due_date')
    .orderBy('bill.item_code')
    .execute();
  const notes = await order
    .innerJoin('cash_note', 'cash_note.order_id', 'payment_order.order_id')
    .where('cash_note.state', '=', 'credited')
    .groupBy('cash_note.denomination_fen')
    .select((eb) => ['cash_note.denomination_fen', eb.fn.countAll<number>().as('count')])
    .orderBy('cash_note.denomination_fen', 'desc')
    .execute();
  const card = await order
    .innerJoin('bank_card_payment as card', 'card.order_id', 'payment_order.order_id')
    .select(['card.terminal_id', 'card.batch', 'card.trace', 'card.card_masked'])
    .executeTakeFirst();
  return {
    ...paymentRow(row),
    ...(card && { card: cardSlip(card) }),
    allocations: allocations.map((allocation) => ({
      billId: allocation.bill_id,
      itemName: { 'zh-CN': allocation.item_zh, en: allocation.item_en },
      periodFrom: allocation.period_from,
      periodTo: allocation.period_to,
      amountFen: fen(allocation.amount_fen),
    })),
    notes: notes.map((note) => ({ denominationFen: fen(note.denomination_fen), count: note.count })),
  };
}

function selection(books: ScopedBooks, query: PaymentsQuery) {
  let orders = books.orders();
  if (query.kioskId) orders = orders.where('payment_order.kiosk_id', '=', query.kioskId);
  if (query.state) orders = orders.where('payment_order.state', '=', query.state);
  if (query.method) orders = orders.where('payment_order.method', '=', query.method);
  if (query.from) orders = orders.where('payment_order.created_at', '>=', startOfBusinessDay(query.from));
  if (query.to) orders = orders.where('payment_order.created_at', '<', startOfBusinessDay(query.to) + DAY_MS);
  const words = query.search?.trim();
  if (!words) return orders;
  return orders.where((eb) =>
    eb.or([
      contains(eb.ref('payment_order.reference'), words),
      contains(eb.ref('payment.receipt_number'), words),
      contains(eb.ref('payment_order.channel_transaction_id'), words),
      contains(eb.ref('room.code'), words),
      contains(eb.ref('room.label'), words),
    ]),
  );
}

function withColumns(orders: ReturnType<ScopedBooks['orders']>) {
  return orders
    .select(['payment_order.order_id', 'payment_order.reference', 'payment_order.state', 'payment_order.method'])
    .select(['payment_order.amount_fen', 'payment_order.payer_masked', 'payment_order.channel_transaction_id'])
    .select(['payment_order.created_at', 'payment_order.paid_at', 'payment_order.failure_code'])
    .select(['payment.received_fen', 'payment.to_prepayment_fen', 'payment.receipt_number'])
    .select(['room.room_id', 'room.code', 'room.label', 'kiosk.number', 'name_zh', 'name_en'])
    .select((eb) =>
      eb
        .selectFrom('payment_exception')
        .whereRef('payment_exception.order_id', '=', 'payment_order.order_id')
        .where('payment_exception.resolved_at', 'is', null)
        .select((inner) => inner.fn.min<string | null>('payment_exception.code').as('code'))
        .as('exception_code'),
    )
    .select((eb) => [
      eb
        .selectFrom('refund')
        .whereRef('refund.order_id', '=', 'payment_order.order_id')
        .where('refund.state', '=', 'SUCCEEDED')
        .select((inner) => inner.fn.sum<number | null>('refund.amount_fen').as('fen'))
        .as('refunded_fen'),
      eb
        .selectFrom('refund')
        .whereRef('refund.order_id', '=', 'payment_order.order_id')
        .where('refund.state', 'not in', ['SUCCEEDED', 'REJECTED'])
        .where('refund.returned_entry_id', 'is', null)
        .select((inner) => inner.fn.sum<number | null>('refund.amount_fen').as('fen'))
        .as('refunding_fen'),
    ]);
}

type OrderColumns = Awaited<ReturnType<ReturnType<typeof withColumns>['executeTakeFirstOrThrow']>>;

function paymentRow(row: OrderColumns): PaymentRow {
  const refundedFen = row.refunded_fen ?? 0;
  const refundState = refundStateOfPayment(row.received_fen ?? 0, refundedFen, row.refunding_fen ?? 0);
  return {
    orderId: row.order_id,
    reference: row.reference,
    state: row.state,
    method: row.method,
    amountFen: fen(row.amount_fen),
    receivedFen: fen(row.received_fen ?? 0),
    toPrepaymentFen: fen(row.to_prepayment_fen ?? 0),
    refundedFen: fen(refundedFen),
    ...(refundState !== undefined && { refundState }),
    communityName: { 'zh-CN': row.name_zh, en: row.name_en },
    roomId: row.room_id,
    roomCode: row.code,
    roomLabel: row.label,
    payerMasked: row.payer_masked,
    kioskNumber: row.number,
    createdAt: row.created_at,
    ...(row.paid_at !== null && { paidAt: row.paid_at }),
    ...(row.receipt_number !== null && { receiptNumber: row.receipt_number }),
    ...(row.channel_transaction_id !== null && { channelReference: row.channel_transaction_id }),
    ...(row.failure_code !== null && { failureCode: row.failure_code }),
    ...(row.exception_code !== null && { exception: row.exception_code }),
  };
}
