import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { close, create, exceptions, look, notes, notify, payments, settle } from '../../app/testing/test-payments.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { startCash } from '../cash/test-cash.ts';
import { cashInKiosk, prepaidOfRoom } from '../ledger/ledger.store.ts';
import { createRefundJob } from '../refunds/refund-job.ts';
import { refundsContext } from '../refunds/refunds-context.ts';
import { employ } from '../refunds/test-refunds.ts';
import { outTradeNoOf } from './channel-orders.ts';

describeOnEachDatabase('payments at the same time', (open) => {
  it('two kiosks and a phone pay the same bills: one of the kiosks may, and what the phone paid is not lost', async () => {
    const cash = await startCash(await open());
    const { server, home, k1 } = cash;
    const [, k2] = server.kiosks;
    const onPhone = await create(k1, home, 'wechat-qr');
    await close(k1, onPhone.orderId);

    const asked = await Promise.all([k1, k2].map(async (kiosk) => ({ kiosk, ...(await create(kiosk, home, 'cash')) })));
    expect(new Set(asked.map(({ status, body }) => body.code ?? status))).toEqual(new Set([200, 'LT-2003']));
    const winner = asked.find(({ status }) => status === 200);
    if (!winner) throw new Error('no kiosk may take money');

    server.wechat.pay();
    const stacked = notes(100, 50, 20, 10, 5, 1, 1);
    const [booked, , , notified] = await Promise.all([
      settle(winner.kiosk, winner.orderId, { notes: stacked }),
      settle(winner.kiosk, winner.orderId, { notes: stacked }),
      close(winner.kiosk, winner.orderId),
      notify(server, server.wechat, onPhone.orderId),
      notify(server, server.wechat, onPhone.orderId),
      server.resolver.runOnce(),
    ]);
    expect(booked.body).toMatchObject({ state: 'SUCCEEDED' });
    expect(notified.statusCode).toBe(200);
    expect(await look(k1, onPhone.orderId)).toMatchObject({ state: 'SUCCEEDED' });

    const received = await payments(server);
    expect(new Set(received.map((payment) => payment.received_fen))).toEqual(new Set([DUE_FEN, 18_700]));
    expect(received.reduce((sum, payment) => sum + payment.allocated_fen, 0)).toBe(DUE_FEN);
    expect(await exceptions(server)).toContainEqual(['LT-2002', DUE_FEN]);
    await cash.expectSound();
  });

  it('many orders are booked while a box is counted and money goes back: every fen is where it belongs', async () => {
    const cash = await startCash(await open(), { households: 13 });
    const { server, storage, k1, clock } = cash;
    const [first, ...others] = server.estate.households;
    if (!first) throw new Error('no household');
    const [cashier, manager] = [
      await employ(server, 'cashier', ['cashier']),
      await employ(server, 'manager', ['business-admin']),
    ];
    const byPhone = await create(k1, first, 'wechat-qr');
    server.wechat.pay();
    await notify(server, server.wechat, byPhone.orderId);
    const bag = await cash.paid([100], { household: 1 }).then(() => cash.pull());
    const orders = await Promise.all(
      others.slice(1).map((household, index) => create(k1, household, index < 8 ? 'cash' : 'alipay-qr')),
    );
    const [inCash, onAlipay] = [orders.slice(0, 8), orders.slice(8)];
    for (const { orderId } of onAlipay) server.alipay.pay(outTradeNoOf(orderId));
    clock.pass(3_000);
    const stackedNow = (...yuan: number[]) => notes(...yuan).map((note) => ({ ...note, stackedAt: clock.now() }));
    const refunds = createRefundJob(refundsContext(server.context));
    const giveBack = async () => {
      const parts = [{ source: 'bill', billId: first.billIds[0], amountFen: 4_000 }];
      const wish = {
        refundId: byPhone.orderId,
        orderId: byPhone.orderId,
        parts,
        route: 'original',
        reason: 'wrong-amount',
      };
      const { body } = await cashier.post('/admin/v1/refunds', { ...wish, note: '多收' });
      await manager.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '' });
      await Promise.all([1, 2].map(() => refunds.run(new AbortController().signal)));
    };
    await Promise.all([
      ...inCash.map(({ orderId }) => settle(k1, orderId, { notes: stackedNow(100, 100) })),
      ...onAlipay.map(({ orderId }) => notify(server, server.alipay, orderId)),
      server.resolver.runOnce(),
      giveBack(),
      cash.counted(bag, { 100: 1 }),
    ]);
    await refunds.run(new AbortController().signal);

    const all = await payments(server);
    expect(all).toHaveLength(2 + orders.length);
    expect(server.wechat.calls.filter((call) => call === 'refund')).toHaveLength(1);
    expect(await storage.db.selectFrom('refund').select(['state', 'amount_fen']).execute()).toEqual([
      { state: 'SUCCEEDED', amount_fen: 4_000 },
    ]);
    expect(await cashInKiosk(storage.db, k1.kioskId)).toBe(inCash.length * 20_000);
    for (const household of others.slice(1, 9)) expect(await prepaidOfRoom(storage.db, household.roomId)).toBe(1_360);
    await cash.expectSound();
  });
});
