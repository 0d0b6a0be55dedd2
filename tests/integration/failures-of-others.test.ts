import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../server/src/app/testing/test-estate.ts';
import {
  create,
  expectSoundBooks,
  notes,
  notify,
  payments,
  settle,
  startPayments,
} from '../../server/src/app/testing/test-payments.ts';
import { logInStaff } from '../../server/src/app/testing/test-staff.ts';
import { runBills } from '../../server/src/modules/billing/bill-run.ts';
import { openBillsOfRooms } from '../../server/src/modules/billing/billing.store.ts';
import { addBillByHand } from '../../server/src/modules/billing/manual-bill.store.ts';
import { periodOf } from '../../server/src/modules/billing/periods.ts';
import { addReading } from '../../server/src/modules/billing/readings.store.ts';
import { AT_NINE, testBooks } from '../../server/src/modules/billing/test-books.ts';
import { dayReport } from '../../server/src/modules/cash/day-report.ts';
import { sealEntries } from '../../server/src/modules/ledger/chain/sealing.store.ts';
import { newSealKey } from '../../server/src/modules/ledger/chain/test-chain.ts';
import { prepaidOfRoom } from '../../server/src/modules/ledger/ledger.store.ts';
import { trialBalance } from '../../server/src/modules/ledger/trial-balance.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import { exportVouchers } from '../../server/src/modules/vouchers/vouchers.store.ts';
import { insertRows } from '../../server/src/storage/insert-rows.ts';
import { describeOnEachDatabase } from '../../server/src/storage/test-storages.ts';

/**
 * What has gone wrong in other systems, as far as it crosses modules. The other rows stand with the rule
 * that they are about, by the name of their evidence: duplicate payments in create-order.test.ts, readings in
 * billing.store.test.ts, shared costs in share-pool.test.ts, floats in tariffs.test.ts, files of channels in
 * channel-run.test.ts, refunds in refunds.test.ts, times in clock.test.ts, the card in restrictions.test.ts.
 */
describeOnEachDatabase('what failed elsewhere', (openBooks) => {
  const start = async (options: Parameters<typeof startPayments>[1] = {}) => {
    const parts = await startPayments(await openBooks(), options);
    const paidOf = async (billId: string) =>
      (
        await parts.server.storage.db
          .selectFrom('bill')
          .select('paid_fen')
          .where('bill_id', '=', billId)
          .executeTakeFirstOrThrow()
      ).paid_fen;
    return { ...parts, paidOf };
  };

  it('Condo #7880, #5878, #2017: a QR code pays its own bills, what is over is prepayment, two items of a month are two', async () => {
    const { server, home, k1, k2, paidOf } = await start();
    const [, neighbour] = server.estate.households;
    if (!neighbour) throw new Error('no neighbour');
    const [first, second] = home.billIds;
    const own = await create(k1, home, 'wechat-qr', { billIds: [first], amountFen: 10_000 });
    const other = await create(k2, neighbour, 'wechat-qr', { billIds: [neighbour.billIds[1]], amountFen: 8_640 });
    server.wechat.pay(outTradeNoOf(other.orderId));
    await notify(server, server.wechat, other.orderId);
    expect(await Promise.all([first, second, ...neighbour.billIds].map(paidOf))).toEqual([0, 0, 0, 8_640]);
    server.wechat.pay(outTradeNoOf(own.orderId));
    await notify(server, server.wechat, own.orderId);
    expect(await Promise.all([first, second].map(paidOf))).toEqual([10_000, 0]);

    const cash = await create(k1, home, 'cash', { billIds: [second], amountFen: 8_640 });
    await settle(k1, cash.orderId, { notes: notes(100) });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(1_360);

    await server.storage.transact(async (tx) => {
      const item = { family: 'parking', subject_code: '6001', pass_through: 0, tax_class_code: null } as const;
      await insertRows(tx, 'charge_item', [{ item_code: 'PARKING', name_zh: '车位费', name_en: 'Parking', ...item }]);
      for (const itemCode of ['PROPERTY', 'PARKING']) {
        const lines = [{ explanation: { 'zh-CN': '十二月', en: 'December' }, amountFen: fen(5_000) }];
        const period = periodOf('2026-12');
        const bill = { roomId: home.roomId, itemCode, period, dueDate: period.to, lines, taxRate: 600, reason: '补' };
        unwrap(await addBillByHand(tx, bill, server.context));
      }
    });
    const { bills } = await k1.open(home);
    expect(bills.map((bill) => [bill.item.code, bill.periodFrom])).toEqual([
      ['PARKING', '2026-12-01'],
      ['PROPERTY', '2026-12-01'],
    ]);
    await expectSoundBooks(server);
  });

  it('HC 2023-10: screen, export and ledger give one total, also when some bills were chosen and some was over', async () => {
    const { server, home, k1 } = await start();
    const { storage, clock, estate } = server;
    const { communityId } = estate;
    const cash = await create(k1, home, 'cash', { billIds: [home.billIds[0]], amountFen: 10_000 });
    await settle(k1, cash.orderId, { notes: notes(100, 50) });
    const phone = await create(k1, home, 'alipay-qr', { billIds: [home.billIds[1]], amountFen: 8_640 });
    server.alipay.pay();
    await notify(server, server.alipay, phone.orderId);

    const staff = await logInStaff(server, ['finance-auditor']);
    const screen = await staff.get<{ totals: { receivedFen: number } }>('/admin/v1/payments?pageSize=1');
    expect(screen.body.totals.receivedFen).toBe(23_640);
    const { report } = await dayReport(storage.db, communityId, '2026-11-23', clock.now());
    expect(report.totals.sumFen).toBe(23_640);
    const accounts = await trialBalance(storage.db, communityId, '2026-11');
    const debitOf = (...codes: string[]) =>
      accounts.reduce((sum, row) => (codes.includes(row.accountCode) ? sum + row.debitFen : sum), 0);
    expect(debitOf('1001', '1012.alipay')).toBe(23_640);

    await sealEntries({ storage, clock, key: newSealKey() }, 'everything');
    const wanted = {
      communityId,
      target: 'u8',
      month: '2026-11',
      mode: 'daily',
      by: 'staff:liu',
      maker: '刘',
    } as const;
    const exported = unwrap(await exportVouchers(storage, wanted, { clock, newId }));
    expect(exported.totalFen).toBe(accounts.reduce((sum, row) => sum + row.debitFen, 0));
  });

  it('wuye a0609c1: a booking that was not committed, or that somebody else does, is never answered as success before it stands', async () => {
    let broken = false;
    const failPoints = {
      hit: (name: string) => {
        if (broken && name === 'storage.commit.before') throw new Error('the disk is gone');
      },
    };
    const { server, home, k1 } = await startPayments(await openBooks({ failPoints }));
    const { orderId } = await create(k1, home, 'wechat-qr');
    server.wechat.pay();
    broken = true;
    expect((await notify(server, server.wechat, orderId)).statusCode).toBeGreaterThanOrEqual(500);
    broken = false;
    expect(await payments(server)).toEqual([]);

    server.clock.pass(3_000);
    const told = async () => {
      const { statusCode } = await notify(server, server.wechat, orderId);
      return { statusCode, booked: (await payments(server)).length };
    };
    const [answers] = await Promise.all([Promise.all([told(), told()]), server.resolver.runOnce(), told()]);
    for (const answer of answers) expect(answer.statusCode === 200 ? answer.booked : 1).toBe(1);
    expect(await told()).toEqual({ statusCode: 200, booked: 1 });
    await expectSoundBooks(server);
  });

  it('wuye 60fca52: a first reading of 4,319 is a base and no bill; the next one bills what was used since', async () => {
    const storage = await openBooks();
    const books = await testBooks(storage);
    const roomId = await books.addRoom({ code: '1-1-101', items: ['water'] });
    const meterId = await books.addMeter(roomId, { '2026-02-28': 4_319_000 });
    const deps = { newId, clock: { now: () => AT_NINE + 40 * 86_400_000 } };
    const run = (month: string) =>
      runBills(storage, { runId: newId(), communityId: books.communityId, month, dryRun: false }, deps);
    expect(await run('2026-03')).toMatchObject({ bills: 0, exceptions: [{ code: 'LT-7006' }] });
    const reading = { meterId, day: '2026-03-31', value: 4_354_000, source: 'manual' } as const;
    unwrap(await storage.transact((tx) => addReading(tx, reading, deps)));
    expect(await run('2026-04')).toMatchObject({ bills: 1, amountFen: 20 * 300 + 15 * 500 });
    expect(await openBillsOfRooms(storage.db, [roomId], '2026-04-01')).toMatchObject([
      { readings: { previous: 4_319_000, current: 4_354_000 } },
    ]);
  });

  it('wuye 52b7902: a draft is shown to no owner, paid by no order, and owed by nobody', async () => {
    const { server, home, k1 } = await start();
    const draft = newId();
    await server.storage.transact(async (tx) => {
      const [billId] = home.billIds;
      const bill = await tx.selectFrom('bill').selectAll().where('bill_id', '=', billId).executeTakeFirstOrThrow();
      const drafted = { bill_id: draft, state: 'DRAFT', period_from: '2026-12-01', period_to: '2026-12-31' } as const;
      await insertRows(tx, 'bill', [{ ...bill, ...drafted, published_at: null }]);
    });
    const { sessionId, bills } = await k1.open(home);
    expect(bills.map(({ billId }) => billId)).toEqual(home.billIds);
    const order = await create(k1, home, 'cash', { sessionId, billIds: [draft], amountFen: 10_000 });
    expect(order.body.code).toBe('LT-2004');
    const staff = await logInStaff(server, ['business-admin']);
    const path = `/admin/v1/rooms/${home.roomId}`;
    // Staff of the community see it as what it is, and it is owed by nobody.
    const { body } = await staff.get<{ outstandingFen: number; bills: { billId: string; state: string }[] }>(path);
    expect(body.outstandingFen).toBe(DUE_FEN);
    expect(body.bills.find(({ billId }) => billId === draft)?.state).toBe('DRAFT');
    const stranger = await logInStaff(server, ['business-admin'], []);
    expect((await stranger.get(path)).status).toBe(404);
  });

  it(
    'wuye 169de8e: more rows than any page or cut, and the totals are of all of them',
    { timeout: 120_000 },
    async () => {
      const { server, home, k1 } = await start();
      const { storage } = server;
      const { orderId } = await create(k1, home, 'cash', { billIds: [home.billIds[0]], amountFen: 10_000 });
      await settle(k1, orderId, { notes: notes(100) });
      const MORE = 5_200;
      await storage.transact(async (tx) => {
        const order = await tx.selectFrom('payment_order').selectAll().executeTakeFirstOrThrow();
        const payment = await tx.selectFrom('payment').selectAll().executeTakeFirstOrThrow();
        const bill = await tx
          .selectFrom('bill')
          .selectAll()
          .where('bill_id', '=', home.billIds[1])
          .executeTakeFirstOrThrow();
        const ids = Array.from({ length: MORE }, () => newId());
        await insertRows(
          tx,
          'payment_order',
          ids.map((id) => ({ ...order, order_id: id, reference: id })),
        );
        await insertRows(
          tx,
          'payment',
          ids.map((id) => ({ ...payment, order_id: id, entry_id: id, receipt_number: id })),
        );
        const bills = ids.map((id, index) => ({
          ...bill,
          bill_id: id,
          item_code: 'PROPERTY',
          period_from: `${index}`,
        }));
        await insertRows(tx, 'bill', bills);
      });
      const staff = await logInStaff(server, ['business-admin']);
      const page = await staff.get<{ rows: unknown[]; total: number; totals: { receivedFen: number } }>(
        '/admin/v1/payments?pageSize=50',
      );
      expect(page.body.rows).toHaveLength(50);
      expect(page.body).toMatchObject({ total: MORE + 1, totals: { receivedFen: (MORE + 1) * 10_000 } });
      const rooms = await staff.get<{ rows: { roomId: string; outstandingFen: number }[] }>('/admin/v1/rooms');
      const row = rooms.body.rows.find(({ roomId }) => roomId === home.roomId);
      expect(row?.outstandingFen).toBe((MORE + 1) * 8_640);
    },
  );
});
