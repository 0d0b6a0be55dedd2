import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import {
  close,
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
import { agree } from '../agreements/agreements.store.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { outTradeNoOf } from './channel-orders.ts';

describeOnEachDatabase('payment by QR code', (openBooks) => {
  const start = async (options = {}) => startPayments(await openBooks(), options);

  it('paid and notified: booked once, however often the channel says so', async () => {
    const { server, home, k1 } = await start();
    const made = await create(k1, home, 'wechat-qr');
    expect(made.body).toMatchObject({ state: 'PENDING', qr: { content: expect.any(String) } });
    const waiting = look(k1, made.orderId, '?knownState=PENDING&waitMs=20000');
    server.wechat.pay();
    const answers = await Promise.all([1, 2, 3].map(() => notify(server, server.wechat, made.orderId)));
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200]);
    const paid = await waiting;
    expect(paid).toMatchObject({
      state: 'SUCCEEDED',
      receipt: {
        receiptNumber: 'K001-0000001',
        totalFen: DUE_FEN,
        totalCapitals: '壹佰捌拾陆元肆角整',
        copyNumber: 0,
      },
    });
    expect(paid.receipt?.lines).toEqual([
      { itemName: '物业服务费', period: '2026年10月', amountFen: 10_000 },
      { itemName: '物业服务费', period: '2026年11月', amountFen: 8_640 },
    ]);
    expect(await payments(server)).toHaveLength(1);
    expect(await exceptions(server)).toEqual([]);
    await expectSoundBooks(server);
  });

  it('notification is lost: the resolver asks and books', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'alipay-qr');
    server.alipay.pay();
    server.clock.pass(3_000);
    expect(await server.resolver.runOnce()).toBe(1);
    expect(await look(k1, orderId)).toMatchObject({ state: 'SUCCEEDED', receipt: { methodName: '支付宝' } });
  });

  it('notification and query race with the close: one booking', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    server.wechat.pay();
    server.clock.pass(3_000);
    const [, , closed] = await Promise.all([
      notify(server, server.wechat, orderId),
      server.resolver.runOnce(),
      close(k1, orderId),
    ]);
    expect(closed.state).toBe('SUCCEEDED');
    expect(await payments(server)).toHaveLength(1);
    await expectSoundBooks(server);
  });

  it('owner cancels before paying: query, close, query', async () => {
    const { server, home, k1, k2 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    expect(await close(k1, orderId)).toMatchObject({ state: 'CLOSED' });
    expect(server.wechat.calls).toEqual(['create-qr', 'query', 'close', 'query']);
    expect((await create(k2, home, 'cash')).status).toBe(200);
  });

  it('time runs out: closed with LT-2104 and the bills are free again', async () => {
    const { server, home, k1, k2 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    server.clock.pass(180_000);
    await server.resolver.runOnce();
    expect(await look(k1, orderId)).toMatchObject({ state: 'CLOSED', failure: { code: 'LT-2104' } });
    expect((await create(k2, home, 'cash')).status).toBe(200);
  });

  it('payment arrives after the order was closed: booked, and staff are told', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    await close(k1, orderId);
    server.wechat.pay();
    expect((await notify(server, server.wechat, orderId)).statusCode).toBe(200);
    expect(await look(k1, orderId)).toMatchObject({ state: 'SUCCEEDED', receipt: { toPrepaymentFen: 0 } });
    expect(await exceptions(server)).toEqual([['LT-2112', DUE_FEN]]);
    await expectSoundBooks(server);
  });

  it.each([
    ['refund', 0, '2241.refund', { state: 'on-its-way', to: 'wechat-pay', amountFen: DUE_FEN }],
    ['prepayment', DUE_FEN, '2203', undefined],
  ] as const)(
    'bills were paid meanwhile: late money goes where the owners chose (%s)',
    async (chosen, kept, account, refund) => {
      const { server, home, k1, k2 } = await start();
      const agreed = { autoUsePrepayment: false, duplicatePayment: chosen };
      await server.storage.transact((tx) => agree(tx, home.roomId, agreed, 'staff:test', server.clock.now()));
      const { orderId } = await create(k1, home, 'wechat-qr');
      await close(k1, orderId);
      const cash = await create(k2, home, 'cash');
      await settle(k2, cash.orderId, { notes: notes(100, 100) });
      server.wechat.pay();
      for (let again = 0; again < 2; again += 1) await notify(server, server.wechat, orderId);
      const { receipt } = await look(k1, orderId);
      const lines = refund ? [{ itemName: '重复缴费退款', period: '3-5个工作日', amountFen: DUE_FEN }] : [];
      expect(receipt).toMatchObject({ toPrepaymentFen: kept, prepaidAfterFen: kept + 1_360, lines });
      expect(receipt?.refund).toEqual(refund);
      // What the machine could not give back of the cash stays in any case.
      expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(kept + 1_360);
      const ends = await server.storage.db
        .selectFrom('ledger_line')
        .select('account_code')
        .where('account_code', '=', account)
        .where('credit_fen', '=', DUE_FEN)
        .execute();
      expect(ends).toHaveLength(1);
      expect(await exceptions(server)).toEqual([
        ['LT-2002', DUE_FEN],
        ['LT-2112', DUE_FEN],
      ]);
      await expectSoundBooks(server);
    },
  );

  it('notification with another amount: refused, not booked, staff are told; the query tells the truth', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    const wrong = [1, 2].map(() => notify(server, server.wechat, orderId, { amountFen: 1 }));
    expect((await Promise.all(wrong)).map((answer) => answer.statusCode)).toEqual([500, 500]);
    expect(await payments(server)).toEqual([]);
    expect(await exceptions(server)).toEqual([['LT-2203', 1]]);
    server.wechat.pay();
    server.clock.pass(3_000);
    await server.resolver.runOnce();
    expect((await look(k1, orderId)).state).toBe('SUCCEEDED');
  });

  it('forged notification, or one for an order nobody made: refused', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    const { payload } = server.wechat.notification(outTradeNoOf(orderId));
    const url = '/channels/wechat-pay/notify';
    const headers = { 'content-type': 'application/json' };
    expect((await server.app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(500);
    const genuine = { ...headers, 'x-signature': 'genuine' };
    const stray = payload.replace(outTradeNoOf(orderId), outTradeNoOf(newId()));
    expect((await server.app.inject({ method: 'POST', url, headers: genuine, payload: stray })).statusCode).toBe(500);
    expect(await payments(server)).toEqual([]);
    expect(await exceptions(server)).toEqual([['LT-2109', DUE_FEN]]);
  });

  it('channel does not answer the creation: FAILED, nobody saw a code', async () => {
    const { server, home, k1 } = await start();
    server.wechat.loseAnswers(1);
    const made = await create(k1, home, 'wechat-qr');
    expect(made.body).toMatchObject({ state: 'FAILED', failure: { code: 'LT-2102' } });
  });

  it('server dies between recording and creating: looked up and closed after the restart', async () => {
    const failPoints = {
      hit: (name: string) => {
        if (name === 'channel.create-qr.before') throw new Error('power lost');
      },
    };
    const { server, home, k1 } = await start({ failPoints });
    const made = await create(k1, home, 'wechat-qr');
    expect(made).toMatchObject({ status: 500, body: { code: 'LT-9999' } });
    server.clock.pass(30_000);
    const again = await server.restart();
    expect(await again.resolver.runOnce()).toBe(1);
    expect((await look(again.kiosks[0], made.orderId)).state).toBe('CLOSED');
  });
});
