import { addFen, fen, type Fen, ZERO_FEN } from '@louting/common/money';
import type { Transaction } from 'kysely';
import type { Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { applyToBills, type BillForPayment, lockOpenBills } from '../billing/billing.store.ts';
import { ACCOUNTS, type LedgerEntry, type LedgerLine } from '../ledger/ledger.ts';
import { postEntries, prepaidOfRooms } from '../ledger/ledger.store.ts';
import { storeReceipts, withAddress } from '../receipts/receipts.store.ts';
import type { RefundOnReceipt } from '../receipts/receipts.ts';
import { allocate, placesOfRest } from './allocation.ts';
import { numberReceipts, writeReceipts } from './booked-receipts.ts';
import { cardSlips } from './card-slips.ts';
import type { Booking, Money, Spread } from './spread.ts';
import { dealWithDuplicate } from './duplicates.ts';
import { chosenBills, markSucceeded, type OrderRow, raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

export interface Booked {
  readonly order: OrderRow;
  readonly receipt: Receipt;
}

/** A bill as far as it can still take money. */
export function openPart(bill: BillForPayment): Fen {
  const open = bill.state === 'PUBLISHED' || bill.state === 'PARTIALLY_PAID';
  return open ? fen(bill.amountFen - bill.paidFen) : ZERO_FEN;
}

type BookedOutcome = Parameters<typeof writeReceipts>[0][number];

/**
 * Books the money of an order whole, in the caller's transaction: allocations, ledger, receipt number, order state.
 * Bills paid meanwhile elsewhere leave their part as prepayment of the room, and staff are told (LT-2002).
 * @throws Error when the order is already booked: look before booking.
 */
export async function bookPayment(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  money: Money,
): Promise<Booked> {
  const [booked] = await bookPayments(tx, context, [{ order, money }]);
  if (!booked) throw new Error(`order ${order.order_id} was not booked`);
  return booked;
}

/**
 * Books several as if one after the other, with one statement a table: the more share a commit, the less each costs.
 * @param bookings no order twice
 * @throws Error when one of them is already booked; then none is
 */
export async function bookPayments(
  tx: Transaction<Database>,
  context: PaymentsContext,
  bookings: readonly Booking[],
): Promise<Booked[]> {
  const spreads = await spreadAll(tx, bookings);
  const prepaidBefore = await prepaidOfRooms(tx, [...new Set(bookings.map(({ order }) => order.room_id))]);
  const numbered = await numberReceipts(tx, context, bookings);
  const bookedAt = context.clock.now();
  const entries = bookings.map((booking, index) => entryOf(context.newId(), booking, at(spreads, index)));

  const payments = bookings.map(({ order, money }, index) => ({
    order_id: order.order_id,
    room_id: order.room_id,
    received_fen: money.receivedFen,
    allocated_fen: at(spreads, index).allocatedFen,
    to_prepayment_fen: at(spreads, index).rest.toPrepaymentFen,
    unclaimed_fen: at(spreads, index).rest.unclaimedFen,
    entry_id: at(entries, index).entryId,
    receipt_number: at(numbered, index).receiptNumber,
    paid_at: money.paidAt,
    booked_at: bookedAt,
  }));
  await insertRows(tx, 'payment', payments);
  const parts = bookings.flatMap(({ order }, index) =>
    at(spreads, index).parts.map(({ bill, amountFen }) => ({
      orderId: order.order_id,
      billId: bill.billId,
      amountFen,
    })),
  );
  await applyToBills(tx, parts);
  await insertRows(
    tx,
    'allocation',
    parts.map(({ orderId, billId, amountFen }) => ({ order_id: orderId, bill_id: billId, amount_fen: amountFen })),
  );
  await postEntries(tx, entries);
  const paid = bookings.map(({ order, money: { transactionId, paidAt } }) => ({ order, transactionId, paidAt }));
  const succeeded = await markSucceeded(tx, paid);
  // The paper says what became of the money, so it is written last.
  const outcomes: BookedOutcome[] = [];
  for (const [index, booking] of bookings.entries()) {
    const spread = at(spreads, index);
    const refund = await tellStaff(tx, context, booking, spread);
    outcomes.push({ ...booking, ...spread, ...at(numbered, index), refund });
  }
  const papers = writeReceipts(outcomes, prepaidBefore, await cardSlips(tx, bookings), context.receiptKey);
  const receipts = bookings.map(({ order, money }, index) => ({
    receipt_number: at(papers, index).snapshot.receiptNumber,
    order_id: order.order_id,
    kiosk_id: order.kiosk_id,
    community_id: order.community_id,
    room_id: order.room_id,
    snapshot: JSON.stringify(at(papers, index).snapshot),
    verify_token: at(papers, index).token,
    total_fen: money.receivedFen,
    issued_at: bookedAt,
  }));
  await storeReceipts(tx, receipts);
  return succeeded.map((order, index) => {
    const { snapshot, token } = at(papers, index);
    return { order, receipt: withAddress(snapshot, token, context.publicUrl, 0) };
  });
}

/** What runs beside the bookings has one for each of them. */
function at<T>(all: readonly T[], index: number): T {
  const one = all[index];
  if (one === undefined) throw new Error(`booking ${index} is missing`);
  return one;
}

/** Where each booking's money goes; a bill that two of them name has the first one's money when the second looks. */
async function spreadAll(tx: Transaction<Database>, bookings: readonly Booking[]): Promise<Spread[]> {
  const forBills = bookings.filter(({ money }) => money.disposition === 'bills');
  const ids = new Set(forBills.flatMap(({ order }) => chosenBills(order).map(({ billId }) => billId)));
  const bills = new Map((await lockOpenBills(tx, [...ids])).map((bill) => [bill.billId, bill]));
  return bookings.map(({ order, money }) => {
    const spread = spreadOverBills(order, money, bills);
    for (const { bill, amountFen } of spread.parts) {
      const paidFen = addFen(bill.paidFen, amountFen);
      const state = paidFen === bill.amountFen ? 'PAID' : 'PARTIALLY_PAID';
      bills.set(bill.billId, { ...bill, paidFen, state });
    }
    return spread;
  });
}

function spreadOverBills(order: OrderRow, money: Money, bills: ReadonlyMap<string, BillForPayment>): Spread {
  if (money.disposition === 'prepayment') {
    return {
      parts: [],
      allocatedFen: ZERO_FEN,
      rest: { toPrepaymentFen: money.receivedFen, unclaimedFen: ZERO_FEN },
    };
  }
  const open = chosenBills(order).flatMap(({ billId }) => {
    const bill = bills.get(billId);
    return bill ? [{ ...bill, outstandingFen: openPart(bill) }] : [];
  });
  const { parts, allocatedFen, restFen } = allocate(money.receivedFen, open);
  const rest = placesOfRest(restFen, money.receivedFen, fen(order.amount_fen), money.excess);
  return { parts, allocatedFen, rest };
}

function entryOf(entryId: string, { order, money }: Booking, spread: Spread): LedgerEntry {
  return {
    entryId,
    event: 'payment.received',
    occurredAt: money.paidAt,
    communityId: order.community_id,
    reference: order.order_id,
    lines: ledgerLines(order, money, spread),
  };
}

const IN_TRANSIT = {
  'wechat-pay': ACCOUNTS.wechatInTransit,
  alipay: ACCOUNTS.alipayInTransit,
  pos: ACCOUNTS.posInTransit,
} as const;

/** Kiosk cash, less the change it paid out, or channel in transit against receivables by bill; the rest against prepayment or suspense. */
function ledgerLines(order: OrderRow, money: Money, spread: Spread): LedgerLine[] {
  const changeFen = money.change?.paidFen ?? 0;
  const lines: LedgerLine[] = [
    order.method === 'cash'
      ? {
          account: ACCOUNTS.cashInKiosk,
          kioskId: order.kiosk_id,
          debitFen: money.receivedFen + changeFen,
          creditFen: 0,
        }
      : {
          account: IN_TRANSIT[order.channel ?? 'wechat-pay'],
          debitFen: money.receivedFen,
          creditFen: 0,
        },
  ];
  for (const { bill, amountFen } of spread.parts) {
    const { roomId, itemCode } = bill;
    lines.push({ account: ACCOUNTS.receivable, roomId, itemCode, debitFen: 0, creditFen: amountFen });
  }
  if (changeFen > 0) {
    lines.push({ account: ACCOUNTS.changeInKiosk, kioskId: order.kiosk_id, debitFen: 0, creditFen: changeFen });
  }
  const { toPrepaymentFen, unclaimedFen } = spread.rest;
  const roomId = order.room_id;
  if (toPrepaymentFen > 0) {
    lines.push({ account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: toPrepaymentFen });
  }
  if (unclaimedFen > 0) {
    lines.push({ account: ACCOUNTS.unclaimed, roomId, debitFen: 0, creditFen: unclaimedFen });
  }
  return lines;
}

/** @returns the refund that was asked for at once, because the money paid something twice */
async function tellStaff(
  tx: Transaction<Database>,
  context: PaymentsContext,
  { order, money }: Booking,
  spread: Spread,
): Promise<RefundOnReceipt | undefined> {
  const found = { orderId: order.order_id, kioskId: order.kiosk_id, at: context.clock.now() };
  const raise = (code: 'LT-2112' | 'LT-2303' | 'LT-2325', detail: string, amountFen: number) =>
    raiseException(tx, { ...found, exceptionId: context.newId(), code, detail, amountFen });

  const meantForBills = Math.min(money.receivedFen, order.amount_fen);
  const refusedByBills = meantForBills - spread.allocatedFen;
  const isDuplicate = money.disposition === 'bills' && order.purpose === 'bills' && refusedByBills > 0;
  const refund = isDuplicate ? await dealWithDuplicate(tx, context, order, refusedByBills) : undefined;
  if (spread.rest.unclaimedFen > 0) {
    await raise('LT-2303', 'cash above the bills, without consent', spread.rest.unclaimedFen);
  }
  if (money.change && money.change.doubtFen > 0) {
    await raise('LT-2325', 'nobody can tell whether this change was paid: count the hoppers', money.change.doubtFen);
  }
  if (order.state === 'CLOSED' || order.state === 'FAILED') {
    await raise('LT-2112', `money arrived while the order was ${order.state}`, money.receivedFen);
  }
  return refund;
}

/** Sum of what the bills still ask. */
export function dueOf(bills: readonly BillForPayment[]): Fen {
  return addFen(...bills.map(openPart));
}
