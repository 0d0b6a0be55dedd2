import { addFen, fen, type Fen, ZERO_FEN } from '@louting/common/money';
import type { Kysely, Transaction } from 'kysely';
import type { Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { statement } from '../../storage/statement.ts';
import { applyToBills, type BillForPayment, lockOpenBills } from '../billing/billing.store.ts';
import { ACCOUNTS, type LedgerEntry, type LedgerLine } from '../ledger/ledger.ts';
import { postEntries, prepaidOfRooms } from '../ledger/ledger.store.ts';
import { receiptNumber, type ReceiptSnapshot, receiptSnapshot, verifyToken } from '../receipts/receipts.ts';
import { storeReceipts, takeReceiptNumbers, withAddress } from '../receipts/receipts.store.ts';
import { allocate, placesOfRest } from './allocation.ts';
import { dealWithDuplicate } from './duplicates.ts';
import { chosenBills, markSucceeded, type OrderRow, raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/** Money that came in for an order. */
export interface Money {
  readonly receivedFen: Fen;
  readonly paidAt: number;
  /** Null for cash. */
  readonly transactionId: string | null;
  /** `prepayment`: the owner chose to keep all of it as prepayment. */
  readonly disposition: 'bills' | 'prepayment';
  readonly excess: 'prepayment' | 'unclaimed';
}

export interface Booked {
  readonly order: OrderRow;
  readonly receipt: Receipt;
}

/** A bill as far as it can still take money. */
export function openPart(bill: BillForPayment): Fen {
  const open = bill.state === 'PUBLISHED' || bill.state === 'PARTIALLY_PAID';
  return open ? fen(bill.amountFen - bill.paidFen) : ZERO_FEN;
}

export interface Booking {
  readonly order: OrderRow;
  readonly money: Money;
}

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
  const papers = await issueReceipts(tx, context, bookings, spreads);
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
    receipt_number: at(papers, index).snapshot.receiptNumber,
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
  const paid = bookings.map(({ order, money: { transactionId, paidAt } }) => ({ order, transactionId, paidAt }));
  const succeeded = await markSucceeded(tx, paid);
  for (const [index, booking] of bookings.entries()) await tellStaff(tx, context, booking, at(spreads, index));
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

interface Spread {
  readonly parts: readonly { readonly bill: BillForPayment; readonly amountFen: Fen }[];
  readonly allocatedFen: Fen;
  readonly rest: { readonly toPrepaymentFen: Fen; readonly unclaimedFen: Fen };
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

interface Paper {
  readonly snapshot: ReceiptSnapshot;
  readonly token: string;
}

/** Each kiosk numbers in its own series, in the order of the bookings. */
async function issueReceipts(
  tx: Transaction<Database>,
  context: PaymentsContext,
  bookings: readonly Booking[],
  spreads: readonly Spread[],
): Promise<Paper[]> {
  const prepaid = await prepaidOfRooms(tx, [...new Set(bookings.map(({ order }) => order.room_id))]);
  const next = await nextNumbers(tx, bookings);
  const papers: Paper[] = [];
  for (const [index, booking] of bookings.entries()) {
    const { room_id: roomId, kiosk_id: kioskId } = booking.order;
    const kiosk = await kioskOnReceipt(tx, context, kioskId);
    const number = next.get(kioskId) ?? Number.NaN;
    next.set(kioskId, number + 1);
    const spread = at(spreads, index);
    const prepaidAfterFen = addFen(prepaid.get(roomId) ?? ZERO_FEN, spread.rest.toPrepaymentFen);
    prepaid.set(roomId, prepaidAfterFen);
    const snapshot = snapshotOf(booking, spread, kiosk, receiptNumber(kiosk.number, number), prepaidAfterFen);
    papers.push({ snapshot, token: verifyToken(snapshot.receiptNumber, context.receiptKey) });
  }
  return papers;
}

async function nextNumbers(tx: Transaction<Database>, bookings: readonly Booking[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { order } of bookings) counts.set(order.kiosk_id, (counts.get(order.kiosk_id) ?? 0) + 1);
  const last = await takeReceiptNumbers(tx, counts);
  return new Map([...counts].map(([kioskId, count]) => [kioskId, (last.get(kioskId) ?? Number.NaN) - count + 1]));
}

function snapshotOf(
  { order, money }: Booking,
  spread: Spread,
  kiosk: KioskOnReceipt,
  number: string,
  prepaidAfterFen: Fen,
): ReceiptSnapshot {
  const shown = new Map(chosenBills(order).map((bill) => [bill.billId, bill]));
  return receiptSnapshot({
    receiptNumber: number,
    communityName: kiosk.name_zh,
    companyName: kiosk.company_name,
    servicePhone: kiosk.service_phone,
    kioskNumber: kiosk.number,
    payerMasked: order.payer_masked,
    roomLabel: order.room_label,
    method: order.method,
    channel: order.channel,
    channelTransactionId: money.transactionId,
    paidAt: money.paidAt,
    receivedFen: money.receivedFen,
    parts: spread.parts.map(({ bill, amountFen }) => ({
      itemName: shown.get(bill.billId)?.itemName ?? bill.itemCode,
      period: shown.get(bill.billId)?.period ?? '',
      amountFen,
    })),
    purpose: order.purpose,
    toPrepaymentFen: spread.rest.toPrepaymentFen,
    unclaimedFen: spread.rest.unclaimedFen,
    prepaidAfterFen,
  });
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

/** Kiosk cash or channel in transit against receivables by bill; what is over against prepayment or suspense. */
function ledgerLines(order: OrderRow, money: Money, spread: Spread): LedgerLine[] {
  const lines: LedgerLine[] = [
    order.method === 'cash'
      ? { account: ACCOUNTS.cashInKiosk, kioskId: order.kiosk_id, debitFen: money.receivedFen, creditFen: 0 }
      : {
          account: order.channel === 'alipay' ? ACCOUNTS.alipayInTransit : ACCOUNTS.wechatInTransit,
          debitFen: money.receivedFen,
          creditFen: 0,
        },
  ];
  for (const { bill, amountFen } of spread.parts) {
    const { roomId, itemCode } = bill;
    lines.push({ account: ACCOUNTS.receivable, roomId, itemCode, debitFen: 0, creditFen: amountFen });
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

async function tellStaff(
  tx: Transaction<Database>,
  context: PaymentsContext,
  { order, money }: Booking,
  spread: Spread,
): Promise<void> {
  const found = { orderId: order.order_id, kioskId: order.kiosk_id, at: context.clock.now() };
  const raise = (code: 'LT-2112' | 'LT-2303', detail: string, amountFen: number) =>
    raiseException(tx, { ...found, exceptionId: context.newId(), code, detail, amountFen });

  const meantForBills = Math.min(money.receivedFen, order.amount_fen);
  const refusedByBills = meantForBills - spread.allocatedFen;
  if (money.disposition === 'bills' && order.purpose === 'bills' && refusedByBills > 0) {
    await dealWithDuplicate(tx, context, order, refusedByBills);
  }
  if (spread.rest.unclaimedFen > 0) {
    await raise('LT-2303', 'cash above the bills, without consent', spread.rest.unclaimedFen);
  }
  if (order.state === 'CLOSED' || order.state === 'FAILED') {
    await raise('LT-2112', `money arrived while the order was ${order.state}`, money.receivedFen);
  }
}

const kioskRows = statement((db, values: { kioskId: string }) =>
  db
    .selectFrom('kiosk')
    .innerJoin('community', 'community.community_id', 'kiosk.community_id')
    .select(['kiosk.number', 'name_zh', 'company_name', 'service_phone'])
    .where('kiosk_id', '=', values.kioskId),
);

/** Names change once in years: read again after a while, not with every payment. */
const NAMES_LAST_MS = 30_000;
const namesRead = new WeakMap<object, Map<string, { readonly at: number; readonly names: KioskOnReceipt }>>();
type KioskOnReceipt = Awaited<ReturnType<typeof kioskRows>>[number];

async function kioskOnReceipt(
  tx: Kysely<Database>,
  { storage, clock }: PaymentsContext,
  kioskId: string,
): Promise<KioskOnReceipt> {
  const known = namesRead.get(storage) ?? new Map();
  namesRead.set(storage, known);
  const last = known.get(kioskId);
  if (last && Math.abs(clock.now() - last.at) < NAMES_LAST_MS) return last.names;
  const [names] = await kioskRows(tx, { kioskId });
  if (!names) throw new Error(`kiosk ${kioskId} is not on the books`);
  known.set(kioskId, { at: clock.now(), names });
  return names;
}

/** Sum of what the bills still ask. */
export function dueOf(bills: readonly BillForPayment[]): Fen {
  return addFen(...bills.map(openPart));
}
