import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

const tap = (kiosk: TestKiosk, uid: string, sessionId = newId()) =>
  kiosk.call('POST', '/kiosk/v1/sessions', { sessionId, credential: { type: 'card', uid } });
const homeOf = (server: TestServer) => {
  const [home] = server.estate.households;
  if (!home) throw new Error('no household');
  return home;
};

describeOnEachDatabase('sessions', (openBooks) => {
  it('a card opens the household and its open bills, oldest first, masked', async () => {
    const server = await startTestServer(await openBooks());
    const answer = await tap(server.kiosks[0], homeOf(server).cardUid);
    expect(answer.body).toMatchObject({
      payerMasked: '张*',
      roomLabel: '3栋2单元*01',
      totalOutstandingFen: 18_640,
      bills: [
        { dueDate: '2026-10-31', overdue: true, outstandingFen: 10_000 },
        { dueDate: '2026-11-30', overdue: false, outstandingFen: 8_640 },
      ],
    });
    const text = JSON.stringify(answer.body);
    for (const secret of ['张三', '13812341234', '1001', homeOf(server).roomId]) expect(text).not.toContain(secret);
  });

  it('a card of two homes says of which each bill is', async () => {
    const server = await startTestServer(await openBooks(), { households: 2 });
    const { cardUid } = homeOf(server);
    const other = server.estate.households[1]?.roomId ?? '';
    await server.storage.transact(async (tx) => {
      const card = tx.selectFrom('card_room').select('card_id').where('room_id', '=', homeOf(server).roomId);
      const { card_id } = await card.executeTakeFirstOrThrow();
      await tx.insertInto('card_room').values({ card_id, room_id: other }).execute();
    });
    const { body } = await tap(server.kiosks[0], cardUid);
    expect(body).toMatchObject({ roomLabel: '3栋2单元*01、3栋2单元*02' });
    const labels = (body as { bills: { roomLabel: string }[] }).bills.map(({ roomLabel }) => roomLabel);
    expect(labels.toSorted()).toEqual([1, 1, 2, 2].map((door) => `3栋2单元*0${door}`));
  });

  it('an unknown, lost or foreign card is refused', async () => {
    const server = await startTestServer(await openBooks());
    const { cardUid } = homeOf(server);
    const [kiosk] = server.kiosks;
    expect(await tap(kiosk, 'DEADBEEF')).toMatchObject({ status: 404, body: { code: 'LT-1001' } });
    expect(await tap(kiosk, 'xyz')).toMatchObject({ status: 400, body: { code: 'LT-9001' } });
    await server.storage.transact((tx) => tx.updateTable('card').set({ status: 'lost' }).execute());
    expect((await tap(kiosk, cardUid)).body).toMatchObject({ code: 'LT-1002' });
    await server.storage.transact(async (tx) => {
      const row = await tx.selectFrom('community').selectAll().executeTakeFirstOrThrow();
      await tx
        .insertInto('community')
        .values({ ...row, community_id: 'other', code: 'OTHER' })
        .execute();
      await tx.updateTable('card').set({ status: 'active', community_id: 'other' }).execute();
    });
    expect((await tap(kiosk, cardUid)).body).toMatchObject({ code: 'LT-1004' });
  });

  it('a card tapped again and again has to wait a minute', async () => {
    const server = await startTestServer(await openBooks());
    const { cardUid } = homeOf(server);
    const codes = [];
    for (let taps = 0; taps < 13; taps += 1) codes.push((await tap(server.kiosks[0], cardUid)).body.code);
    expect(codes).toEqual([...Array.from({ length: 12 }, () => undefined), 'LT-1008']);
    server.clock.pass(60_000);
    expect((await tap(server.kiosks[0], cardUid)).status).toBe(200);
  });

  it('after it was closed, or its time is over, nothing can be paid in it', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const home = homeOf(server);
    const pay = async (sessionId: string) => {
      const order = { orderId: newId(), sessionId, billIds: home.billIds, amountFen: 18_640, method: 'cash' };
      return (await kiosk.call('POST', '/kiosk/v1/payment-orders', order)).body.code;
    };
    const closed = await kiosk.open(home);
    expect((await kiosk.call('DELETE', `/kiosk/v1/sessions/${closed.sessionId}`)).status).toBe(204);
    expect(await pay(closed.sessionId)).toBe('LT-1007');
    const old = await kiosk.open(home);
    server.clock.pass(15 * 60_000);
    expect(await pay(old.sessionId)).toBe('LT-1007');
    expect((await tap(server.kiosks[1], home.cardUid, old.sessionId)).body).toMatchObject({ code: 'LT-1007' });
  });
});
