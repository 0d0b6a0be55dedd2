import { newId } from '@louting/common/ids';
import { expect, test } from 'vitest';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { agree } from '../agreements/agreements.store.ts';
import { runBills } from '../billing/bill-run.ts';
import { AT_NINE, clock, testBooks } from '../billing/test-books.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry, prepaidOfRoom, receivableOfRoom } from '../ledger/ledger.store.ts';
import { prepaymentJob } from './prepayment.job.ts';
import { spreadPrepayment } from './prepayment.ts';
import { prepaymentMovements, usePrepayment } from './prepayment.store.ts';

/** One room that agreed, with so much prepayment; a bill of 250.60 is published for each month. */
async function household(storage: Storage, prepaidFen: number, months: readonly string[] = ['2026-03']) {
  const books = await testBooks(storage);
  const roomId = await books.addRoom({ code: '1-1-101' });
  const { communityId } = books;
  await storage.transact(async (tx) => {
    const agreement = { autoUsePrepayment: true, duplicatePayment: 'refund' } as const;
    await agree(tx, roomId, agreement, 'kiosk:1', AT_NINE);
    await postEntry(tx, {
      entryId: newId(),
      event: 'payment.received',
      occurredAt: AT_NINE,
      communityId,
      reference: newId(),
      lines: [
        { account: ACCOUNTS.bank, debitFen: prepaidFen, creditFen: 0 },
        { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: prepaidFen },
      ],
    });
  });
  for (const month of months) {
    await runBills(storage, { runId: newId(), communityId, month, dryRun: false }, { clock, newId });
  }
  const job = prepaymentJob({ storage, clock, newId });
  return { roomId, runJob: () => job.run(new AbortController().signal) };
}

async function billsOf(storage: Storage, roomId: string) {
  const bills = storage.db.selectFrom('bill').where('room_id', '=', roomId).orderBy('due_date');
  return (await bills.select(['bill_id', 'state', 'paid_fen']).execute()).map((bill) => [bill.state, bill.paid_fen]);
}

describeOnEachDatabase('prepayment', (open) => {
  test('a new bill is paid from prepayment as the owner agreed: one entry, one notice, and once only', async () => {
    const storage = await open();
    const { roomId, runJob } = await household(storage, 300_00);
    await runJob();
    await Promise.all([runJob(), runJob()]);
    expect(await billsOf(storage, roomId)).toEqual([['PAID', 250_60]]);
    expect(await prepaidOfRoom(storage.db, roomId)).toBe(49_40);
    expect(await receivableOfRoom(storage.db, roomId)).toBe(0);
    expect(await storage.db.selectFrom('room_notice').select('amount_fen').execute()).toEqual([{ amount_fen: 250_60 }]);
    expect((await prepaymentMovements(storage.db, roomId)).map((row) => [row.amountFen, row.balanceFen])).toEqual([
      [-250_60, 49_40],
      [300_00, 300_00],
    ]);
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });

  test('prepayment pays the oldest bill first and the next in part, and never goes below zero', async () => {
    const storage = await open();
    const { roomId, runJob } = await household(storage, 300_00, ['2026-03', '2026-02']);
    await runJob();
    expect(await billsOf(storage, roomId)).toEqual([
      ['PAID', 250_60],
      ['PARTIALLY_PAID', 49_40],
    ]);
    expect(await prepaidOfRoom(storage.db, roomId)).toBe(0);
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });

  test('a bill that is being paid at a kiosk is not touched until that has ended', async () => {
    const storage = await open();
    const { roomId, runJob } = await household(storage, 300_00);
    const [bill] = await storage.db.selectFrom('bill').select('bill_id').execute();
    const lock = { bill_id: bill?.bill_id ?? '', order_id: newId(), expires_at: AT_NINE + 60_000 };
    await storage.transact((tx) => tx.insertInto('bill_lock').values(lock).execute());
    await runJob();
    expect(await billsOf(storage, roomId)).toEqual([['PUBLISHED', 0]]);
    const byStaff = { useId: newId(), roomId, kind: 'staff', by: 'staff:liu' } as const;
    const tried = await storage.transact((tx) => usePrepayment(tx, byStaff, { clock, newId }));
    expect(tried).toMatchObject({ error: { code: 'LT-2822' } });
    await storage.transact((tx) => tx.updateTable('bill_lock').set({ expires_at: AT_NINE }).execute());
    await runJob();
    expect(await billsOf(storage, roomId)).toEqual([['PAID', 250_60]]);
  });

  test('without an agreement nothing moves by itself; staff use it once, however often they press', async () => {
    const storage = await open();
    const { roomId, runJob } = await household(storage, 300_00);
    await storage.transact((tx) => tx.updateTable('room_agreement').set({ auto_use_prepayment: 0 }).execute());
    await runJob();
    expect(await billsOf(storage, roomId)).toEqual([['PUBLISHED', 0]]);
    const use = { useId: newId(), roomId, kind: 'staff', by: 'staff:liu' } as const;
    const press = () => storage.transact((tx) => usePrepayment(tx, use, { clock, newId }));
    expect(await press()).toMatchObject({ value: { usedFen: 250_60, prepaidAfterFen: 49_40 } });
    expect(await press()).toMatchObject({ value: { usedFen: 250_60, prepaidAfterFen: 49_40 } });
    const another = await storage.transact((tx) => usePrepayment(tx, { ...use, useId: newId() }, { clock, newId }));
    expect(another).toMatchObject({ error: { code: 'LT-2821' } });
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });
});

test('a bill that is being paid is not overtaken by a later one of its item', () => {
  const bill = (billId: string, itemCode: string, locked = false) => ({ billId, itemCode, openFen: 100, locked });
  const parts = spreadPrepayment(250, [
    bill('a', 'water', true),
    bill('b', 'property'),
    bill('c', 'water'),
    bill('d', 'property'),
  ]);
  expect(parts.map((part) => [part.billId, part.amountFen])).toEqual([
    ['b', 100],
    ['d', 100],
  ]);
});
