import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import type { TestHousehold } from '../../app/testing/test-estate.ts';
import {
  close,
  create,
  exceptions,
  expectSoundBooks,
  notes,
  payments,
  settle,
  startPayments,
} from '../../app/testing/test-payments.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';

describeOnEachDatabase('cash taken off line', (openBooks) => {
  const start = async () => startPayments(await openBooks());
  const EXACT = [100, 50, 20, 10, 5, 1, 1];
  const HOUR = 3_600_000;

  type Started = Awaited<ReturnType<typeof start>>;
  /** The owner was shown the bills and paid; the kiosk tells it an hour after the session has ended. */
  const toldLater = async ({ server, k1 }: Started, home: TestHousehold, changes: Record<string, unknown> = {}) => {
    const { sessionId } = await k1.open(home);
    const openedAt = server.clock.now() + 60_000;
    const takenOffline = { since: openedAt - 5_000, openedAt };
    await k1.call('DELETE', `/kiosk/v1/sessions/${sessionId}`);
    server.clock.pass(HOUR);
    return { ...(await create(k1, home, 'cash', { sessionId, takenOffline, ...changes })), openedAt };
  };

  it('told after the session has ended, twice: booked once, at the time it was paid', async () => {
    const started = await start();
    const { server, home, k1 } = started;
    const { orderId, order, body, openedAt } = await toldLater(started, home);
    expect(body).toMatchObject({ state: 'PENDING' });
    expect((await k1.call('POST', '/kiosk/v1/payment-orders', order)).body).toEqual(body);
    const stacked = notes(...EXACT);
    const [first, second] = [
      await settle(k1, orderId, { notes: stacked }),
      await settle(k1, orderId, { notes: stacked }),
    ];
    expect(first.body).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: 18_700 } });
    expect(second.body).toEqual(first.body);
    const row = await server.storage.db.selectFrom('payment_order').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ created_at: openedAt, taken_offline_at: openedAt - 5_000 });
    expect(await exceptions(server)).toEqual([]);
    expect((await k1.open(home)).lateOrders).toEqual([orderId]);
    expect((await started.k2.open(home)).lateOrders).toEqual([]);
    await expectSoundBooks(server);
  });

  it('order had reached the server before the line was lost: the same order, now known as taken off line', async () => {
    const { server, home, k1 } = await start();
    const { order, orderId } = await create(k1, home, 'cash');
    const takenOffline = { since: server.clock.now(), openedAt: server.clock.now() };
    expect((await k1.call('POST', '/kiosk/v1/payment-orders', { ...order, takenOffline })).status).toBe(200);
    await settle(k1, orderId, { notes: notes(...EXACT) });
    expect((await k1.open(home)).lateOrders).toEqual([orderId]);
    expect(await payments(server)).toHaveLength(1);
  });

  it('bills were paid elsewhere meanwhile: kept as prepayment, and staff are told', async () => {
    const started = await start();
    const { server, home, k1, k2 } = started;
    const { sessionId } = await k1.open(home);
    const elsewhere = await create(k2, home, 'cash');
    await settle(k2, elsewhere.orderId, { notes: notes(...EXACT) });
    const late = await toldLater(started, home, { sessionId });
    expect(late.status).toBe(200);
    await settle(k1, late.orderId, { notes: notes(...EXACT) });
    expect(await exceptions(server)).toContainEqual(['LT-2002', 18_640]);
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(18_700 + 60);
    await expectSoundBooks(server);
  });

  it('a live order holds the bills: the late one is recorded all the same', async () => {
    const started = await start();
    const { home, k1, k2 } = started;
    const { sessionId } = await k1.open(home);
    expect((await create(k2, home, 'wechat-qr')).status).toBe(200);
    const now = started.server.clock.now();
    const takenOffline = { since: now, openedAt: now };
    expect((await create(k1, home, 'cash', { sessionId, takenOffline })).status).toBe(200);
  });

  it('in a session of another kiosk is refused, and staff are told of the cash', async () => {
    const { server, home, k1, k2 } = await start();
    const { sessionId } = await k2.open(home);
    const takenOffline = { since: server.clock.now(), openedAt: server.clock.now() };
    const late = await create(k1, home, 'cash', { sessionId, takenOffline });
    expect(late.body.code).toBe('LT-2602');
    expect((await create(k1, home, 'wechat-qr', { sessionId, takenOffline })).body.code).toBe('LT-9001');
    expect((await settle(k1, late.orderId, { notes: notes(100) })).body.code).toBe('LT-2109');
    expect(await exceptions(server)).toEqual([
      ['LT-2602', 18_640],
      ['LT-9001', 18_640],
    ]);
  });

  it('more than the kiosk may take: booked, because the money is in the box, but staff are told', async () => {
    const started = await start();
    const { server, home, k1 } = started;
    const limits = { offline_cash_per_session_fen: 15_000, offline_cash_per_day_fen: 30_000 };
    await server.storage.transact((tx) => tx.updateTable('kiosk').set(limits).execute());
    const late = await toldLater(started, home);
    await settle(k1, late.orderId, { notes: notes(...EXACT) });
    expect(await exceptions(server)).toEqual([['LT-2601', 3_700]]);
    const [, neighbour] = server.estate.households;
    if (!neighbour) throw new Error('a second household was expected');
    const next = await toldLater(started, neighbour);
    await settle(k1, next.orderId, { notes: notes(...EXACT) });
    expect((await exceptions(server)).filter(([code]) => code === 'LT-2601')).toEqual([
      ['LT-2601', 3_700],
      ['LT-2601', 3_700],
      ['LT-2601', 7_400],
    ]);
    expect(await payments(server)).toHaveLength(2);
    await expectSoundBooks(server);
  });

  it('closed by the kiosk before any note: nothing is kept', async () => {
    const { home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    expect((await close(k1, orderId)).state).toBe('CLOSED');
    expect((await k1.open(home)).lateOrders).toEqual([]);
    expect((await k1.call('POST', `/kiosk/v1/payment-orders/${newId()}/close`)).body.code).toBe('LT-2109');
  });
});
