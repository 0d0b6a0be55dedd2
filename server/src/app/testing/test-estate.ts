import type { NewId } from '@louting/common/ids';
import type { CardKey } from '../../modules/cards/cards.ts';
import { issueCard } from '../../modules/cards/cards.store.ts';
import { ACCOUNTS } from '../../modules/ledger/ledger.ts';
import { postEntries } from '../../modules/ledger/ledger.store.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';

export interface TestHousehold {
  readonly roomId: string;
  readonly cardUid: string;
  /** Two bills: 100.00 of October, and 86.40 of November. */
  readonly billIds: readonly [string, string];
}

export interface TestEstate {
  readonly communityId: string;
  readonly households: readonly TestHousehold[];
}

const BILLS = [
  { from: '2026-10-01', to: '2026-10-31', due: '2026-10-31', fen: 10_000 },
  { from: '2026-11-01', to: '2026-11-30', due: '2026-11-30', fen: 8_640 },
] as const;
export const DUE_FEN = 18_640;
/** Printed by test statements as `1202****0001` and `6222****1234`. */
export const BANK_ACCOUNTS = ['1202020209900010001', '6222020200001234'] as const;

/** A community whose households each have one card and two published bills, posted to the ledger. */
export async function seedTestEstate(
  storage: Storage,
  options: { readonly households: number; readonly newId: NewId; readonly now: number; readonly cardKey: CardKey },
): Promise<TestEstate> {
  const { newId, now, cardKey } = options;
  const communityId = newId();
  const households = Array.from({ length: options.households }, (_, index): TestHousehold => {
    const uid = (0x04_a1_00_00 + index).toString(16).toUpperCase().padStart(8, '0');
    return { roomId: newId(), cardUid: uid, billIds: [newId(), newId()] };
  });
  await storage.transact(async (tx) => {
    await insertRows(tx, 'community', [
      {
        community_id: communityId,
        code: 'CH',
        name_zh: '翠湖花园',
        name_en: 'Green Lake Garden',
        company_name: '翠湖物业服务有限公司',
        service_phone: '0571-88886666',
      },
    ]);
    await insertRows(
      tx,
      'bank_account',
      BANK_ACCOUNTS.map((number) => ({
        account_id: newId(),
        community_id: communityId,
        bank: 'ICBC',
        account_number: number,
        name: '基本户',
        bound_at: now,
        bound_by: 'system',
        confirmed_by: 'system',
      })),
    );
    await insertRows(tx, 'charge_item', [
      {
        item_code: 'PROPERTY',
        family: 'property',
        name_zh: '物业服务费',
        name_en: 'Property service',
        subject_code: '6001',
        pass_through: 0,
        tax_class_code: null,
      },
    ]);
    await insertRows(
      tx,
      'room',
      households.map(({ roomId }, index) => roomRow(roomId, communityId, index)),
    );
    const parties = households.map(({ roomId }) => ({ roomId, partyId: newId() }));
    await insertRows(
      tx,
      'party',
      parties.map(({ partyId }) => ({ party_id: partyId, name: '张三', phone: '13812341234' })),
    );
    await insertRows(
      tx,
      'ownership',
      parties.map(({ roomId, partyId }) => ({
        ownership_id: newId(),
        room_id: roomId,
        party_id: partyId,
        relation: 'owner' as const,
        from_date: '2020-01-01',
        to_date: null,
      })),
    );
    await insertRows(
      tx,
      'bill',
      households.flatMap((household) => billRows(household, communityId, now)),
    );
    await insertRows(
      tx,
      'bill_line',
      households.flatMap(({ billIds }) => billLines(billIds)),
    );
    await postEntries(
      tx,
      households.flatMap(({ roomId, billIds }) => published(communityId, roomId, billIds, now, newId)),
    );
    for (const [index, { roomId, cardUid }] of households.entries()) {
      const partyId = parties[index]?.partyId ?? '';
      const card = {
        cardId: newId(),
        uid: cardUid,
        communityId,
        partyId,
        roomIds: [roomId],
        issuedAt: now,
        elderMode: false,
      };
      await issueCard(tx, card, cardKey);
    }
  });
  return { communityId, households };
}

function roomRow(roomId: string, communityId: string, index: number) {
  return {
    room_id: roomId,
    community_id: communityId,
    building_id: null,
    unit_id: null,
    code: `3-2-${1001 + index}`,
    label: `3栋2单元${1001 + index}`,
    kind: 'residential' as const,
    billable_area: 8_950,
    handover_date: null,
  };
}

function billRows({ roomId, billIds }: TestHousehold, communityId: string, now: number) {
  return BILLS.map((bill, index) => ({
    bill_id: billIds[index] ?? '',
    run_id: null,
    community_id: communityId,
    room_id: roomId,
    ownership_id: null,
    item_code: 'PROPERTY',
    tariff_version_id: null,
    period_from: bill.from,
    period_to: bill.to,
    due_date: bill.due,
    state: 'PUBLISHED' as const,
    quantity: 8_950,
    previous_reading: null,
    current_reading: null,
    unit: null,
    amount_fen: bill.fen,
    tax_fen: 0,
    paid_fen: 0,
    published_at: now,
    replaces: null,
    reason: null,
  }));
}

function billLines(billIds: readonly string[]) {
  return BILLS.map((bill, index) => ({
    bill_id: billIds[index] ?? '',
    line_number: 1,
    tier: null,
    quantity: 8_950,
    unit_price: 0,
    raw_amount: String(bill.fen),
    amount_fen: bill.fen,
    explanation_zh: '89.50 ㎡',
    explanation_en: '89.50 m²',
  }));
}

function published(communityId: string, roomId: string, billIds: readonly string[], now: number, newId: NewId) {
  return BILLS.map((bill, index) => ({
    entryId: newId(),
    event: 'bill.published',
    occurredAt: now,
    communityId,
    reference: billIds[index] ?? '',
    lines: [
      { account: ACCOUNTS.receivable, roomId, itemCode: 'PROPERTY', debitFen: bill.fen, creditFen: 0 },
      { account: ACCOUNTS.revenue, itemCode: 'PROPERTY', debitFen: 0, creditFen: bill.fen },
    ],
  }));
}
