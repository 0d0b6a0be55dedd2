import { newId } from '@louting/common/ids';
import { expect, test } from 'vitest';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { clock, testBooks } from '../billing/test-books.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { decideReturn, depositsOfRoom, type ReturnDeposit, returnDeposit, takeDeposit } from './deposits.store.ts';

const dependencies = { clock, newId };

async function renovation(storage: Storage) {
  const books = await testBooks(storage);
  const roomId = await books.addRoom({ code: '1-1-101' });
  const depositId = newId();
  const take = (id = depositId) => {
    const deposit = { depositId: id, roomId, kind: 'renovation', amountFen: 2_000_00, method: 'cash' } as const;
    return storage.transact((tx) => takeDeposit(tx, { ...deposit, note: '', by: 'staff:liu' }, dependencies));
  };
  const giveBack = (returnFen: number, deductFen = 0, wanted: Partial<ReturnDeposit> = {}) =>
    storage.transact((tx) =>
      returnDeposit(
        tx,
        {
          returnId: newId(),
          depositId,
          returnFen,
          deductFen,
          deductAccount: deductFen > 0 ? '6301' : null,
          reason: '墙面破损',
          method: 'bank',
          by: 'staff:liu',
          ...wanted,
        },
        dependencies,
      ),
    );
  const decide = (returnId: string, by: string, approve = true) =>
    storage.transact((tx) => decideReturn(tx, { returnId, approve, by }, dependencies));
  const state = async () => {
    const [deposit] = await depositsOfRoom(storage.db, roomId, 'staff:liu');
    return deposit && [deposit.state, deposit.returnedFen, deposit.deductedFen];
  };
  const balances = async () => {
    const { accounts, sound } = await auditBooks(storage.db);
    const of = (code: string) => accounts.find((account) => account.accountCode === code)?.balanceFen;
    return { sound, deposit: of('2241.deposit'), office: of('1001.office'), bank: of('1002'), kept: of('6301') };
  };
  return { roomId, take, giveBack, decide, state, balances, depositId };
}

describeOnEachDatabase('deposits', (open) => {
  test('a deposit that came by bank is not given back from cash that the office does not have', async () => {
    const storage = await open();
    const { roomId, giveBack, take, balances } = await renovation(storage);
    const depositId = newId();
    const byBank = { depositId, roomId, kind: 'renovation', amountFen: 500_00, method: 'bank' } as const;
    await storage.transact((tx) => takeDeposit(tx, { ...byBank, note: '', by: 'staff:liu' }, dependencies));
    const inCash = { depositId, method: 'cash', by: 'staff:liu' } as const;
    expect(await giveBack(500_00, 0, inCash)).toMatchObject({ ok: false, error: { code: 'LT-2313' } });
    await take();
    expect(await giveBack(500_00, 0, inCash)).toMatchObject({ ok: true });
    expect(await balances()).toMatchObject({ sound: true, office: 1_500_00, bank: 500_00 });
  });

  test('a deposit is taken once however often it is sent, and the receipts count without gaps', async () => {
    const storage = await open();
    const { take, balances } = await renovation(storage);
    const first = await take();
    expect(await take()).toEqual(first);
    const second = await take(newId());
    const numbers = [first, second].map((taken) => taken.ok && taken.value.receiptNumber.slice(-6));
    expect(numbers).toEqual(['000001', '000002']);
    expect(await balances()).toMatchObject({ sound: true, deposit: 4_000_00, office: 4_000_00 });
  });

  test('given back in two parts: partly, then whole, and never more than is held', async () => {
    const storage = await open();
    const { take, giveBack, state, balances } = await renovation(storage);
    await take();
    expect(await giveBack(500_00)).toMatchObject({ value: { state: 'DONE' } });
    expect(await state()).toEqual(['PARTLY_RETURNED', 500_00, 0]);
    expect(await giveBack(1_500_01)).toMatchObject({ error: { code: 'LT-2812' } });
    const returnId = newId();
    await giveBack(1_500_00, 0, { returnId });
    expect(await giveBack(1_500_00, 0, { returnId })).toMatchObject({ value: { state: 'DONE' } });
    expect(await state()).toEqual(['RETURNED', 2_000_00, 0]);
    expect(await balances()).toMatchObject({ sound: true, deposit: 0, bank: -2_000_00 });
  });

  test('something is kept for a damage: nothing moves until a second person approves', async () => {
    const storage = await open();
    const { take, giveBack, decide, state, balances } = await renovation(storage);
    await take();
    const returnId = newId();
    expect(await giveBack(1_700_00, 300_00, { returnId })).toMatchObject({ value: { state: 'REQUESTED' } });
    expect(await state()).toEqual(['TAKEN', 0, 0]);
    expect(await giveBack(1_00)).toMatchObject({ error: { code: 'LT-2812' } });
    expect(await decide(returnId, 'staff:liu')).toMatchObject({ error: { code: 'LT-2814' } });
    const [once, twice] = await Promise.all([decide(returnId, 'staff:wang'), decide(returnId, 'staff:wang')]);
    expect([once.ok, twice.ok].filter(Boolean)).toHaveLength(1);
    expect(await state()).toEqual(['RETURNED', 1_700_00, 300_00]);
    expect(await balances()).toMatchObject({ sound: true, deposit: 0, kept: 300_00 });
  });

  test('a deduction is refused: the deposit is held as before and can be given back whole', async () => {
    const storage = await open();
    const { take, giveBack, decide, state } = await renovation(storage);
    await take();
    const returnId = newId();
    await giveBack(0, 300_00, { returnId });
    expect(await decide(returnId, 'staff:wang', false)).toMatchObject({ value: { state: 'REJECTED' } });
    await giveBack(2_000_00);
    expect(await state()).toEqual(['RETURNED', 2_000_00, 0]);
  });

  test('one fen of a deposit moved by hand: the audit names the room', async () => {
    const storage = await open();
    const { take, roomId } = await renovation(storage);
    await take();
    await storage.transact((tx) => tx.updateTable('deposit').set({ returned_fen: 1 }).execute());
    const { invariants } = await auditBooks(storage.db);
    const found = invariants.find((rule) => rule.name === 'deposits held = 2241.deposit by room');
    expect(found?.breaches).toEqual([`room ${roomId}: deposits less ledger -1`]);
  });
});
