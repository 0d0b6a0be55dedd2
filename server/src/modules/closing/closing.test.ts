import { newId } from '@louting/common/ids';
import { expect, test } from 'vitest';
import { create, notes, settle, startPayments } from '../../app/testing/test-payments.ts';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { testBooks } from '../billing/test-books.ts';
import { newSealKey, postAll, sales } from '../ledger/chain/test-chain.ts';
import { sealEntries } from '../ledger/chain/sealing.store.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { trialBalance } from '../ledger/trial-balance.ts';
import { closeMonth, closingFacts, reopenMonth, trialBalanceOf } from './closing.store.ts';

const OCTOBER = Date.parse('2026-10-31T23:59:59+08:00');
const NOVEMBER = Date.parse('2026-11-02T09:00:00+08:00');
const clock = { now: () => NOVEMBER };
const [liu, wang] = ['staff:liu', 'staff:wang'];

async function closeOctober(storage: Storage, communityId: string, by = liu, note = '') {
  return closeMonth(storage, { communityId, month: '2026-10', by, note }, clock);
}

async function bankIn(storage: Storage, communityId: string, month: string) {
  const rows = await trialBalance(storage.db, communityId, month);
  const bank = rows.find((row) => row.accountCode === '1002');
  return bank && [bank.openingFen, bank.debitFen, bank.creditFen, bank.closingFen];
}

describeOnEachDatabase('monthly close', (open) => {
  test('a month is closed, and late money of it is booked into the open month with its true time', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await postAll(storage, sales(communityId, [100], OCTOBER));
    expect((await closeOctober(storage, communityId)).ok).toBe(true);
    const [late] = sales(communityId, [40], OCTOBER);
    if (late) await storage.transact((tx) => postEntry(tx, late));
    await postAll(storage, sales(communityId, [1, 2], OCTOBER));
    const entry = await storage.db
      .selectFrom('ledger_entry')
      .selectAll()
      .where('entry_id', '=', late?.entryId ?? '')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      occurred_at: OCTOBER,
      accounting_at: Date.parse('2026-11-01T00:00:00+08:00'),
    });
    expect(await bankIn(storage, communityId, '2026-10')).toEqual([0, 100, 0, 100]);
    expect(await bankIn(storage, communityId, '2026-11')).toEqual([100, 43, 0, 143]);
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });

  test('the trial balance is the same before and after sealing, and a closed month keeps its own', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await postAll(storage, sales(communityId, [100, 200], OCTOBER));
    await postAll(storage, sales(communityId, [7], NOVEMBER));
    const before = await trialBalance(storage.db, communityId, '2026-11');
    await sealEntries({ storage, clock, key: newSealKey() }, 'everything');
    expect(await trialBalance(storage.db, communityId, '2026-11')).toEqual(before);
    expect(await bankIn(storage, communityId, '2026-11')).toEqual([300, 7, 0, 307]);
    await closeOctober(storage, communityId);
    const kept = await trialBalanceOf(storage.db, { communityId, month: '2026-10' });
    expect(kept.find((row) => row.accountCode === '6001')).toMatchObject({ creditFen: 300, closingFen: -300 });
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });

  test('a month that is not over, out of order or closed already is refused', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const close = (month: string) => closeMonth(storage, { communityId, month, by: liu, note: '' }, clock);
    expect(await close('2026-11')).toMatchObject({ error: { code: 'LT-2801' } });
    expect((await close('2026-08')).ok).toBe(true);
    expect(await close('2026-10')).toMatchObject({ error: { code: 'LT-2801' } });
    expect(await close('2026-08')).toMatchObject({ error: { code: 'LT-2802' } });
    expect((await close('2026-09')).ok).toBe(true);
  });

  test('open exceptions need a note that says why it is closed all the same', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await storage.transact((tx) =>
      tx
        .insertInto('payment_exception')
        .values({
          exception_id: newId(),
          order_id: null,
          kiosk_id: null,
          code: 'LT-2302',
          detail: '',
          amount_fen: 100,
          raised_at: OCTOBER,
          resolved_at: null,
        })
        .execute(),
    );
    expect(await closeOctober(storage, communityId)).toMatchObject({
      error: { code: 'LT-2804', detail: 'exceptions' },
    });
    expect((await closeOctober(storage, communityId, liu, '钱箱已复点，等银行回单')).ok).toBe(true);
  });

  test('a day with receipts that nobody has signed is named before the month is closed', async () => {
    const { server, home, k1 } = await startPayments(await open());
    const { storage, estate } = server;
    const { communityId } = estate;
    const { orderId } = await create(k1, home, 'cash');
    await settle(k1, orderId, { notes: notes(100, 50, 20, 10, 10) });
    const openDays = async () =>
      (await closingFacts(storage.db, { communityId, month: '2026-11' }, server.clock.now())).openDays;
    expect(await openDays()).toBe(1);
    const signed = {
      close_id: newId(),
      community_id: communityId,
      business_date: '2026-11-23',
      state: 'SIGNED',
    } as const;
    const people = { prepared_by: liu, prepared_at: 0, signed_by: wang, signed_at: 0 };
    await storage.transact((tx) =>
      tx
        .insertInto('day_close')
        .values({ ...signed, ...people, office_counted_fen: 0, remark: '', report: '{}' })
        .execute(),
    );
    expect(await openDays()).toBe(0);
  });

  test('balances that are not the sum of their months: nothing is closed', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await postAll(storage, sales(communityId, [100], OCTOBER));
    await storage.transact((tx) => tx.updateTable('ledger_balance').set({ debit_fen: 5 }).execute());
    expect(await closeOctober(storage, communityId)).toMatchObject({ error: { code: 'LT-2803' } });
  });

  test('who closed cannot reopen; another person can, only the last month, and it is closed anew', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await closeOctober(storage, communityId);
    const reopen = (month: string, by: string) =>
      reopenMonth(storage, { communityId, month, by, note: '补记银行利息' }, clock);
    expect(await reopen('2026-10', liu)).toMatchObject({ error: { code: 'LT-2805' } });
    expect(await reopen('2026-09', wang)).toMatchObject({ error: { code: 'LT-2806' } });
    expect((await reopen('2026-10', wang)).ok).toBe(true);
    await postAll(storage, sales(communityId, [5], OCTOBER));
    expect(await bankIn(storage, communityId, '2026-10')).toEqual([0, 5, 0, 5]);
    expect((await closeOctober(storage, communityId, wang)).ok).toBe(true);
    expect((await auditBooks(storage.db)).sound).toBe(true);
  });

  test('bookings and the close at the same time: the kept trial balance misses none of them', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const post = () => postAll(storage, sales(communityId, [10], OCTOBER));
    await Promise.all([post(), post(), closeOctober(storage, communityId), post(), post(), post(), post()]);
    expect((await closingFacts(storage.db, { communityId, month: '2026-10' }, NOVEMBER)).closedBefore).toBeDefined();
    const { invariants } = await auditBooks(storage.db);
    expect(invariants.flatMap((rule) => rule.breaches)).toEqual([]);
  });

  test('an entry is written into a closed month around the ledger: the audit names the account', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await closeOctober(storage, communityId);
    await storage.transact((tx) => tx.deleteFrom('ledger_closed').execute());
    await postAll(storage, sales(communityId, [3], OCTOBER));
    const { invariants } = await auditBooks(storage.db);
    const found = invariants.find((rule) => rule.name === 'a closed month is as it was closed');
    expect(found?.breaches[0]).toContain('2026-10 1002');
  });
});
