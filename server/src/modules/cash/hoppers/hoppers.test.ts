import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import type { DayReport } from '../../../contract/day-close-api.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { auditBooks } from '../../ledger/ledger.audit.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { findClose, prepareClose, signClose } from '../day-close.store.ts';
import { explainDifference, findDifference, openDifferencesOf } from '../differences.store.ts';
import { startHoppers } from './test-hoppers.ts';

const HOUR = 3_600_000;
/** The clock of the tests starts at noon of the 23rd in Shanghai. */
const TODAY = '2026-11-23';
const TOMORROW = '2026-11-24';

describeOnEachDatabase('coins that change is paid from', (open) => {
  const start = async () => startHoppers(await open(), { households: 3 });
  type Place = Awaited<ReturnType<typeof start>>;

  async function close({ storage, context, communityId, balance }: Place, businessDate: string, accept = true) {
    const officeCountedFen = await balance(ACCOUNTS.cashAtOffice);
    const prepared = { closeId: newId(), communityId, businessDate, officeCountedFen, remark: '', staffId: 'cashier' };
    const row = unwrap(await storage.transact((tx) => prepareClose(tx, context, prepared)));
    await storage.transact(async (tx) => {
      const found = await findClose(tx, row.close_id);
      if (!found) throw new Error('no close');
      unwrap(await signClose(tx, context, found, { accept, staffId: 'finance' }));
    });
    return (JSON.parse(row.report) as DayReport).hoppers;
  }

  it('hopper filled twice by one id: the coins are in the books once, from the cash of the office', async () => {
    const place = await start();
    const { balance, moved, register, count, clock } = place;
    await place.paid([100, 50]);
    expect(await register('fill', { 10: 20 }, { source: 'office' })).toMatchObject({ error: { code: 'LT-2313' } });
    await place.counted(await place.pull(), { 100: 1, 50: 1 });

    const fill = { movementId: newId(), source: 'office', movedAt: clock.now() } as const;
    const twice = await Promise.all([
      register('fill', { 10: 20, 5: 4 }, fill),
      register('fill', { 10: 20, 5: 4 }, fill),
    ]);
    expect(twice.map((answer) => answer.ok)).toEqual([true, true]);
    expect(await register('fill', { 10: 21 }, fill)).toMatchObject({ error: { code: 'LT-2323' } });
    expect(await count(fill.movementId, 'staff-a', { 10: 21 })).toMatchObject({ error: { code: 'LT-2309' } });
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(0);
    // A second person counts, and the answer is lost on the way.
    await Promise.all([1, 2].map(() => count(fill.movementId, 'staff-b', { 10: 20, 5: 4 })));
    expect(await count(fill.movementId, 'staff-c', { 10: 20 })).toMatchObject({ error: { code: 'LT-2308' } });
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(2_200);
    expect(await balance(ACCOUNTS.cashAtOffice)).toBe(12_800);

    await moved('fill', { 10: 5 }, { source: 'bank' });
    await moved('fill', { 10: 3 }, { source: 'float' });
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(3_000);
    expect([await balance(ACCOUNTS.bank), await balance(ACCOUNTS.otherReceivables)]).toEqual([-500, -300]);
    await place.expectSound();
  });

  it('hoppers counted short: the missing coins stand in 1901 until somebody else explains them', async () => {
    const place = await start();
    const { storage, balance, register, count, change, context } = place;
    await place.moved('fill', { 10: 20 });
    await place.paid([100], { change: change(500) });
    place.clock.pass(1);
    expect(await place.moved('count', { 10: 15 })).toMatchObject({ booked_fen: 1_500, entry_id: null });
    const { movement_id: movementId } = unwrap(await register('count', { 10: 13 }));
    const later = unwrap(await register('empty', { 10: 13 }));
    expect(await count(later.movement_id, 'staff-b', { 10: 13 })).toMatchObject({ error: { code: 'LT-2326' } });
    // The first two differ, so a third decides.
    expect(unwrap(await count(movementId, 'staff-b', { 10: 12 })).settled_at).toBeNull();
    expect(unwrap(await count(movementId, 'staff-c', { 10: 13 }))).toMatchObject({
      booked_fen: 1_500,
      counted_fen: 1_300,
    });
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(1_300);
    expect(await balance(ACCOUNTS.suspense)).toBe(200);

    const [short] = await openDifferencesOf(storage.db, movementId, 'CASH_SHORT');
    const explain = (staffId: string) =>
      storage.transact(async (tx) => {
        const found = await findDifference(tx, short?.difference_id ?? '');
        if (!found) throw new Error('no difference');
        const explanation = { way: 'loss', amountFen: 200, reason: '卡在出币口，未找到', staffId } as const;
        return explainDifference(tx, context, found, { resolutionId: newId(), ...explanation });
      });
    expect(await explain('staff-b')).toMatchObject({ error: { code: 'LT-2311' } });
    expect(await explain('finance')).toEqual({ ok: true, value: { openFen: 0 } });
    expect(await place.differences()).toEqual([['CASH_SHORT', 200, 'EXPLAINED']]);

    unwrap(await count(later.movement_id, 'staff-b', { 10: 13 }));
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(0);
    expect(await balance(ACCOUNTS.cashAtOffice)).toBe(1_300);
    await place.expectSound();
  });

  it('change paid while the server was away, hoppers counted and the day closed: the next close carries it, once', async () => {
    const place = await start();
    const { change, clock, balance } = place;
    await place.moved('fill', { 10: 30 });
    await place.paid([100], { change: change(400) });
    const unheard = await place.pay([50], { household: 1, change: change(600) });
    clock.pass(1);
    // By the books 26 yuan; the kiosk has paid six more that nobody knows of yet.
    await place.moved('count', { 10: 19 });
    expect(await place.differences()).toEqual([['CASH_SHORT', 700, 'OPEN']]);
    const first = { openingFen: 0, filledFen: 3_000, paidFen: 400, emptiedFen: 0, countedFen: -700, closingFen: 1_900 };
    // Sent back, and closed again: what it held is free for the second one.
    expect(await close(place, TODAY, false)).toMatchObject([first]);
    expect(await close(place, TODAY)).toMatchObject([first]);

    clock.pass(13 * HOUR);
    expect((await Promise.all([unheard.book(), unheard.book()])).map(({ status }) => status)).toEqual([200, 200]);
    // Six of the seven missing yuan are explained by it, and one is missing indeed.
    expect(await balance(ACCOUNTS.suspense)).toBe(100);
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(1_900);
    await place.moved('count', { 10: 19 });
    await place.moved('empty', { 10: 19 });
    expect(await close(place, TOMORROW)).toMatchObject([
      { openingFen: 1_900, filledFen: 0, paidFen: 600, emptiedFen: 1_900, countedFen: 600, closingFen: 0 },
    ]);
    await place.expectSound();

    const altered = { paid_fen: 500, closing_fen: 100 };
    await place.storage.transact((tx) =>
      tx.updateTable('day_close_hopper').set(altered).where('paid_fen', '=', 600).execute(),
    );
    const { invariants } = await auditBooks(place.storage.db);
    expect(invariants.flatMap((rule) => rule.breaches).join()).toContain('-100 paid');
  });

  it('two servers register and count at the same time: one after the other, and each movement is booked once', async () => {
    const place = await start();
    const { clock, balance, storage } = place;
    clock.pass(1_000);
    const at = (before: number) => ({ movementId: newId(), movedAt: clock.now() - before });
    const [one, two] = [at(20), at(10)];
    // Of two fills the earlier may come too late; nothing is lost, its sender is told.
    const answers = await Promise.all([place.register('fill', { 10: 5 }, one), place.register('fill', { 10: 7 }, two)]);
    const taken = answers
      .flatMap((answer) => (answer.ok ? [answer.value] : []))
      .toSorted((a, b) => a.movement_number - b.movement_number);
    expect(answers.every((answer) => answer.ok || answer.error.code === 'LT-2306')).toBe(true);
    expect(taken.map((row) => row.movement_number)).toEqual(taken.map((_, index) => index + 1));
    const coins = (movementId: string) => ({ 10: movementId === one.movementId ? 5 : 7 });
    for (const { movement_id: id } of taken) {
      await Promise.all(['staff-b', 'staff-c'].map((staffId) => place.count(id, staffId, coins(id))));
    }
    const fed = taken.reduce((sum, { movement_id: id }) => sum + coins(id)[10] * 100, 0);
    expect(await balance(ACCOUNTS.changeInKiosk)).toBe(fed);
    expect(await storage.db.selectFrom('hopper_count').select('ordinal').execute()).toHaveLength(taken.length * 2);
    await place.expectSound();
  });
});
