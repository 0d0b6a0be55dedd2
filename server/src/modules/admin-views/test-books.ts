import { newId } from '@louting/common/ids';
import type { Transaction } from 'kysely';
import type { Role } from '../../contract/admin-api.ts';
import type { PaymentMethod } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { hashPassword } from '../staff/password.ts';
import { insertStaff } from '../staff/staff.store.ts';
import { NEW_TICKET } from '../tickets/tickets.store.ts';
import { bookCash } from './test-cash-payment.ts';
import { NOW } from './test-now.ts';

export const PASSWORD = 'river-lamp-42-orange';

export interface TestCommunity {
  readonly communityId: string;
  readonly kioskId: string;
  readonly roomId: string;
  readonly callId: string;
  readonly orderId: string;
  readonly unpaidOrderId: string;
  readonly receiptNumber: string;
}

/**
 * Two communities alike, each with one kiosk, one household with a paid and an unpaid bill, one paid cash order of
 * 70.00 for a bill of 66.66, one order that the payer left, and one call for help.
 */
export async function openTestBooks(storage: Storage): Promise<{ guihua: TestCommunity; qingshui: TestCommunity }> {
  const passwordHash = await hashPassword(PASSWORD);
  return storage.transact(async (tx) => {
    await tx
      .insertInto('charge_item')
      .values({
        item_code: 'property',
        family: 'property',
        name_zh: '物业费',
        name_en: 'Property fee',
        subject_code: '6001',
        pass_through: 0,
        tax_class_code: null,
      })
      .execute();
    const guihua = await addCommunity(tx, { code: 'GH', name: '桂花苑', kiosk: 'K001', owner: '张小明' });
    const qingshui = await addCommunity(tx, { code: 'QS', name: '清水湾', kiosk: 'K002', owner: '李四' });
    const both = [guihua.communityId, qingshui.communityId];
    await addStaff(tx, passwordHash, 'group', ['system-admin', 'business-admin'], both);
    await addStaff(tx, passwordHash, 'guihua', ['business-admin'], [guihua.communityId]);
    await addStaff(tx, passwordHash, 'clerk', ['dunning-clerk'], both);
    await addStaff(tx, passwordHash, 'nowhere', ['business-admin'], []);
    return { guihua, qingshui };
  });
}

function addStaff(
  tx: Transaction<Database>,
  passwordHash: string,
  userName: string,
  roles: readonly Role[],
  communityIds: readonly string[],
): Promise<void> {
  return insertStaff(tx, {
    staffId: newId(),
    userName,
    name: userName,
    roles,
    communityIds,
    passwordHash,
    createdAt: NOW,
  });
}

async function addCommunity(
  tx: Transaction<Database>,
  made: { code: string; name: string; kiosk: string; owner: string },
): Promise<TestCommunity> {
  const communityId = newId();
  const [kioskId, roomId, callId, partyId, cardId] = [newId(), newId(), newId(), newId(), newId()];
  const label = '3栋2单元1001';
  await tx
    .insertInto('community')
    .values({
      community_id: communityId,
      code: made.code,
      name_zh: made.name,
      name_en: made.code,
      company_name: '安居物业',
      service_phone: '400-000-0000',
    })
    .execute();
  await tx
    .insertInto('room')
    .values({
      room_id: roomId,
      community_id: communityId,
      code: '3-2-1001',
      label,
      kind: 'residential',
      billable_area: 8950,
    })
    .execute();
  await tx.insertInto('party').values({ party_id: partyId, name: made.owner, phone: '13812341234' }).execute();
  await tx
    .insertInto('ownership')
    .values({ ownership_id: newId(), room_id: roomId, party_id: partyId, relation: 'owner', from_date: '2020-01-01' })
    .execute();
  await tx
    .insertInto('card')
    .values({
      card_id: cardId,
      uid_hash: newId(),
      last_four: '9F3A',
      elder_mode: 0,
      community_id: communityId,
      party_id: partyId,
      status: 'active',
      issued_at: NOW,
      status_at: NOW,
    })
    .execute();
  await tx.insertInto('card_room').values({ card_id: cardId, room_id: roomId }).execute();
  await tx
    .insertInto('kiosk')
    .values({
      kiosk_id: kioskId,
      number: made.kiosk,
      community_id: communityId,
      location: '大厅',
      status: 'enrolled',
      created_at: NOW - 1000,
    })
    .execute();
  await tx
    .insertInto('ticket')
    .values({
      ...NEW_TICKET,
      ticket_id: callId,
      community_id: communityId,
      kind: 'help-call',
      state: 'open',
      urgency: 'urgent',
      kiosk_id: kioskId,
      screen: 'cash',
      raised_at: NOW - 5000,
      received_at: NOW - 4000,
      due_at: null,
    })
    .execute();
  const paidBill = await addBill(tx, { communityId, roomId, month: '2026-08', paidFen: 6666 });
  await addBill(tx, { communityId, roomId, month: '2026-09', paidFen: 0 });
  const unpaidOrderId = await addOrder(tx, { communityId, kioskId, roomId, label, method: 'wechat-qr', paid: false });
  const orderId = await addOrder(tx, { communityId, kioskId, roomId, label, method: 'cash', paid: true });
  const receiptNumber = await bookCash(tx, { ...made, communityId, kioskId, roomId, label, orderId, billId: paidBill });
  return { communityId, kioskId, roomId, callId, orderId, unpaidOrderId, receiptNumber };
}

async function addBill(
  tx: Transaction<Database>,
  bill: { communityId: string; roomId: string; month: string; paidFen: number },
): Promise<string> {
  const billId = newId();
  await tx
    .insertInto('bill')
    .values({
      bill_id: billId,
      community_id: bill.communityId,
      room_id: bill.roomId,
      item_code: 'property',
      period_from: `${bill.month}-01`,
      period_to: `${bill.month}-30`,
      due_date: `${bill.month}-15`,
      state: bill.paidFen > 0 ? 'PAID' : 'PUBLISHED',
      quantity: 1,
      amount_fen: 6666,
      tax_fen: 0,
      paid_fen: bill.paidFen,
      published_at: NOW,
    })
    .execute();
  await tx
    .insertInto('bill_line')
    .values({
      bill_id: billId,
      line_number: 1,
      quantity: 1,
      unit_price: 1,
      raw_amount: '66.66',
      amount_fen: 6666,
      explanation_zh: '89.50 ㎡ × 0.7448 元',
      explanation_en: '89.50 m² × 0.7448 yuan',
    })
    .execute();
  await postEntry(tx, {
    entryId: newId(),
    event: 'bill.published',
    occurredAt: Date.parse(`${bill.month}-01T09:00:00+08:00`),
    communityId: bill.communityId,
    reference: billId,
    lines: [
      { account: ACCOUNTS.receivable, roomId: bill.roomId, itemCode: 'property', debitFen: 6666, creditFen: 0 },
      { account: ACCOUNTS.revenue, itemCode: 'property', debitFen: 0, creditFen: 6666 },
    ],
  });
  return billId;
}

async function addOrder(
  tx: Transaction<Database>,
  order: { communityId: string; kioskId: string; roomId: string; label: string; method: PaymentMethod; paid: boolean },
): Promise<string> {
  const orderId = newId();
  await tx
    .insertInto('payment_order')
    .values({
      order_id: orderId,
      kiosk_id: order.kioskId,
      session_id: newId(),
      community_id: order.communityId,
      room_id: order.roomId,
      payer_masked: '张**',
      room_label: '3栋2单元*01',
      method: order.method,
      bills: '[]',
      amount_fen: 6666,
      reference: order.paid ? '7F3K-92QD' : '50%_-OFF0',
      state: order.paid ? 'SUCCEEDED' : 'CLOSED',
      expires_at: NOW,
      created_at: order.paid ? NOW - 60_000 : NOW - 26 * 3_600_000,
      failure_code: order.paid ? null : 'LT-2104',
      paid_at: order.paid ? NOW - 30_000 : null,
      resolve_attempts: 0,
    })
    .execute();
  return orderId;
}
