import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import { DUE_FEN, type TestHousehold } from '../../app/testing/test-estate.ts';
import { startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import type { TestChannel } from '../../app/testing/test-channel.ts';
import type { PaymentMethod, PaymentOrder } from '../../contract/kiosk-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { prepaidOfRoom, receivableOfRoom } from '../ledger/ledger.store.ts';
import { outTradeNoOf } from './channel-orders.ts';

type Order = PaymentOrder & { code?: string };

async function create(
  kiosk: TestKiosk,
  household: TestHousehold,
  method: PaymentMethod,
  changes: Record<string, unknown> = {},
) {
  const { sessionId } = await kiosk.open(household);
  const order = { orderId: newId(), sessionId, billIds: household.billIds, amountFen: DUE_FEN, method, ...changes };
  const answer = await kiosk.call<Order>('POST', '/kiosk/v1/payment-orders', order);
  return { ...answer, order, orderId: order.orderId };
}

function notify(server: TestServer, channel: TestChannel, orderId: string, changes = {}) {
  const { headers, payload } = channel.notification(outTradeNoOf(orderId), changes);
  return server.app.inject({ method: 'POST', url: `/channels/${channel.name}/notify`, headers, payload });
}

const look = async (kiosk: TestKiosk, orderId: string, query = '') =>
  (await kiosk.call<Order>('GET', `/kiosk/v1/payment-orders/${orderId}${query}`)).body;
const close = async (kiosk: TestKiosk, orderId: string) =>
  (await kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/close`)).body;
const charge = (kiosk: TestKiosk, orderId: string, payerCode = '130000000000000001') =>
  kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/payer-code`, { payerCode });

/** Notes of 100 yuan and below that make up the amount. */
function notes(...yuan: number[]) {
  return yuan.map((value) => ({ noteId: newId(), denominationFen: value * 100, stackedAt: Date.UTC(2026, 10, 23, 4) }));
}
const settle = (kiosk: TestKiosk, orderId: string, request: Record<string, unknown>) =>
  kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/cash-settlement`, {
    disposition: 'bills',
    excess: 'prepayment',
    recovered: false,
    ...request,
  });

async function exceptions(server: TestServer): Promise<[string, number][]> {
  const rows = await server.storage.db.selectFrom('payment_exception').select(['code', 'amount_fen']).execute();
  return rows
    .map((row): [string, number] => [row.code, row.amount_fen])
    .sort(([a, x], [b, y]) => a.localeCompare(b) || x - y);
}
const payments = (server: TestServer) => server.storage.db.selectFrom('payment').selectAll().execute();

/** Debits equal credits, and what bills say they were paid is what was allocated to them. */
async function expectSoundBooks(server: TestServer) {
  const { db } = server.storage;
  const lines = await db.selectFrom('ledger_line').select(['debit_fen', 'credit_fen']).execute();
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(lines.map((line) => line.debit_fen))).toBe(sum(lines.map((line) => line.credit_fen)));
  const bills = await db.selectFrom('bill').select(['bill_id', 'paid_fen', 'amount_fen', 'room_id']).execute();
  const allocations = await db.selectFrom('allocation').select(['bill_id', 'amount_fen']).execute();
  for (const bill of bills) {
    const allocated = allocations.filter((one) => one.bill_id === bill.bill_id).map((one) => one.amount_fen);
    expect(bill.paid_fen).toBe(sum(allocated));
  }
  for (const { roomId } of server.estate.households) {
    const owed = bills.filter((bill) => bill.room_id === roomId).map((bill) => bill.amount_fen - bill.paid_fen);
    expect(await receivableOfRoom(db, roomId)).toBe(sum(owed));
  }
  const receipts = await db.selectFrom('receipt').select(['receipt_number', 'kiosk_id']).execute();
  for (const ofKiosk of Map.groupBy(receipts, (receipt) => receipt.kiosk_id).values()) {
    const numbers = ofKiosk.map((receipt) => Number(receipt.receipt_number.slice(-7))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
}

describeOnEachDatabase('payments', (openBooks) => {
  const start = async (options = {}) => {
    const server = await startTestServer(await openBooks(), options);
    const [home] = server.estate.households;
    if (!home) throw new Error('no household');
    return { server, home, k1: server.kiosks[0], k2: server.kiosks[1] };
  };

  describe('QR code', () => {
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

    it('bills were paid meanwhile: late money becomes prepayment', async () => {
      const { server, home, k1, k2 } = await start();
      const { orderId } = await create(k1, home, 'wechat-qr');
      await close(k1, orderId);
      const cash = await create(k2, home, 'cash');
      await settle(k2, cash.orderId, { notes: notes(100, 100) });
      server.wechat.pay();
      await notify(server, server.wechat, orderId);
      expect(await look(k1, orderId)).toMatchObject({ receipt: { toPrepaymentFen: DUE_FEN, lines: [] } });
      expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(DUE_FEN + 1_360);
      expect(await exceptions(server)).toEqual([
        ['LT-2002', DUE_FEN],
        ['LT-2112', DUE_FEN],
      ]);
      await expectSoundBooks(server);
    });

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

  describe('creating an order', () => {
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
  });

  it('two kiosks and a phone pay the same bills at once: one pays them, the rest is prepayment', async () => {
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

  describe('payer code', () => {
    it('paid at once: booked, and the code is nowhere in the books', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'payer-code');
      server.wechat.nextCharge({ state: 'paid' } as never);
      expect((await charge(k1, orderId)).body).toMatchObject({ state: 'SUCCEEDED' });
      expect((await charge(k1, orderId)).body).toMatchObject({ state: 'SUCCEEDED' });
      expect(server.wechat.calls).toEqual(['charge']);
      const rows = await server.storage.db.selectFrom('payment_order').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('130000000000000001');
      await expectSoundBooks(server);
    });

    it('refused, unknown kind, or a second code: each has its own failure', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'payer-code');
      expect((await charge(k1, orderId, '9900000000000000')).body).toMatchObject({ code: 'LT-2105' });
      server.alipay.nextCharge({ state: 'refused', failure: { code: 'LT-2107' } });
      const refused = await charge(k1, orderId, '2800000000000000');
      expect(refused.body).toMatchObject({ state: 'FAILED', failure: { code: 'LT-2107' } });
      expect((await charge(k1, orderId)).body).toMatchObject({ code: 'LT-2110' });
    });

    it('payer types a password: asked until paid', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'payer-code');
      expect((await charge(k1, orderId)).body.state).toBe('PENDING');
      server.clock.pass(3_000);
      await server.resolver.runOnce();
      server.wechat.pay();
      server.clock.pass(3_000);
      await server.resolver.runOnce();
      expect((await look(k1, orderId)).state).toBe('SUCCEEDED');
    });

    it('payer walks away: reversed after 45 s, never before 15 s', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'payer-code');
      await charge(k1, orderId);
      expect((await close(k1, orderId)).state).toBe('PENDING');
      server.clock.pass(14_999);
      expect(await server.resolver.runOnce()).toBe(0);
      expect(server.wechat.calls).not.toContain('reverse');
      server.clock.pass(1);
      await server.resolver.runOnce();
      expect(server.wechat.calls).toEqual(['charge', 'query', 'query', 'reverse', 'query']);
      expect((await look(k1, orderId)).state).toBe('CLOSED');
    });

    it('answer is lost: UNKNOWN until a query tells, across a restart', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'payer-code');
      server.wechat.nextCharge({ state: 'paid' } as never);
      server.wechat.loseAnswers(2);
      expect((await charge(k1, orderId)).body).toMatchObject({ state: 'UNKNOWN', failure: { code: 'LT-2103' } });
      server.clock.pass(5_000);
      await server.resolver.runOnce();
      const again = await server.restart();
      expect((await look(again.kiosks[0], orderId)).state).toBe('UNKNOWN');
      server.clock.pass(10_000);
      await again.resolver.runOnce();
      expect(await look(again.kiosks[0], orderId)).toMatchObject({ state: 'SUCCEEDED' });
      expect(await payments(server)).toHaveLength(1);
    });

    it('channel stays silent: staff are told once', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'payer-code');
      server.wechat.loseAnswers(1_000);
      await charge(k1, orderId);
      for (let hour = 0; hour < 12; hour += 1) {
        server.clock.pass(300_000);
        await server.resolver.runOnce();
      }
      expect((await look(k1, orderId)).state).toBe('UNKNOWN');
      expect(await exceptions(server)).toEqual([['LT-2103', DUE_FEN]]);
    });
  });

  describe('cash', () => {
    it('settled twice, and at the same time: credited once', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'cash');
      const stacked = notes(100, 50, 20, 10, 5, 1, 1);
      const [first, second] = await Promise.all([
        settle(k1, orderId, { notes: stacked }),
        settle(k1, orderId, { notes: stacked }),
      ]);
      expect(first.body).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: 18_700, toPrepaymentFen: 60 } });
      expect(second.body).toEqual(first.body);
      const third = await settle(k1, orderId, { notes: stacked, recovered: true });
      expect(third.body).toEqual(first.body);
      expect(await payments(server)).toHaveLength(1);
      await expectSoundBooks(server);
    });

    it('too little after a power cut: oldest bill first, the rest stays open', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'cash');
      const settled = await settle(k1, orderId, { notes: notes(100, 20), excess: 'unclaimed', recovered: true });
      expect(settled.body.receipt?.lines.map((line) => line.amountFen)).toEqual([10_000, 2_000]);
      const session = await k1.open(home);
      expect(session.totalOutstandingFen).toBe(6_640);
      await expectSoundBooks(server);
    });

    it('too much and nobody there to consent: suspense, and staff are told', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'cash');
      const settled = await settle(k1, orderId, { notes: notes(100, 100), excess: 'unclaimed', recovered: true });
      expect(settled.body.receipt).toMatchObject({ totalFen: 20_000, toPrepaymentFen: 0 });
      expect(await exceptions(server)).toEqual([['LT-2303', 1_360]]);
      expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(0);
      await expectSoundBooks(server);
    });

    it('owner stops and keeps the money as prepayment', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'cash');
      const settled = await settle(k1, orderId, { notes: notes(50), disposition: 'prepayment' });
      expect(settled.body.receipt).toMatchObject({ lines: [], toPrepaymentFen: 5_000, prepaidAfterFen: 5_000 });
      await expectSoundBooks(server);
    });

    it('note in doubt: no credit, staff will count; alone it ends the order', async () => {
      const { server, estate, k1 } = await start().then((all) => ({ ...all, estate: all.server.estate }));
      const [one, other] = estate.households;
      if (!one || !other) throw new Error('two households were expected');
      const doubt = [{ noteId: newId(), denominationFen: 5_000 }];
      const first = await create(k1, one, 'cash');
      const settled = await settle(k1, first.orderId, { notes: notes(100), suspenseNotes: doubt });
      expect(settled.body).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: 10_000 } });
      const second = await create(k1, other, 'cash');
      const onlyDoubt = { notes: [], suspenseNotes: [{ noteId: newId(), denominationFen: 2_000 }] };
      expect((await settle(k1, second.orderId, onlyDoubt)).body).toMatchObject({
        state: 'CLOSED',
        failure: { code: 'LT-2302' },
      });
      expect((await settle(k1, second.orderId, onlyDoubt)).body.state).toBe('CLOSED');
      expect(await exceptions(server)).toEqual([
        ['LT-2302', 2_000],
        ['LT-2302', 5_000],
      ]);
      await expectSoundBooks(server);
    });

    it('notes that contradict each other or the books are refused, not lost', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'cash');
      const [note] = notes(100);
      for (const wrong of [{ notes: [note, note] }, { notes: [] }, { notes: [{ ...note, denominationFen: 300 }] }]) {
        expect((await settle(k1, orderId, wrong)).body.code).toBe('LT-2301');
      }
      await settle(k1, orderId, { notes: [note] });
      expect((await settle(k1, orderId, { notes: [note, ...notes(50)] })).body.code).toBe('LT-2301');
      const next = await create(k1, home, 'cash', { billIds: [home.billIds[1]], amountFen: 8_640 });
      expect((await settle(k1, next.orderId, { notes: [note] })).body.code).toBe('LT-2301');
      expect(await exceptions(server)).toEqual([
        ['LT-2301', 10_000],
        ['LT-2301', 15_000],
      ]);
      expect(await payments(server)).toHaveLength(1);
    });

    it('order was closed before the journal of a dead kiosk came back: the cash is booked', async () => {
      const { server, home, k1 } = await start();
      const { orderId } = await create(k1, home, 'cash');
      expect((await close(k1, orderId)).state).toBe('CLOSED');
      const settled = await settle(k1, orderId, { notes: notes(100), excess: 'unclaimed', recovered: true });
      expect(settled.body.state).toBe('SUCCEEDED');
      expect(await exceptions(server)).toEqual([['LT-2112', 10_000]]);
    });

    it('bookings at once, some of them failing: the receipt series has no gap', async () => {
      const { server, k1 } = await start({ households: 12 });
      const orders = [];
      for (const household of server.estate.households) orders.push(await create(k1, household, 'cash'));
      const shared = notes(100);
      const answers = await Promise.all(
        orders.map(({ orderId }, index) => settle(k1, orderId, { notes: index % 3 === 0 ? shared : notes(100) })),
      );
      const booked = answers.filter((answer) => answer.status === 200).length;
      expect(booked).toBe(9);
      const numbers = answers.flatMap((answer) => answer.body.receipt?.receiptNumber ?? []).sort();
      expect(numbers).toEqual(Array.from({ length: 9 }, (_, index) => `K001-000000${index + 1}`));
      await expectSoundBooks(server);
    });
  });
});
