import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import type { DayReport } from '../../contract/day-close-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { type CloseRow, findClose, prepareClose, signClose } from './day-close.store.ts';
import { dayReminderJob, dayToClose } from './day-reminder.job.ts';
import { startCash } from './test-cash.ts';

const HOUR = 3_600_000;
/** The clock of the tests starts at noon of the 23rd in Shanghai. */
const TODAY = '2026-11-23';
const TOMORROW = '2026-11-24';

const reportOf = (close: CloseRow) => JSON.parse(close.report) as DayReport;

describeOnEachDatabase('daily close', (open) => {
  async function start(households = 4) {
    const cash = await startCash(await open(), { households });
    const { storage, context, communityId } = cash;
    const prepare = (businessDate: string, changes: object = {}) => {
      const close = {
        closeId: newId(),
        communityId,
        businessDate,
        officeCountedFen: 0,
        remark: '',
        staffId: 'cashier',
      };
      return storage.transact((tx) => prepareClose(tx, context, { ...close, ...changes }));
    };
    const sign = (closeId: string, changes: object = {}) =>
      storage.transact(async (tx) => {
        const close = await findClose(tx, closeId);
        if (!close) throw new Error('no close');
        return signClose(tx, context, close, { accept: true, staffId: 'finance', ...changes });
      });
    return { ...cash, prepare, sign };
  }

  it('a day of two kiosks: every receipt by method and kiosk, numbers without gaps, signed by another person', async () => {
    const cash = await start();
    const [, k2] = cash.server.kiosks;
    await cash.paid([100]);
    await cash.paid([50, 20], { household: 1 });
    await cash.paid([10], { household: 2, kiosk: k2, suspenseNotes: [] });
    const close = unwrap(await cash.prepare(TODAY));
    expect(reportOf(close)).toMatchObject({
      series: [
        { kioskNumber: 'K001', first: 'K001-0000001', last: 'K001-0000002', count: 2, missing: 0 },
        { kioskNumber: 'K002', first: 'K002-0000001', last: 'K002-0000001', count: 1, missing: 0 },
      ],
      takings: [
        { kioskNumber: 'K001', method: 'cash', count: 2, sumFen: 17_000, lateCount: 0 },
        { kioskNumber: 'K002', method: 'cash', count: 1, sumFen: 1_000, lateCount: 0 },
      ],
      totals: { count: 3, sumFen: 18_000, cashFen: 18_000, lateCount: 0, lateFen: 0 },
      cash: { inBoxesFen: 18_000, inBagsFen: 0, atOfficeFen: 0 },
    });
    expect(await cash.sign(close.close_id, { staffId: 'cashier' })).toMatchObject({ error: { code: 'LT-2317' } });
    expect((await Promise.all([cash.sign(close.close_id), cash.sign(close.close_id)])).map((one) => one.ok)).toEqual([
      true,
      true,
    ]);
    expect(await cash.sign(close.close_id, { accept: false })).toMatchObject({ error: { code: 'LT-2324' } });
  });

  it('day closed, a late payment of that day: next close carries it marked late', async () => {
    const cash = await start();
    await cash.paid([100]);
    const late = await cash.pay([20], { household: 1 });
    const first = unwrap(await cash.prepare(TODAY));
    unwrap(await cash.sign(first.close_id));
    cash.clock.pass(13 * HOUR);
    // The kiosk was cut off over midnight: its note is of yesterday.
    expect((await late.book()).status).toBe(200);
    await cash.paid([50], { household: 2 });
    const second = unwrap(await cash.prepare(TOMORROW));
    expect(reportOf(first).totals).toMatchObject({ count: 1, lateCount: 0 });
    expect(reportOf(second)).toMatchObject({
      series: [{ first: 'K001-0000002', last: 'K001-0000003', count: 2, missing: 0 }],
      totals: { count: 2, sumFen: 7_000, lateCount: 1, lateFen: 2_000 },
      lateReceipts: [{ receiptNumber: 'K001-0000002', sumFen: 2_000 }],
    });
    const ranges = await cash.storage.db.selectFrom('day_close_series').selectAll().orderBy('first_number').execute();
    expect(ranges.map((range) => [range.first_number, range.last_number])).toEqual([
      [1, 1],
      [2, 3],
    ]);
  });

  it('two people close one day at the same time: it is closed once', async () => {
    const cash = await start();
    await cash.paid([100]);
    const closeId = newId();
    const answers = await Promise.all([
      cash.prepare(TODAY, { closeId }),
      cash.prepare(TODAY, { closeId }),
      cash.prepare(TODAY),
      cash.prepare(TODAY, { staffId: 'finance' }),
    ]);
    const closes = await cash.storage.db.selectFrom('day_close').select('close_id').execute();
    expect(closes).toHaveLength(1);
    const refused = answers.filter((answer) => !answer.ok).map((answer) => (answer.ok ? '' : answer.error.code));
    expect(refused.every((code) => code === 'LT-2315')).toBe(true);
    expect(await cash.prepare(TODAY)).toMatchObject({ error: { code: 'LT-2315' } });
  });

  it('receipts are booked while the day is closed: each is in one close', async () => {
    const cash = await start(6);
    const payments = [];
    for (let household = 0; household < 6; household += 1) payments.push(await cash.pay([10], { household }));
    const [first] = await Promise.all([cash.prepare(TODAY), ...payments.map((payment) => payment.book())]);
    unwrap(await cash.sign(unwrap(first).close_id));
    cash.clock.pass(24 * HOUR);
    const second = unwrap(await cash.prepare(TOMORROW));
    expect(reportOf(unwrap(first)).totals.count + reportOf(second).totals.count).toBe(6);
    expect(reportOf(second).totals.lateCount).toBe(reportOf(second).totals.count);
  });

  it('an earlier day first, no day that is still to come, and a close that was sent back is made again', async () => {
    const cash = await start();
    await cash.paid([100]);
    expect(await cash.prepare(TOMORROW)).toMatchObject({ error: { code: 'LT-2319' } });
    cash.clock.pass(24 * HOUR);
    await cash.paid([50], { household: 1 });
    expect(await cash.prepare(TOMORROW)).toMatchObject({ error: { code: 'LT-2316', detail: TODAY } });
    const wrong = unwrap(await cash.prepare(TODAY, { officeCountedFen: 999 }));
    expect(await cash.prepare(TOMORROW)).toMatchObject({ error: { code: 'LT-2316' } });
    unwrap(await cash.sign(wrong.close_id, { accept: false }));
    expect(await cash.differences()).toEqual([]);
    const again = unwrap(await cash.prepare(TODAY));
    expect(reportOf(again).totals.count).toBe(1);
    unwrap(await cash.sign(again.close_id));
    expect(reportOf(unwrap(await cash.prepare(TOMORROW))).totals).toMatchObject({ count: 1, lateCount: 0 });
  });

  it('two yuan missing at the office: in suspense with the signature, not before', async () => {
    const cash = await start();
    await cash.paid([100]);
    await cash.counted(await cash.pull(), { 100: 1 });
    const close = unwrap(await cash.prepare(TODAY, { officeCountedFen: 9_800 }));
    expect(reportOf(close)).toMatchObject({
      cash: { atOfficeFen: 10_000 },
      collections: [{ bookedFen: 10_000, countedFen: 10_000 }],
    });
    expect(await cash.differences()).toEqual([]);
    unwrap(await cash.sign(close.close_id));
    expect(await cash.differences()).toEqual([['CASH_SHORT', 200, 'OPEN']]);
    expect(await cash.balance(ACCOUNTS.cashAtOffice)).toBe(9_800);
    await cash.expectSound();
  });

  it('a receipt number is gone: the day is not closed', async () => {
    const cash = await start();
    await cash.paid([100]);
    await cash.storage.transact((tx) =>
      tx.updateTable('receipt_series').set({ last_number: 2 }).where('kiosk_id', '=', cash.k1.kioskId).execute(),
    );
    await cash.paid([50], { household: 1 });
    expect(await cash.prepare(TODAY)).toMatchObject({ error: { code: 'LT-2318' } });
  });

  it('nobody closed the day by ten: reminded once', async () => {
    const cash = await start();
    const { storage, clock, communityId } = cash;
    await cash.paid([100]);
    const job = dayReminderJob({ storage, clock });
    const reminders = () => storage.db.selectFrom('day_close_reminder').selectAll().execute();
    const run = () => job.run(new AbortController().signal);
    clock.pass(22 * HOUR - 1_000);
    await run();
    expect(await reminders()).toEqual([]);
    clock.pass(1_000);
    await Promise.all([run(), run()]);
    expect(await reminders()).toMatchObject([{ community_id: communityId, business_date: TODAY }]);
    const close = unwrap(await cash.prepare(TODAY));
    expect(await dayToClose(storage.db, communityId)).toMatchObject({ date: TODAY, waitingCloseId: close.close_id });
    unwrap(await cash.sign(close.close_id));
    expect(await dayToClose(storage.db, communityId)).toBeUndefined();
  });
});
