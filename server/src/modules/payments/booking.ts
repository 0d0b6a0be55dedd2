import { addFen, fen, type Fen, ZERO_FEN } from '@louting/common/money';
import type { Kysely, Transaction } from 'kysely';
import type { Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { statement } from '../../storage/statement.ts';
import { applyToBill, type BillForPayment, lockOpenBills } from '../billing/billing.store.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry, prepaidOfRoom } from '../ledger/ledger.store.ts';
import { receiptSnapshot, verifyToken } from '../receipts/receipts.ts';
import { storeReceipt, takeReceiptNumber, withAddress } from '../receipts/receipts.store.ts';
import { allocate, placesOfRest } from './allocation.ts';
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
  const chosen = chosenBills(order);
  const spread = await spreadOverBills(tx, order, money);
  const { toPrepaymentFen, unclaimedFen } = spread.rest;
  const kiosk = await kioskOnReceipt(tx, context, order.kiosk_id);
  const number = await takeReceiptNumber(tx, { kioskId: order.kiosk_id, number: kiosk.number });
  const entryId = context.newId();
  const bookedAt = context.clock.now();

  await insertRows(tx, 'payment', [
    {
      order_id: order.order_id,
      room_id: order.room_id,
      received_fen: money.receivedFen,
      allocated_fen: spread.allocatedFen,
      to_prepayment_fen: toPrepaymentFen,
      unclaimed_fen: unclaimedFen,
      entry_id: entryId,
      receipt_number: number,
      paid_at: money.paidAt,
      booked_at: bookedAt,
    },
  ]);
  for (const { bill, amountFen } of spread.parts) await applyToBill(tx, bill.billId, amountFen);
  const allocations = spread.parts.map(({ bill, amountFen }) => ({
    order_id: order.order_id,
    bill_id: bill.billId,
    amount_fen: amountFen,
  }));
  await insertRows(tx, 'allocation', allocations);
  await postEntry(tx, {
    entryId,
    event: 'payment.received',
    occurredAt: money.paidAt,
    communityId: order.community_id,
    reference: order.order_id,
    lines: ledgerLines(order, money, spread),
  });

  const nameOf = new Map(chosen.map((bill) => [bill.billId, bill]));
  const snapshot = receiptSnapshot({
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
      itemName: nameOf.get(bill.billId)?.itemName ?? bill.itemCode,
      period: nameOf.get(bill.billId)?.period ?? '',
      amountFen,
    })),
    purpose: order.purpose,
    toPrepaymentFen,
    unclaimedFen,
    prepaidAfterFen: await prepaidOfRoom(tx, order.room_id),
  });
  const receipt = {
    receipt_number: number,
    order_id: order.order_id,
    kiosk_id: order.kiosk_id,
    community_id: order.community_id,
    room_id: order.room_id,
    snapshot: JSON.stringify(snapshot),
    verify_token: verifyToken(number, context.receiptKey),
    total_fen: money.receivedFen,
    issued_at: bookedAt,
  };
  await storeReceipt(tx, receipt);
  await tellStaff(tx, context, order, money, spread);
  const succeeded = await markSucceeded(tx, order, money.transactionId, money.paidAt);
  return { order: succeeded, receipt: withAddress(snapshot, receipt.verify_token, context.publicUrl, 0) };
}

interface Spread {
  readonly parts: readonly { readonly bill: BillForPayment; readonly amountFen: Fen }[];
  readonly allocatedFen: Fen;
  readonly rest: { readonly toPrepaymentFen: Fen; readonly unclaimedFen: Fen };
}

async function spreadOverBills(tx: Transaction<Database>, order: OrderRow, money: Money): Promise<Spread> {
  if (money.disposition === 'prepayment') {
    return {
      parts: [],
      allocatedFen: ZERO_FEN,
      rest: { toPrepaymentFen: money.receivedFen, unclaimedFen: ZERO_FEN },
    };
  }
  const ids = chosenBills(order).map(({ billId }) => billId);
  const bills = await lockOpenBills(tx, ids);
  const open = bills.map((bill) => ({ ...bill, outstandingFen: openPart(bill) }));
  const { parts, allocatedFen, restFen } = allocate(money.receivedFen, open);
  const rest = placesOfRest(restFen, money.receivedFen, fen(order.amount_fen), money.excess);
  return { parts, allocatedFen, rest };
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
  order: OrderRow,
  money: Money,
  spread: Spread,
): Promise<void> {
  const found = { orderId: order.order_id, kioskId: order.kiosk_id, at: context.clock.now() };
  const raise = (code: 'LT-2002' | 'LT-2112' | 'LT-2303', detail: string, amountFen: number) =>
    raiseException(tx, { ...found, exceptionId: context.newId(), code, detail, amountFen });

  const meantForBills = Math.min(money.receivedFen, order.amount_fen);
  const refusedByBills = meantForBills - spread.allocatedFen;
  if (money.disposition === 'bills' && order.purpose === 'bills' && refusedByBills > 0) {
    await raise('LT-2002', 'chosen bills were paid elsewhere meanwhile; their part is prepayment', refusedByBills);
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
