import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { expect, test } from 'vitest';
import { BillSchema } from '../../contract/session-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import type { Storage } from '../../storage/storage.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { receivableOfRoom } from '../ledger/ledger.store.ts';
import { runBills } from './bill-run.ts';
import { applyToBill, lockOpenBills, openBillsOfRooms } from './billing.store.ts';
import { addReading, type NewReading } from './readings.store.ts';
import { addBillByHand, type ManualBill } from './manual-bill.store.ts';
import { addDays, periodOf } from './periods.ts';
import { importReadings } from './reading-import.ts';
import { reverseBill } from './reversal.store.ts';
import { clock, testBooks } from './test-books.ts';

async function oneBill(storage: Storage) {
  const books = await testBooks(storage);
  const roomId = await books.addRoom({ code: '1-1-101' });
  const request = { runId: newId(), communityId: books.communityId, month: '2026-03', dryRun: false };
  await runBills(storage, request, { clock, newId });
  const [bill] = await openBillsOfRooms(storage.db, [roomId], '2026-03-15');
  if (!bill) throw new Error('no bill was made');
  return { roomId, bill, communityId: books.communityId };
}

describeOnEachDatabase('money on a bill', (open) => {
  test('a bill is as the kiosk expects it, and overdue from the day after its due date', async () => {
    const storage = await open();
    const { roomId, bill } = await oneBill(storage);
    const { roomId: _room, ...contract } = bill;
    expect(BillSchema.parse(contract)).toEqual(contract);
    expect(bill.overdue).toBe(false);
    expect(await openBillsOfRooms(storage.db, [roomId], '2026-03-16')).toMatchObject([{ overdue: true }]);
    expect(await openBillsOfRooms(storage.db, [], '2026-03-16')).toEqual([]);
  });

  test('part, then the rest, and not a fen more', async () => {
    const storage = await open();
    const { roomId, bill } = await oneBill(storage);
    const apply = (amount: number) => storage.transact((tx) => applyToBill(tx, bill.billId, fen(amount)));
    await apply(100_00);
    expect(await openBillsOfRooms(storage.db, [roomId], '2026-03-01')).toMatchObject([{ outstandingFen: 150_60 }]);
    await expect(apply(150_61)).rejects.toThrow('cannot take');
    await expect(apply(0)).rejects.toThrow('cannot apply');
    await apply(150_60);
    expect(await openBillsOfRooms(storage.db, [roomId], '2026-03-01')).toEqual([]);
    expect(await storage.transact((tx) => lockOpenBills(tx, [bill.billId]))).toMatchObject([
      { billId: bill.billId, roomId, itemCode: 'property', state: 'PAID', paidFen: 250_60, dueDate: '2026-03-15' },
    ]);
    await expect(apply(1)).rejects.toThrow('cannot take');
  });

  test('a reversed bill is off the ledger, and the period can be billed again once (wuye 783b1ca)', async () => {
    const storage = await open();
    const { roomId, bill, communityId } = await oneBill(storage);
    const reverse = () =>
      storage.transact((tx) => reverseBill(tx, { billId: bill.billId, reason: 'wrong area' }, { clock, newId }));
    expect(await reverse()).toEqual({ ok: true });
    expect(await reverse()).toMatchObject({ error: { code: 'LT-9002' } });
    expect(await receivableOfRoom(storage.db, roomId)).toBe(0);
    const again = { runId: newId(), communityId, month: '2026-03', dryRun: false };
    expect(await runBills(storage, again, { clock, newId })).toMatchObject({ bills: 1 });
    expect(await openBillsOfRooms(storage.db, [roomId], '2026-03-01')).toHaveLength(1);
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });

  test('a bill with money on it is not reversed', async () => {
    const storage = await open();
    const { bill } = await oneBill(storage);
    await storage.transact((tx) => applyToBill(tx, bill.billId, fen(1)));
    const reversal = { billId: bill.billId, reason: 'wrong area' };
    const result = await storage.transact((tx) => reverseBill(tx, reversal, { clock, newId }));
    expect(result).toMatchObject({ error: { code: 'LT-2002' } });
  });

  test('a bill made by hand needs a reason, stands once, and is on the ledger', async () => {
    const storage = await open();
    const { roomId } = await oneBill(storage);
    const bill: ManualBill = {
      roomId,
      itemCode: 'parking',
      period: periodOf('2026-03'),
      dueDate: '2026-03-31',
      lines: [{ explanation: { 'zh-CN': '补收二月', en: 'February, late' }, amountFen: fen(109_00) }],
      taxRate: 900,
      reason: 'space let in February',
    };
    const add = (change: Partial<ManualBill> = {}) =>
      storage.transact((tx) => addBillByHand(tx, { ...bill, ...change }, { clock, newId }));
    expect(await add({ reason: ' ' })).toMatchObject({ error: { code: 'LT-9001' } });
    expect(await add({ lines: [] })).toMatchObject({ error: { code: 'LT-9001' } });
    expect(await add({ roomId: newId() })).toMatchObject({ error: { code: 'LT-9002' } });
    expect(await add()).toMatchObject({ ok: true });
    expect(await add()).toMatchObject({ error: { code: 'LT-7007' } });
    expect(await receivableOfRoom(storage.db, roomId)).toBe(250_60 + 109_00);
    const audit = await auditBooks(storage.db);
    expect(audit.sound).toBe(true);
    expect(audit.accounts.find((account) => account.accountCode === '2221')?.balanceFen).toBe(14_18 + 9_00);
  });

  test('two payers at once: one takes the bill, the other is refused', async () => {
    const storage = await open();
    const { bill } = await oneBill(storage);
    const pay = () =>
      storage.transact(async (tx) => {
        const [locked] = await lockOpenBills(tx, [bill.billId]);
        if (locked?.state !== 'PUBLISHED') return 'was paid meanwhile';
        await applyToBill(tx, bill.billId, bill.outstandingFen);
        return 'paid';
      });
    expect((await Promise.all([pay(), pay(), pay()])).sort()).toEqual([
      'paid',
      'was paid meanwhile',
      'was paid meanwhile',
    ]);
  });
});

describeOnEachDatabase('meter readings (Condo #6434, #5298, #5602, #4042)', (open) => {
  test('only a reading that fits between its neighbours is taken', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['water'] });
    const meterId = await books.addMeter(roomId, { '2026-01-31': 5_000, '2026-03-31': 9_000 });
    const may = { now: () => Date.parse('2026-05-01T09:00:00+08:00') };
    const outcome = async (day: string, value: number) => {
      const reading: NewReading = { meterId, day, value, source: 'manual' };
      const result = await storage.transact((tx) => addReading(tx, reading, { newId, clock: may }));
      return result.ok ? 'taken' : result.error.code;
    };
    expect(await outcome('2026-01-31', 5_000)).toBe('LT-7008');
    expect(await outcome('2026-02-30', 6_000)).toBe('LT-9001');
    expect(await outcome('28.02.2026', 6_000)).toBe('LT-9001');
    expect(await outcome('2026-05-02', 9_500)).toBe('LT-9001');
    expect(await outcome('2026-02-28', -1)).toBe('LT-9001');
    expect(await outcome('2026-02-28', 0.5)).toBe('LT-9001');
    expect(await outcome('2026-02-28', 4_999)).toBe('LT-7005');
    expect(await outcome('2026-02-28', 9_001)).toBe('LT-7005');
    expect(await outcome('2026-02-28', 6_000)).toBe('taken');
    expect(await outcome('2026-04-30', 5_999)).toBe('LT-7005');
    expect(await outcome('2026-04-30', 9_000)).toBe('taken');
  });

  test('a list of ten thousand, imported twice, with its bad rows named', { timeout: 120_000 }, async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['water'] });
    const meterIds: string[] = [];
    for (let meter = 0; meter < 10; meter += 1) meterIds.push(await books.addMeter(roomId, {}));
    const readings = meterIds.flatMap((meterId) =>
      Array.from({ length: 1_000 }, (_, day): NewReading => {
        return { meterId, day: addDays('2023-01-01', day), value: day * 100, source: 'smart' };
      }),
    );
    const [first, second] = readings;
    if (!first || !second) throw new Error('no readings');
    const bad = [
      { ...first, day: '2026-02-30' },
      { ...second, value: 1 },
      { ...first, meterId: newId() },
    ];
    const deps = { newId, clock };
    expect(await importReadings(storage, [...readings, ...bad], deps)).toEqual({
      taken: 10_000,
      known: 0,
      refused: [
        { row: 10_000, code: 'LT-9001', detail: '' },
        { row: 10_001, code: 'LT-7008', detail: '' },
        { row: 10_002, code: 'LT-9002', detail: 'no such meter' },
      ],
    });
    expect(await importReadings(storage, readings.slice(0, 500), deps)).toEqual({ taken: 0, known: 500, refused: [] });
  });
});
