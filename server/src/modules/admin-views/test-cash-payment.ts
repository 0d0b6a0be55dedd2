import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { receiptSnapshot } from '../receipts/receipts.ts';
import { NOW } from './test-now.ts';

/** 70.00 in notes for a bill of 66.66, booked with receipt and one copy. @returns the receipt number */
export async function bookCash(
  tx: Transaction<Database>,
  paid: {
    communityId: string;
    kioskId: string;
    roomId: string;
    orderId: string;
    billId: string;
    label: string;
    name: string;
    kiosk: string;
  },
): Promise<string> {
  const { communityId, kioskId, roomId, orderId, billId } = paid;
  const receiptNumber = `${paid.kiosk}-0000001`;
  const entryId = newId();
  await postEntry(tx, {
    entryId,
    event: 'payment.received',
    occurredAt: NOW - 30_000,
    communityId,
    reference: orderId,
    lines: [
      { account: ACCOUNTS.cashInKiosk, kioskId, debitFen: 7000, creditFen: 0 },
      { account: ACCOUNTS.receivable, roomId, itemCode: 'property', debitFen: 0, creditFen: 6666 },
      { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: 334 },
    ],
  });
  await tx
    .insertInto('payment')
    .values({
      order_id: orderId,
      room_id: roomId,
      received_fen: 7000,
      allocated_fen: 6666,
      to_prepayment_fen: 334,
      unclaimed_fen: 0,
      entry_id: entryId,
      receipt_number: receiptNumber,
      paid_at: NOW - 30_000,
      booked_at: NOW - 30_000,
    })
    .execute();
  await tx.insertInto('allocation').values({ order_id: orderId, bill_id: billId, amount_fen: 6666 }).execute();
  for (const denomination of [5000, 1000, 1000]) {
    await tx
      .insertInto('cash_note')
      .values({
        note_id: newId(),
        order_id: orderId,
        kiosk_id: kioskId,
        denomination_fen: denomination,
        state: 'credited',
        stacked_at: NOW - 40_000,
      })
      .execute();
  }
  const snapshot = receiptSnapshot({
    receiptNumber,
    communityName: paid.name,
    companyName: '安居物业',
    servicePhone: '400-000-0000',
    kioskNumber: paid.kiosk,
    payerMasked: '张**',
    roomLabel: '3栋2单元*01',
    method: 'cash',
    channel: null,
    channelTransactionId: null,
    paidAt: NOW - 30_000,
    receivedFen: fen(7000),
    parts: [{ itemName: '物业费', period: '2026-08', amountFen: fen(6666) }],
    toPrepaymentFen: fen(334),
    unclaimedFen: fen(0),
    prepaidAfterFen: fen(334),
  });
  await tx
    .insertInto('receipt')
    .values({
      receipt_number: receiptNumber,
      order_id: orderId,
      kiosk_id: kioskId,
      community_id: communityId,
      room_id: roomId,
      snapshot: JSON.stringify(snapshot),
      verify_token: newId(),
      total_fen: 7000,
      issued_at: NOW - 30_000,
    })
    .execute();
  await tx
    .insertInto('receipt_copy')
    .values({
      copy_id: newId(),
      receipt_number: receiptNumber,
      copy_number: 1,
      kiosk_id: kioskId,
      staff_id: null,
      printed_at: NOW,
    })
    .execute();
  return receiptNumber;
}
