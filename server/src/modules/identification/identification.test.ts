import { newId } from '@louting/common/ids';
import type { Kysely } from 'kysely';
import { expect, it } from 'vitest';
import { type Answer, startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import { logInStaff } from '../../app/testing/test-staff.ts';
import type { CommunityWays, Identification } from '../../contract/identification-api.ts';
import type { Session } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

const PHONE = '13812341234';
const NOBODY = '13900000000';
const MINUTE = 60_000;

const send = (kiosk: TestKiosk, phone: string, codeId = newId()) =>
  kiosk.call('POST', '/kiosk/v1/phone-codes', { codeId, phone });
const claimCode = (kiosk: TestKiosk, codeId: string, code: string) =>
  kiosk.call<Identification & { code?: string }>('POST', '/kiosk/v1/identifications', {
    way: 'phone-code',
    codeId,
    code,
  });
const claimRoom = (kiosk: TestKiosk, lastFour: string, room = '1001') =>
  kiosk.call<Identification & { code?: string }>('POST', '/kiosk/v1/identifications', {
    way: 'room',
    building: '3',
    unit: '2',
    room,
    lastFour,
  });
const openAs = (
  kiosk: TestKiosk,
  identificationId: string,
  home = 0,
  sessionId = newId(),
): Promise<Answer<Session & { code?: string }>> =>
  kiosk.call('POST', '/kiosk/v1/sessions', { sessionId, credential: { type: 'identified', identificationId, home } });

/** Sends a code and answers it as the owner reads it. */
async function codeTo(server: TestServer, kiosk: TestKiosk, phone = PHONE) {
  const codeId = newId();
  expect((await send(kiosk, phone, codeId)).status).toBe(200);
  await expect.poll(() => server.messages.some(({ messageId }) => messageId === codeId)).toBe(true);
  return { codeId, code: server.messages.find(({ messageId }) => messageId === codeId)?.code ?? '' };
}

const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function giveDoors(server: TestServer): Promise<void> {
  const [unitId, buildingId] = [newId(), newId()];
  await server.storage.transact(async (tx) => {
    const building = { building_id: buildingId, community_id: server.estate.communityId, code: '3' };
    await tx.insertInto('building').values(building).execute();
    await tx.insertInto('unit').values({ unit_id: unitId, building_id: buildingId, code: '2' }).execute();
    await tx.updateTable('room').set({ building_id: buildingId, unit_id: unitId }).execute();
  });
}

async function trail(db: Kysely<Database>): Promise<unknown[]> {
  const rows = await db
    .selectFrom('audit_event')
    .select('detail_json')
    .where('action', '=', 'identify')
    .orderBy('audit_id')
    .execute();
  return rows.map(({ detail_json }) => JSON.parse(detail_json) as unknown);
}

describeOnEachDatabase('who stands before the kiosk', (openBooks) => {
  it('a phone number and the code it was sent: the owner chooses one of their homes, once', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk, elsewhere] = server.kiosks;
    const { codeId, code } = await codeTo(server, kiosk);
    expect(await send(kiosk, PHONE, codeId), 'sent again it is the same code').toMatchObject({ status: 200 });
    expect(server.messages).toHaveLength(1);
    expect((await claimCode(elsewhere, codeId, code)).body.code, 'at another kiosk').toBe('LT-1011');
    expect((await claimCode(kiosk, codeId, another(code))).body.code).toBe('LT-1010');
    const { body: who } = await claimCode(kiosk, codeId, code);
    expect(who.homes).toEqual([{ roomLabel: '3栋2单元*01' }, { roomLabel: '3栋2单元*02' }]);
    expect((await claimCode(kiosk, codeId, code)).body.code, 'used').toBe('LT-1011');

    const sessionId = newId();
    expect((await openAs(elsewhere, who.identificationId)).body.code).toBe('LT-1007');
    const { body: session } = await openAs(kiosk, who.identificationId, 1, sessionId);
    expect(session).toMatchObject({ strength: 'strong', payerMasked: '张*', roomLabel: '3栋2单元*02' });
    expect((await openAs(kiosk, who.identificationId, 1, sessionId)).status, 'the same session, afresh').toBe(200);
    expect((await openAs(kiosk, who.identificationId, 0)).body.code, 'another session').toBe('LT-1007');
    expect(await trail(server.storage.db)).toEqual([
      { way: 'phone-code', subject: '138****1234', result: 'LT-1010', address: '127.0.0.1' },
      { way: 'phone-code', subject: '138****1234', result: 'ok', address: '127.0.0.1' },
    ]);
    const kept = JSON.stringify(await server.storage.db.selectFrom('phone_code').selectAll().execute());
    for (const secret of [PHONE, `"${code}"`]) expect(kept).not.toContain(secret);
  });

  it('a number nobody has is answered like a known one, and no message goes out', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const known = newId();
    const unknown = newId();
    const answers = [await send(kiosk, PHONE, known), await send(kiosk, NOBODY, unknown)];
    expect(answers[0]).toEqual(answers[1]);
    await expect.poll(() => server.messages.length).toBe(1);
    const wrong = another(server.messages[0]?.code ?? '');
    for (const codeId of [known, unknown]) {
      const codes = [];
      for (let tries = 0; tries < 6; tries += 1) codes.push((await claimCode(kiosk, codeId, wrong)).body.code);
      expect(codes).toEqual(['LT-1010', 'LT-1010', 'LT-1010', 'LT-1010', 'LT-1011', 'LT-1011']);
    }
    expect((await send(kiosk, '12345678901')).body.code).toBe('LT-9001');
    expect(server.messages).toHaveLength(1);
  });

  it('codes run out, are replaced by the next, and are not sent without end', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const first = await codeTo(server, kiosk);
    expect((await send(kiosk, PHONE)).body.code, 'too soon').toBe('LT-1008');
    server.clock.pass(MINUTE);
    const second = await codeTo(server, kiosk);
    expect((await claimCode(kiosk, first.codeId, first.code)).body.code, 'replaced').toBe('LT-1011');
    server.clock.pass(3 * MINUTE);
    expect((await claimCode(kiosk, second.codeId, second.code)).body.code, 'run out').toBe('LT-1011');
    for (let more = 0; more < 3; more += 1) {
      await codeTo(server, kiosk);
      server.clock.pass(2 * MINUTE);
    }
    expect((await send(kiosk, PHONE)).body.code, 'five within the hour').toBe('LT-1008');
  });

  it('a room and the end of a phone number open its bills, to be paid and nothing else', async () => {
    const server = await startTestServer(await openBooks());
    await giveDoors(server);
    const [kiosk] = server.kiosks;
    expect((await kiosk.call('GET', '/kiosk/v1/doors')).body).toEqual({ buildings: [{ code: '3', units: ['2'] }] });
    const { body: who } = await claimRoom(kiosk, '1234');
    const { body: session } = await openAs(kiosk, who.identificationId);
    expect(session).toMatchObject({
      strength: 'weak',
      payerMasked: '张*',
      prepaidFen: 0,
      refundCount: 0,
      lateOrders: [],
    });
    expect(session.agreement).toBeUndefined();
    const path = `/kiosk/v1/sessions/${session.sessionId}`;
    const order = { orderId: newId(), sessionId: session.sessionId, method: 'cash' };
    const billIds = session.bills.map(({ billId }) => billId);
    const refused = [
      await kiosk.call('GET', `${path}/refunds`),
      await kiosk.call('POST', `${path}/agreement`, { autoUsePrepayment: true, duplicatePayment: 'refund' }),
      await kiosk.call('POST', '/kiosk/v1/payment-orders', {
        ...order,
        purpose: 'prepayment',
        billIds: [],
        amountFen: 10_000,
      }),
    ];
    expect(refused.map(({ body }) => body.code)).toEqual(['LT-1034', 'LT-1034', 'LT-1034']);
    const paid = await kiosk.call('POST', '/kiosk/v1/payment-orders', { ...order, billIds, amountFen: 18_640 });
    expect(paid).toMatchObject({ status: 200, body: { state: 'PENDING' } });
    expect((await kiosk.call('GET', `/kiosk/v1/payment-orders/${order.orderId}/invoice`)).body.code).toBe('LT-1034');
  });

  it('wrong digits lock the room, longer each time, over a restart, and staff are told', async () => {
    const books = await openBooks();
    const server = await startTestServer(books);
    await giveDoors(server);
    const [kiosk, elsewhere] = server.kiosks;
    const codes = [];
    for (const digits of ['0000', '1111', '2222', '1234']) codes.push((await claimRoom(kiosk, digits)).body.code);
    expect(codes, 'the fourth is right and too late').toEqual(['LT-1013', 'LT-1013', 'LT-1013', 'LT-1014']);
    expect((await claimRoom(elsewhere, '1234')).body.code).toBe('LT-1014');
    expect((await claimRoom(kiosk, '1234', '1002')).status, 'the neighbour is not locked').toBe(200);
    const again = await server.restart();
    expect((await claimRoom(again.kiosks[0], '1234')).body.code).toBe('LT-1014');
    server.clock.pass(MINUTE);
    expect((await claimRoom(kiosk, '3333')).body.code).toBe('LT-1013');
    server.clock.pass(MINUTE);
    expect((await claimRoom(kiosk, '1234')).body.code, 'now two minutes').toBe('LT-1014');
    server.clock.pass(MINUTE);
    expect((await claimRoom(kiosk, '1234')).status).toBe(200);
    const doors = [];
    for (let room = 9_001; room <= 9_013; room += 1)
      doors.push((await claimRoom(elsewhere, '0000', String(room))).body.code);
    expect(doors.at(-1), 'whoever goes from room to room').toBe('LT-1014');
    const told = await server.storage.db
      .selectFrom('payment_exception')
      .select(['code', 'detail', 'amount_fen'])
      .orderBy('exception_id')
      .execute();
    expect(told).toEqual([
      { code: 'LT-1014', detail: 'room 3-2-*01 2026-11-23', amount_fen: 0 },
      { code: 'LT-1014', detail: 'kiosk 2026-11-23', amount_fen: 0 },
    ]);
  });

  it('a kiosk offers what its community or its own setting says, and the server holds to it', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const waysOf = async () => {
      const beat = { at: 1, startedAt: 1, version: 'test', screen: 'idle', idle: true, devices: [], openIntents: 0 };
      const { body } = await kiosk.call<{ configuration: { ways: string[] } }>('POST', '/kiosk/v1/heartbeats', beat);
      return body.configuration.ways;
    };
    expect(await waysOf()).toEqual(['card', 'owner-phone', 'phone-code', 'room']);
    const staff = await logInStaff(server, ['system-admin']);
    const community = `/admin/v1/communities/${server.estate.communityId}/ways`;
    const ofKiosk = `/admin/v1/kiosks/${kiosk.kioskId}/ways`;
    expect(await staff.put(community, { ways: ['room'] })).toMatchObject({
      status: 200,
      body: { ways: ['card', 'room'] },
    });
    expect(await waysOf()).toEqual(['card', 'room']);
    expect((await send(kiosk, PHONE)).body.code).toBe('LT-1016');
    expect((await staff.put(ofKiosk, { ways: [] })).status).toBe(200);
    const { body } = await staff.get<{ communities: CommunityWays[] }>('/admin/v1/ways');
    expect(body.communities).toMatchObject([
      {
        ways: ['card', 'room'],
        kiosks: [
          { own: [], ways: ['card'] },
          { own: null, ways: ['card', 'room'] },
        ],
      },
    ]);
    const stranger = await logInStaff(server, ['system-admin'], []);
    expect((await stranger.get<{ communities: CommunityWays[] }>('/admin/v1/ways')).body.communities).toEqual([]);
    for (const path of [community, ofKiosk])
      expect((await stranger.put(path, { ways: null })).body.code, path).toBe('LT-9002');
    const cashier = await logInStaff(server, ['cashier']);
    expect((await cashier.put(community, { ways: null })).status).toBe(403);
    expect(await waysOf()).toEqual(['card']);
    expect((await claimRoom(kiosk, '1234')).body.code).toBe('LT-1016');
  });
});
