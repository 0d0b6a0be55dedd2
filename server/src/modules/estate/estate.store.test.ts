import { newId } from '@louting/common/ids';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { runBills } from '../billing/bill-run.ts';
import { AT_NINE, clock, testBooks } from '../billing/test-books.ts';
import { changeArea, changeOwner } from './estate-changes.store.ts';
import { householdOfRoom } from './estate.store.ts';

const change = { effectiveDate: '2026-03-01', changedBy: 'staff:1', at: AT_NINE, newId };

describeOnEachDatabase('estate', (open) => {
  test('a household is its room, community and people, present owner first', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '3-2-1001' });
    const buyer = newId();
    await storage.transact(async (tx) => {
      await tx.insertInto('party').values({ party_id: buyer, name: '欧阳娜娜', phone: null }).execute();
      await changeOwner(tx, roomId, { partyId: buyer, dayBefore: '2026-02-28' }, change);
    });
    expect(await householdOfRoom(storage.db, roomId)).toMatchObject({
      communityId: books.communityId,
      communityName: { 'zh-CN': '翠湖花园', en: 'Emerald Lake' },
      roomCode: '3-2-1001',
      billableArea: 8_950,
      parties: [
        { name: '欧阳娜娜', phone: undefined, relation: 'owner', from: '2026-03-01', to: undefined },
        { name: '张小明', phone: '19900001234', relation: 'owner', from: '2020-01-01', to: '2026-02-28' },
      ],
    });
    expect(await householdOfRoom(storage.db, newId())).toBeUndefined();
  });

  test('a sale leaves the old debt with the seller', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101' });
    const bill = (month: string) =>
      runBills(storage, { runId: newId(), communityId: books.communityId, month, dryRun: false }, { clock, newId });
    await bill('2026-02');
    const buyer = newId();
    await storage.transact(async (tx) => {
      await tx.insertInto('party').values({ party_id: buyer, name: '李四', phone: null }).execute();
      await changeOwner(tx, roomId, { partyId: buyer, dayBefore: '2026-02-28' }, change);
    });
    await bill('2026-03');
    const names = await storage.db
      .selectFrom('bill')
      .innerJoin('ownership', 'ownership.ownership_id', 'bill.ownership_id')
      .innerJoin('party', 'party.party_id', 'ownership.party_id')
      .select('party.name')
      .orderBy('bill.period_from')
      .execute();
    expect(names.map((row) => row.name)).toEqual(['张小明', '李四']);
  });

  test('a change of area is logged and moves no bill that stands', async () => {
    const storage = await open();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101' });
    const bill = (month: string) =>
      runBills(storage, { runId: newId(), communityId: books.communityId, month, dryRun: false }, { clock, newId });
    await bill('2026-02');
    expect(await storage.transact((tx) => changeArea(tx, roomId, 10_000, change))).toEqual({ ok: true });
    expect(await storage.transact((tx) => changeArea(tx, newId(), 1, change))).toMatchObject({ ok: false });
    await bill('2026-03');
    const amounts = await storage.db.selectFrom('bill').select('amount_fen').orderBy('period_from').execute();
    expect(amounts.map((row) => row.amount_fen)).toEqual([250_60, 280_00]);
    const logged = await storage.db.selectFrom('estate_change').selectAll().execute();
    expect(logged).toMatchObject([{ kind: 'area', before_json: '{"area":8950}', after_json: '{"area":10000}' }]);
  });
});
