import { expect, it } from 'vitest';
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
import { prepaidOfRoom } from '../ledger/ledger.store.ts';

describeOnEachDatabase('prepayment at the kiosk', (openBooks) => {
  const start = async () => startPayments(await openBooks());
  const SAVE = { purpose: 'prepayment', billIds: [], amountFen: 20_000 };

  it('paid by phone: all of it is kept for the room, and the receipt says so', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr', SAVE);
    server.wechat.pay();
    await notify(server, server.wechat, orderId);
    expect((await look(k1, orderId)).receipt).toMatchObject({
      lines: [{ itemName: '预存物业费', amountFen: 20_000 }],
      totalFen: 20_000,
      toPrepaymentFen: 0,
      prepaidAfterFen: 20_000,
    });
    expect(await payments(server)).toMatchObject([{ allocated_fen: 0, to_prepayment_fen: 20_000 }]);
    expect(await exceptions(server)).toEqual([]);
    expect((await k1.open(home)).prepaidFen).toBe(20_000);
    await expectSoundBooks(server);
  });

  it('in cash, more than was said and consented: all of it is kept', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash', { ...SAVE, amountFen: 15_000 });
    const settled = await settle(k1, orderId, { notes: notes(100, 100) });
    expect(settled.body.receipt).toMatchObject({ lines: [{ amountFen: 20_000 }], prepaidAfterFen: 20_000 });
    expect(await exceptions(server)).toEqual([]);
    await expectSoundBooks(server);
  });

  it('does not wait for bills that are being paid, nor hold them', async () => {
    const { home, k1, k2 } = await start();
    expect((await create(k2, home, 'wechat-qr')).status).toBe(200);
    expect((await create(k1, home, 'wechat-qr', SAVE)).status).toBe(200);
  });

  it.each([
    ['that names a bill', { billIds: undefined }, 'LT-9001'],
    ['below one yuan', { amountFen: 99 }, 'LT-2603'],
    ['above 20,000 yuan', { amountFen: 2_000_001 }, 'LT-2603'],
    ['for bills without a bill', { purpose: 'bills' }, 'LT-9001'],
  ])('%s is refused', async (_, changes, code) => {
    const { home, k1 } = await start();
    const billIds = 'billIds' in changes ? home.billIds : [];
    expect((await create(k1, home, 'cash', { ...SAVE, ...changes, billIds })).body.code).toBe(code);
  });

  it('owners agree in front of the kiosk: kept for the room, changed by agreeing again, never after the session', async () => {
    const { server, home, k1, k2 } = await start();
    const { sessionId, agreement } = await k1.open(home);
    expect(agreement).toBeUndefined();
    const agree = (kiosk: typeof k1, body: object) =>
      kiosk.call('POST', `/kiosk/v1/sessions/${sessionId}/agreement`, body);
    const wish = { autoUsePrepayment: true, duplicatePayment: 'prepayment' };
    expect(await agree(k1, wish)).toEqual({ status: 200, body: wish });
    expect((await k2.open(home)).agreement).toEqual(wish);
    await agree(k1, { ...wish, autoUsePrepayment: false });
    expect((await k2.open(home)).agreement).toEqual({ ...wish, autoUsePrepayment: false });
    const row = await server.storage.db.selectFrom('room_agreement').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ room_id: home.roomId, agreed_by: `kiosk:${k1.kioskId}` });
    expect((await agree(k2, wish)).body.code).toBe('LT-1007');
    expect((await agree(k1, { ...wish, more: 1 })).body.code).toBe('LT-9001');
    server.clock.pass(15 * 60_000);
    expect((await agree(k1, wish)).body.code).toBe('LT-1007');
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(0);
  });
});
