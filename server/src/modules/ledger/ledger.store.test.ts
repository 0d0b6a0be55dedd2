import { newId } from '@louting/common/ids';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import type { Storage } from '../../storage/storage.ts';
import { testBooks } from '../billing/test-books.ts';
import { auditBooks } from './ledger.audit.ts';
import { ACCOUNTS, type LedgerEntry, type LedgerLine } from './ledger.ts';
import { cashInKiosk, ledgerOfRoom, postEntry, prepaidOfRoom, receivableOfRoom } from './ledger.store.ts';

function entry(communityId: string, lines: readonly LedgerLine[], at = 1): LedgerEntry {
  return { entryId: newId(), event: 'test', occurredAt: at, communityId, reference: 'document', lines };
}
const debit = (account: string, amount: number, of: Partial<LedgerLine> = {}): LedgerLine => ({
  account,
  debitFen: amount,
  creditFen: 0,
  ...of,
});
const credit = (account: string, amount: number, of: Partial<LedgerLine> = {}): LedgerLine => ({
  account,
  debitFen: 0,
  creditFen: amount,
  ...of,
});

async function post(storage: Storage, posted: LedgerEntry): Promise<void> {
  await storage.transact((tx) => postEntry(tx, posted));
}

async function breaches(storage: Storage): Promise<string[]> {
  return (await auditBooks(storage.db)).invariants.filter((rule) => rule.breaches.length > 0).map((rule) => rule.name);
}

describeOnEachDatabase('ledger', (open) => {
  test('cash in a kiosk, a bill paid and the rest kept as prepayment', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const [roomId, kioskId, itemCode] = ['room', 'kiosk', 'property'];
    await post(
      storage,
      entry(communityId, [debit(ACCOUNTS.receivable, 286_40, { roomId, itemCode }), credit(ACCOUNTS.revenue, 286_40)]),
    );
    const paid = [
      debit(ACCOUNTS.cashInKiosk, 300_00, { kioskId }),
      credit(ACCOUNTS.receivable, 286_40, { roomId, itemCode }),
      credit(ACCOUNTS.prepayment, 13_60, { roomId }),
    ];
    await post(storage, entry(communityId, paid, 2));
    expect(await receivableOfRoom(storage.db, roomId)).toBe(0);
    expect(await prepaidOfRoom(storage.db, roomId)).toBe(13_60);
    expect(await prepaidOfRoom(storage.db, 'another room')).toBe(0);
    expect(await cashInKiosk(storage.db, kioskId)).toBe(300_00);
    expect((await ledgerOfRoom(storage.db, roomId)).map((row) => [row.accountCode, row.balanceFen])).toEqual([
      ['1122', 286_40],
      ['1122', 0],
      ['2203', -13_60],
    ]);
  });

  test('an entry out of balance leaves no trace', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const wrong: readonly (readonly LedgerLine[])[] = [
      [debit('1002', 100), credit('6001', 99)],
      [debit('1002', 100)],
      [],
      [debit('1002', 100.5), credit('6001', 100.5)],
      [debit('1002', -100), credit('6001', -100)],
      [debit('1002', 0), credit('6001', 0)],
      [{ ...debit('1002', 100), creditFen: 100 }, debit('1002', 1), credit('6001', 1)],
    ];
    for (const lines of wrong) await expect(post(storage, entry(communityId, lines))).rejects.toThrow('ledger entry');
    await expect(post(storage, entry(communityId, [debit('9999', 1), credit('6001', 1)]))).rejects.toThrow();
    expect(await storage.db.selectFrom('ledger_entry').selectAll().execute()).toEqual([]);
    expect(await storage.db.selectFrom('ledger_balance').selectAll().execute()).toEqual([]);
  });

  test('an id is posted once', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const once = entry(communityId, [debit('1002', 100), credit('6001', 100)]);
    await post(storage, once);
    await expect(post(storage, once)).rejects.toThrow();
    expect((await auditBooks(storage.db)).accounts.find((row) => row.accountCode === '1002')?.balanceFen).toBe(100);
  });

  test('nothing posted can be edited or deleted, not even by SQL', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await post(storage, entry(communityId, [debit('1002', 100), credit('6001', 100)]));
    for (const statement of [
      sql`update ledger_line set debit_fen = 1`,
      sql`delete from ledger_line`,
      sql`update ledger_entry set event = 'x'`,
      sql`delete from ledger_entry`,
    ]) {
      await expect(storage.transact((tx) => statement.execute(tx))).rejects.toThrow('immutable');
    }
  });

  test('many at once move the same balance, none is lost', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const lines = [debit(ACCOUNTS.wechatInTransit, 7), credit(ACCOUNTS.prepayment, 7, { roomId: 'room' })];
    await Promise.all(Array.from({ length: 30 }, () => post(storage, entry(communityId, lines))));
    expect(await prepaidOfRoom(storage.db, 'room')).toBe(210);
    expect(await breaches(storage)).toEqual([]);
  });

  test('the audit finds a balance, a bill and a payment state that somebody touched', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101' });
    await post(
      storage,
      entry(books.communityId, [debit('1122', 100, { roomId, itemCode: 'property' }), credit('6001', 100)]),
    );
    expect(await breaches(storage)).toEqual(['open amounts of the bills = 1122 by room and item']);
    await storage.transact((tx) => tx.updateTable('ledger_balance').set({ debit_fen: 101 }).execute());
    expect(await breaches(storage)).toContain('balances = sums of the lines');
    const bill = {
      bill_id: newId(),
      run_id: null,
      community_id: books.communityId,
      room_id: roomId,
      ownership_id: null,
      item_code: 'property',
      tariff_version_id: null,
      period_from: '2026-01-01',
      period_to: '2026-01-31',
      due_date: '2026-01-31',
      state: 'PUBLISHED' as const,
      quantity: 1,
      previous_reading: null,
      current_reading: null,
      unit: null,
      amount_fen: 100,
      tax_fen: 0,
      paid_fen: 40,
      published_at: 1,
      replaces: null,
      reason: null,
    };
    await storage.transact((tx) => tx.insertInto('bill').values(bill).execute());
    expect(await breaches(storage)).toEqual(
      expect.arrayContaining([
        'amount of a bill = its lines',
        'paid of a bill = its allocations, and its state says so',
      ]),
    );
  });
});
