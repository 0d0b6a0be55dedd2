import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import {
  create,
  exceptions,
  expectSoundBooks,
  look,
  notes,
  notify,
  payments,
  settle,
  startPayments,
} from '../../app/testing/test-payments.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

describeOnEachDatabase('creating a payment order', (openBooks) => {
  const start = async (options = {}) => startPayments(await openBooks(), options);

  it('sent again answers the same order; other content is refused', async () => {
    const { server, home, k1, k2 } = await start();
    const { order, body } = await create(k1, home, 'wechat-qr');
    expect((await k1.call('POST', '/kiosk/v1/payment-orders', order)).body).toEqual(body);
    const other = { ...order, method: 'alipay-qr' };
    expect((await k1.call('POST', '/kiosk/v1/payment-orders', other)).body.code).toBe('LT-2108');
    expect((await k2.call('POST', '/kiosk/v1/payment-orders', order)).body.code).toBe('LT-2108');
    expect((await k2.call('GET', `/kiosk/v1/payment-orders/${order.orderId}`)).body.code).toBe('LT-2109');
    expect(server.wechat.calls).toEqual(['create-qr']);
  });

  it.each([
    ['another amount', { amountFen: 1 }, 'LT-2005'],
    ['a bill nobody showed', { billIds: [newId()] }, 'LT-2004'],
    ['a session that does not exist', { sessionId: newId() }, 'LT-1007'],
    ['zero', { amountFen: 0 }, 'LT-9001'],
  ])('with %s is refused', async (_, changes, code) => {
    const { home, k1 } = await start();
    expect((await create(k1, home, 'cash', changes)).body).toMatchObject({ code });
  });

  it('for a part of the bills (Condo #5304) pays the oldest first; the rest can be paid later, more than the rest cannot', async () => {
    const { server, home, k1 } = await start();
    const [october, november] = home.billIds;
    const part = await create(k1, home, 'alipay-qr', { amountFen: 12_000, partial: true });
    expect(part.body).toMatchObject({ state: 'PENDING', amountFen: 12_000 });
    server.alipay.pay();
    await notify(server, server.alipay, part.orderId);
    expect((await look(k1, part.orderId)).receipt?.lines.map((line) => line.amountFen)).toEqual([10_000, 2_000]);
    const bills = await server.storage.db.selectFrom('bill').select(['bill_id', 'state']).execute();
    expect(bills).toContainEqual({ bill_id: october, state: 'PAID' });
    expect(bills).toContainEqual({ bill_id: november, state: 'PARTIALLY_PAID' });

    const rest = { billIds: [november], partial: true };
    expect((await create(k1, home, 'cash', { ...rest, amountFen: DUE_FEN - 11_999 })).body.code).toBe('LT-2005');
    expect((await create(k1, home, 'cash', { ...rest, amountFen: DUE_FEN - 12_000 })).status).toBe(200);
    await expectSoundBooks(server);
  });

  it('for a bill that is being paid at another kiosk waits until its lock ends', async () => {
    const { server, home, k1, k2 } = await start();
    const first = await create(k1, home, 'cash');
    expect((await create(k2, home, 'wechat-qr')).body.code).toBe('LT-2003');
    server.clock.pass(931_000);
    expect((await create(k2, home, 'wechat-qr')).status).toBe(200);
    expect((await look(k1, first.orderId)).state).toBe('PENDING');
  });

  it('for a bill that is paid is refused', async () => {
    const { home, k1, k2 } = await start();
    const { sessionId } = await k2.open(home);
    const cash = await create(k1, home, 'cash');
    await settle(k1, cash.orderId, { notes: notes(100, 100) });
    expect((await create(k2, home, 'cash', { sessionId })).body.code).toBe('LT-2002');
  });

  it('two kiosks and a phone pay the same bills at once (Condo #5523): one pays them, the rest is prepayment', async () => {
    const { server, home, k1, k2 } = await start();
    const cash = await create(k1, home, 'cash');
    server.clock.pass(931_000);
    const wechat = await create(k2, home, 'wechat-qr');
    server.clock.pass(211_000);
    const alipay = await create(k1, home, 'alipay-qr');
    server.wechat.pay();
    server.alipay.pay();
    await Promise.all([
      settle(k1, cash.orderId, { notes: notes(100, 50, 20, 10, 5, 1, 1) }),
      notify(server, server.wechat, wechat.orderId),
      notify(server, server.alipay, alipay.orderId),
    ]);
    const booked = await payments(server);
    expect(booked.map((one) => one.allocated_fen).reduce((a, b) => a + b)).toBe(DUE_FEN);
    expect(booked.filter((one) => one.to_prepayment_fen >= DUE_FEN)).toHaveLength(2);
    expect((await exceptions(server)).filter(([code]) => code === 'LT-2002')).toHaveLength(2);
    await expectSoundBooks(server);
  });
});
