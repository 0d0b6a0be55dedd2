import { addFen, fen, type Fen, ZERO_FEN } from '@louting/common/money';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { CardSlip } from '../../contract/kiosk-api.ts';
import { statement } from '../../storage/statement.ts';
import {
  type ReceiptKey,
  receiptNumber,
  type ReceiptSnapshot,
  receiptSnapshot,
  type RefundOnReceipt,
  verifyToken,
} from '../receipts/receipts.ts';
import { takeReceiptNumbers } from '../receipts/receipts.store.ts';
import type { Booking, Spread } from './spread.ts';
import { chosenBills } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

export interface NumberedReceipt {
  readonly receiptNumber: string;
  readonly kiosk: KioskOnReceipt;
}

/** Each kiosk numbers in its own series, in the order of the bookings. */
export async function numberReceipts(
  tx: Transaction<Database>,
  context: PaymentsContext,
  bookings: readonly Booking[],
): Promise<NumberedReceipt[]> {
  const next = await nextNumbers(tx, bookings);
  const numbered: NumberedReceipt[] = [];
  for (const { order } of bookings) {
    const kiosk = await kioskOnReceipt(tx, context, order.kiosk_id);
    const number = next.get(order.kiosk_id) ?? Number.NaN;
    next.set(order.kiosk_id, number + 1);
    numbered.push({ kiosk, receiptNumber: receiptNumber(kiosk.number, number) });
  }
  return numbered;
}

async function nextNumbers(tx: Transaction<Database>, bookings: readonly Booking[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { order } of bookings) counts.set(order.kiosk_id, (counts.get(order.kiosk_id) ?? 0) + 1);
  const last = await takeReceiptNumbers(tx, counts);
  return new Map([...counts].map(([kioskId, count]) => [kioskId, (last.get(kioskId) ?? Number.NaN) - count + 1]));
}

interface Paper {
  readonly snapshot: ReceiptSnapshot;
  readonly token: string;
}

/** @param prepaidBefore prepayment by room before the first of these was booked */
export function writeReceipts(
  booked: readonly (Booking & Spread & NumberedReceipt & { readonly refund: RefundOnReceipt | undefined })[],
  prepaidBefore: ReadonlyMap<string, Fen>,
  cards: ReadonlyMap<string, CardSlip>,
  key: ReceiptKey,
): Paper[] {
  const prepaid = new Map(prepaidBefore);
  return booked.map(({ order, money, parts, rest, kiosk, receiptNumber: number, refund }) => {
    const leavesFen = refund?.state === 'on-its-way' ? refund.amountFen : ZERO_FEN;
    const prepaidAfterFen = fen(addFen(prepaid.get(order.room_id) ?? ZERO_FEN, rest.toPrepaymentFen) - leavesFen);
    prepaid.set(order.room_id, prepaidAfterFen);
    const shown = new Map(chosenBills(order).map((bill) => [bill.billId, bill]));
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
      card: cards.get(order.order_id),
      paidAt: money.paidAt,
      receivedFen: money.receivedFen,
      parts: parts.map(({ bill, amountFen }) => ({
        itemName: shown.get(bill.billId)?.itemName ?? bill.itemCode,
        period: shown.get(bill.billId)?.period ?? '',
        amountFen,
      })),
      purpose: order.purpose,
      toPrepaymentFen: rest.toPrepaymentFen,
      unclaimedFen: rest.unclaimedFen,
      prepaidAfterFen,
      refund,
    });
    return { snapshot, token: verifyToken(number, key) };
  });
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
