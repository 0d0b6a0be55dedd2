import { type Fen, fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { type BillForPayment, lockOpenBills } from '../billing/billing.store.ts';
import { allocateToBill, takeFromBill } from '../billing/document-allocation.store.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry, prepaidOfRoom } from '../ledger/ledger.store.ts';
import type { RefundPartRow, RefundRow } from './refunds.store.ts';

/**
 * The entries of a refund. Approved: bills and prepayment give the money, and it is owed to the payer
 * (2241.refund). Out: it left by the channel, the office's cash or the bank. Given up: it goes back to where it came from.
 */
interface Posting {
  readonly entryId: string;
  readonly at: number;
}

/** The bill and the money on it that a part takes. */
interface BillPart {
  readonly bill: BillForPayment;
  readonly amountFen: Fen;
}

/**
 * Whether bills and prepayment still hold what the parts take.
 * @returns LT-2503 when one does not: the bill was given back by another refund, or prepayment was used meanwhile
 */
export async function billsOfParts(
  tx: Transaction<Database>,
  roomId: string,
  parts: readonly Pick<RefundPartRow, 'source' | 'bill_id' | 'amount_fen'>[],
): Promise<Result<readonly BillPart[]>> {
  const fromBills = parts.filter((part) => part.source === 'bill');
  const bills = await lockOpenBills(
    tx,
    fromBills.map((part) => part.bill_id ?? ''),
  );
  const found: BillPart[] = [];
  for (const part of fromBills) {
    const bill = bills.find(({ billId }) => billId === part.bill_id);
    const holds = (bill?.state === 'PAID' || bill?.state === 'PARTIALLY_PAID') && bill.paidFen >= part.amount_fen;
    if (!bill || !holds) return failed('LT-2503', `bill ${part.bill_id}`);
    found.push({ bill, amountFen: fen(part.amount_fen) });
  }
  const fromPrepayment = prepaymentOf(parts);
  if (fromPrepayment > (await prepaidOfRoom(tx, roomId))) return failed('LT-2503', 'prepayment');
  return ok(found);
}

function prepaymentOf(parts: readonly Pick<RefundPartRow, 'source' | 'amount_fen'>[]): number {
  return parts.reduce((sum, part) => (part.source === 'prepayment' ? sum + part.amount_fen : sum), 0);
}

/**
 * Takes the money of an approved refund: its bills ask for it again, prepayment shrinks, and the payer is owed it.
 * @returns LT-2503, then nothing was taken
 */
export async function takeMoney(
  tx: Transaction<Database>,
  refund: RefundRow,
  parts: readonly RefundPartRow[],
  { entryId, at }: Posting,
): Promise<Result<undefined>> {
  const bills = await billsOfParts(tx, refund.room_id, parts);
  if (!bills.ok) return bills;
  const lines: LedgerLine[] = [];
  for (const { bill, amountFen } of bills.value) {
    await takeFromBill(tx, { documentId: refund.refund_id, kind: 'refund', billId: bill.billId, amountFen, at });
    const { roomId, itemCode } = bill;
    lines.push({ account: ACCOUNTS.receivable, roomId, itemCode, debitFen: amountFen, creditFen: 0 });
  }
  const prepayment = prepaymentOf(parts);
  const roomId = refund.room_id;
  if (prepayment > 0) lines.push({ account: ACCOUNTS.prepayment, roomId, debitFen: prepayment, creditFen: 0 });
  lines.push({ account: ACCOUNTS.refundInProcess, roomId, debitFen: 0, creditFen: refund.amount_fen });
  await post(tx, refund, 'refund.approved', { entryId, at }, lines);
  return ok();
}

/** The money has left. @param channel that gave it back; null for cash and bank */
export function payOut(
  tx: Transaction<Database>,
  refund: RefundRow,
  channel: 'wechat-pay' | 'alipay' | null,
  posting: Posting,
): Promise<void> {
  const from = sourceOfMoney(refund.route, channel);
  return post(tx, refund, 'refund.paid', posting, [
    {
      account: ACCOUNTS.refundInProcess,
      roomId: refund.room_id,
      debitFen: refund.amount_fen,
      creditFen: 0,
    },
    { account: from, debitFen: 0, creditFen: refund.amount_fen },
  ]);
}

function sourceOfMoney(route: RefundRow['route'], channel: 'wechat-pay' | 'alipay' | null): string {
  if (route === 'cash') return ACCOUNTS.cashAtOffice;
  if (route === 'bank') return ACCOUNTS.bank;
  if (channel === null) throw new Error('a refund by its original route has a channel');
  return channel === 'alipay' ? ACCOUNTS.alipayInTransit : ACCOUNTS.wechatInTransit;
}

/**
 * Gives the money of a refund that will not happen back to its bills, as far as they still ask for it; what they do not
 * take any more, because they were paid or reversed meanwhile, becomes prepayment.
 */
export async function returnMoney(
  tx: Transaction<Database>,
  refund: RefundRow,
  parts: readonly RefundPartRow[],
  { entryId, at }: Posting,
): Promise<void> {
  const fromBills = parts.filter((part) => part.source === 'bill');
  const bills = await lockOpenBills(
    tx,
    fromBills.map((part) => part.bill_id ?? ''),
  );
  const { room_id: roomId, amount_fen: amountFen } = refund;
  const lines: LedgerLine[] = [{ account: ACCOUNTS.refundInProcess, roomId, debitFen: amountFen, creditFen: 0 }];
  let rest: number = amountFen;
  for (const part of fromBills) {
    const bill = bills.find(({ billId }) => billId === part.bill_id);
    const open = bill?.state === 'PUBLISHED' || bill?.state === 'PARTIALLY_PAID';
    const takes = bill && open ? Math.min(part.amount_fen, bill.amountFen - bill.paidFen) : 0;
    if (!bill || takes <= 0) continue;
    // The refund itself has touched the bill before: its return is a document of its own.
    await allocateToBill(tx, { documentId: entryId, kind: 'refund', billId: bill.billId, amountFen: fen(takes), at });
    lines.push({
      account: ACCOUNTS.receivable,
      roomId: bill.roomId,
      itemCode: bill.itemCode,
      debitFen: 0,
      creditFen: takes,
    });
    rest -= takes;
  }
  if (rest > 0) lines.push({ account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: rest });
  await post(tx, refund, 'refund.returned', { entryId, at }, lines);
}

function post(
  tx: Transaction<Database>,
  refund: RefundRow,
  event: string,
  { entryId, at }: Posting,
  lines: readonly LedgerLine[],
): Promise<void> {
  const { community_id: communityId, refund_id: reference } = refund;
  return postEntry(tx, { entryId, event, occurredAt: at, communityId, reference, lines });
}
