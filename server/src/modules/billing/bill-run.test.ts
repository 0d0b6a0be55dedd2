import { newId } from '@louting/common/ids';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import type { Storage } from '../../storage/storage.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { receivableOfRoom } from '../ledger/ledger.store.ts';
import { runBills } from './bill-run.ts';
import { openBillsOfRooms } from './billing.store.ts';
import { AT_NINE, clock, testBooks } from './test-books.ts';

function run(storage: Storage, communityId: string, month: string, dryRun = false) {
  return runBills(storage, { runId: newId(), communityId, month, dryRun }, { clock, newId });
}

describeOnEachDatabase('bill run', (open) => {
  test('publishes the bill, its explanation and the ledger together', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '3-2-1001', items: ['property', 'water'] });
    await books.addMeter(roomId, { '2025-12-31': 7_000, '2026-01-31': 22_000, '2026-02-28': 34_500 });
    const january = await run(storage, books.communityId, '2026-02');
    expect(january).toMatchObject({ bills: 2, amountFen: 250_60 + 45_00, exceptions: [], zeroAmounts: 0 });
    await run(storage, books.communityId, '2026-03');
    const bills = await openBillsOfRooms(storage.db, [roomId], '2026-03-20');
    expect(bills.map((bill) => [bill.item.code, bill.periodFrom, bill.dueDate, bill.overdue, bill.amountFen])).toEqual([
      ['water', '2026-01-01', '2026-02-14', true, 45_00],
      ['property', '2026-02-01', '2026-02-15', true, 250_60],
      ['water', '2026-02-01', '2026-03-14', true, 5 * 3_00 + 7.5 * 5_00],
      ['property', '2026-03-01', '2026-03-15', true, 250_60],
    ]);
    expect(bills[2]).toMatchObject({
      readings: { previous: 22_000, current: 34_500, unit: { 'zh-CN': '吨', en: 'm³' } },
      lines: [
        { tier: 1, amountFen: 15_00, explanation: { 'zh-CN': '第 1 档 5 吨 × 3.00 元' } },
        { tier: 2, amountFen: 37_50, explanation: { 'zh-CN': '第 2 档 7.5 吨 × 5.00 元' } },
      ],
    });
    expect(await receivableOfRoom(storage.db, roomId)).toBe(bills.reduce((sum, bill) => sum + bill.amountFen, 0));
    const audit = await auditBooks(storage.db);
    expect(audit.invariants.flatMap((invariant) => invariant.breaches)).toEqual([]);
    const balanceOf = (code: string) => audit.accounts.find((account) => account.accountCode === code)?.balanceFen;
    expect([balanceOf('2241'), balanceOf('2221'), balanceOf('6001')]).toEqual([97_50, 2 * 14_18, 2 * (250_60 - 14_18)]);
  });

  test('a run repeated bills nothing twice, and a dry run writes nothing', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    await books.addRoom({ code: '1-1-101' });
    await books.addRoom({ code: '1-1-102' });
    expect(await run(storage, books.communityId, '2026-03', true)).toMatchObject({ bills: 2, amountFen: 501_20 });
    expect(await storage.db.selectFrom('bill').selectAll().execute()).toEqual([]);
    expect(await run(storage, books.communityId, '2026-03')).toMatchObject({ bills: 2, alreadyBilled: 0 });
    expect(await run(storage, books.communityId, '2026-03')).toMatchObject({ bills: 0, alreadyBilled: 2 });
    expect(await run(storage, books.communityId, '2026-03', true)).toMatchObject({ bills: 0, alreadyBilled: 2 });
  });

  test('two runs at once bill each room once', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    await books.addRoom({ code: '1-1-101' });
    const reports = await Promise.all([1, 2].map(() => run(storage, books.communityId, '2026-03')));
    expect(reports.map((report) => report.bills).sort((a, b) => a - b)).toEqual([0, 1]);
  });

  test('a quarter is billed in advance in its first month, and in no other', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['parking'] });
    expect((await run(storage, books.communityId, '2026-03')).bills).toBe(0);
    await run(storage, books.communityId, '2026-04');
    expect(await openBillsOfRooms(storage.db, [roomId], '2026-04-01')).toMatchObject([
      { periodFrom: '2026-04-01', periodTo: '2026-06-30', amountFen: 900_00, overdue: false },
    ]);
  });

  test('names what it could not bill and why, and bills the rest', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const water = { items: ['water'] } as const;
    await books.addRoom({ code: 'a no area', area: null });
    await books.addRoom({ code: 'b no owner', owner: { from: '2020-01-01', to: '2026-02-10' } });
    await books.addRoom({ code: 'c no meter', ...water });
    await books.addMeter(await books.addRoom({ code: 'd no reading', ...water }), { '2026-01-31': 1_000 });
    await books.addMeter(await books.addRoom({ code: 'e first reading', ...water }), { '2026-02-28': 4_319_000 });
    const backwards = await books.addRoom({ code: 'f backwards', ...water });
    await books.addMeter(backwards, { '2026-01-31': 9_000, '2026-02-28': 8_000 });
    await books.addMeter(await books.addRoom({ code: 'g nothing used', ...water }), {
      '2026-01-31': 9_000,
      '2026-02-28': 9_000,
    });
    await books.addRoom({ code: 'h all well' });
    const report = await run(storage, books.communityId, '2026-03');
    expect(report.exceptions.map(({ roomCode, itemCode, code }) => [roomCode, itemCode, code])).toEqual([
      ['a no area', 'property', 'LT-7001'],
      ['b no owner', 'property', 'LT-7003'],
      ['c no meter', 'water', 'LT-7009'],
      ['d no reading', 'water', 'LT-7002'],
      ['e first reading', 'water', 'LT-7006'],
      ['f backwards', 'water', 'LT-7005'],
    ]);
    expect(report).toMatchObject({ bills: 1, zeroAmounts: 1 });
    const listed = await storage.db.selectFrom('bill_run_exception').select('failure_code').execute();
    expect(listed).toHaveLength(6);
  });

  test('no tariff in force is an exception, not a price of the past', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    await books.addRoom({ code: '1-1-101' });
    await storage.transact((tx) => tx.updateTable('tariff_version').set({ to_date: '2026-02-28' }).execute());
    expect((await run(storage, books.communityId, '2026-03')).exceptions).toMatchObject([{ code: 'LT-7004' }]);
  });

  test('a new price holds from its date on, and the year begins again in the first band', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['property', 'water'] });
    await books.addMeter(
      roomId,
      { '2025-10-31': 0, '2025-11-30': 18_000, '2025-12-31': 36_000, '2026-01-31': 40_000 },
      '2025-10-31',
    );
    const old = await storage.db
      .selectFrom('tariff_version')
      .selectAll()
      .where('tariff_id', '=', books.tariffs.property)
      .executeTakeFirstOrThrow();
    await storage.transact(async (tx) => {
      const raised = { ...old, tariff_version_id: newId(), from_date: '2026-02-01', unit_price: 30_000 };
      await tx
        .updateTable('tariff_version')
        .set({ to_date: '2026-01-31' })
        .where('tariff_id', '=', old.tariff_id)
        .execute();
      await tx.insertInto('tariff_version').values(raised).execute();
    });
    for (const month of ['2025-12', '2026-01', '2026-02']) await run(storage, books.communityId, month);
    const bills = await openBillsOfRooms(storage.db, [roomId], '2026-02-01');
    const amountsOf = (code: string) =>
      bills.filter((bill) => bill.item.code === code).map((bill) => bill.lines.map((line) => line.amountFen));
    expect(amountsOf('property')).toEqual([[250_60], [250_60], [268_50]]);
    expect(amountsOf('water')).toEqual([[54_00], [6_00, 80_00], [12_00]]);
  });

  test('a reading entered late is neither billed twice nor lost (wuye 783b1ca)', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['water'] });
    const meterId = await books.addMeter(roomId, { '2025-12-31': 0, '2026-01-20': 4_000, '2026-02-28': 9_000 });
    await run(storage, books.communityId, '2026-02');
    const late = { reading_id: newId(), meter_id: meterId, day: '2026-01-31', value: 6_000, entered_at: AT_NINE };
    await storage.transact((tx) =>
      tx
        .insertInto('reading')
        .values({ ...late, source: 'manual' })
        .execute(),
    );
    await run(storage, books.communityId, '2026-03');
    const bills = await openBillsOfRooms(storage.db, [roomId], '2026-03-01');
    expect(bills.map((bill) => bill.readings)).toMatchObject([
      { previous: 0, current: 4_000 },
      { previous: 4_000, current: 9_000 },
    ]);
  });

  test('a month skipped and billed by the next is not billed again later', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['water'] });
    await books.addMeter(roomId, { '2025-12-31': 0, '2026-01-31': 4_000, '2026-02-28': 9_000 });
    await run(storage, books.communityId, '2026-03');
    expect((await run(storage, books.communityId, '2026-02')).exceptions).toMatchObject([{ code: 'LT-7007' }]);
  });

  test('power lost in the middle: the next run bills what is missing, the books stay sound', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    for (let door = 101; door <= 400; door += 1) await books.addRoom({ code: `1-1-${door}` });
    let ids = 0;
    const dying = () => {
      ids += 1;
      if (ids > 520) throw new Error('power lost');
      return newId();
    };
    const request = { runId: newId(), communityId: books.communityId, month: '2026-03', dryRun: false };
    await expect(runBills(storage, request, { clock, newId: dying })).rejects.toThrow('power lost');
    expect(await run(storage, books.communityId, '2026-03')).toMatchObject({ bills: 50, alreadyBilled: 250 });
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });
});
