import { newId } from '@louting/common/ids';
import { expect } from 'vitest';
import type { PaymentMethod, PaymentOrder } from '../../contract/kiosk-api.ts';
import { receivableOfRoom } from '../../modules/ledger/ledger.store.ts';
import { outTradeNoOf } from '../../modules/payments/channel-orders.ts';
import type { Storage } from '../../storage/storage.ts';
import type { TestChannel } from './test-channel.ts';
import { DUE_FEN, type TestHousehold } from './test-estate.ts';
import { startTestServer, type TestKiosk, type TestServer } from './test-server.ts';

export type Order = PaymentOrder & { code?: string };

export async function create(
  kiosk: TestKiosk,
  household: TestHousehold,
  method: PaymentMethod,
  changes: Record<string, unknown> = {},
) {
  const { sessionId } = await kiosk.open(household);
  const order = { orderId: newId(), sessionId, billIds: household.billIds, amountFen: DUE_FEN, method, ...changes };
  const answer = await kiosk.call<Order>('POST', '/kiosk/v1/payment-orders', order);
  return { ...answer, order, orderId: order.orderId };
}

export function notify(server: TestServer, channel: TestChannel, orderId: string, changes = {}) {
  const { headers, payload } = channel.notification(outTradeNoOf(orderId), changes);
  return server.app.inject({ method: 'POST', url: `/channels/${channel.name}/notify`, headers, payload });
}

export const look = async (kiosk: TestKiosk, orderId: string, query = '') =>
  (await kiosk.call<Order>('GET', `/kiosk/v1/payment-orders/${orderId}${query}`)).body;
export const close = async (kiosk: TestKiosk, orderId: string) =>
  (await kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/close`)).body;
export const charge = (kiosk: TestKiosk, orderId: string, payerCode = '130000000000000001') =>
  kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/payer-code`, { payerCode });

/** Notes of 100 yuan and below that make up the amount. */
export function notes(...yuan: number[]) {
  return yuan.map((value) => ({ noteId: newId(), denominationFen: value * 100, stackedAt: Date.UTC(2026, 10, 23, 4) }));
}
export const settle = (kiosk: TestKiosk, orderId: string, request: Record<string, unknown>) =>
  kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/cash-settlement`, {
    disposition: 'bills',
    excess: 'prepayment',
    recovered: false,
    ...request,
  });

export async function exceptions(server: TestServer): Promise<[string, number][]> {
  const rows = await server.storage.db.selectFrom('payment_exception').select(['code', 'amount_fen']).execute();
  return rows
    .map((row): [string, number] => [row.code, row.amount_fen])
    .sort(([a, x], [b, y]) => a.localeCompare(b) || x - y);
}
export const payments = (server: TestServer) => server.storage.db.selectFrom('payment').selectAll().execute();

/** Debits equal credits, and what bills say they were paid is what was allocated to them. */
export async function expectSoundBooks(server: TestServer) {
  const { db } = server.storage;
  const lines = await db.selectFrom('ledger_line').select(['debit_fen', 'credit_fen']).execute();
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(lines.map((line) => line.debit_fen))).toBe(sum(lines.map((line) => line.credit_fen)));
  const bills = await db.selectFrom('bill').select(['bill_id', 'paid_fen', 'amount_fen', 'room_id']).execute();
  const allocations = await db.selectFrom('allocation').select(['bill_id', 'amount_fen']).execute();
  for (const bill of bills) {
    const allocated = allocations.filter((one) => one.bill_id === bill.bill_id).map((one) => one.amount_fen);
    expect(bill.paid_fen).toBe(sum(allocated));
  }
  for (const { roomId } of server.estate.households) {
    const owed = bills.filter((bill) => bill.room_id === roomId).map((bill) => bill.amount_fen - bill.paid_fen);
    expect(await receivableOfRoom(db, roomId)).toBe(sum(owed));
  }
  const receipts = await db.selectFrom('receipt').select(['receipt_number', 'kiosk_id']).execute();
  for (const ofKiosk of Map.groupBy(receipts, (receipt) => receipt.kiosk_id).values()) {
    const numbers = ofKiosk.map((receipt) => Number(receipt.receipt_number.slice(-7))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
}

/** A server on empty books, its first household and its two kiosks. */
export async function startPayments(storage: Storage, options: Parameters<typeof startTestServer>[1] = {}) {
  const server = await startTestServer(storage, options);
  const [home] = server.estate.households;
  if (!home) throw new Error('no household');
  return { server, home, k1: server.kiosks[0], k2: server.kiosks[1] };
}
