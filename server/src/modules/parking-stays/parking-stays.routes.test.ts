import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { look, notes, notify, type Order, settle } from '../../app/testing/test-payments.ts';
import { logInStaff, type TestStaff } from '../../app/testing/test-staff.ts';
import type { FoundCar } from '../../contract/parking-stays-api.ts';
import type { FeeNotice } from '../../contract/fee-notice-api.ts';
import type { HouseholdCar, ParkingStay, StayTariffRow } from '../../contract/parking-stays-admin-api.ts';
import type { Session } from '../../contract/session-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { agree } from '../agreements/agreements.store.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { postEntry, prepaidOfRoom } from '../ledger/ledger.store.ts';
import { PLATE, startGate, TARIFF, type TestGate } from './test-gate.ts';

const MINUTE = 60_000;

async function find({ server }: TestGate, digits = '123', after?: string) {
  const wanted = { digits, after };
  const path = '/kiosk/v1/parking-stays/search';
  return server.kiosks[0].call<{ cars: FoundCar[]; more: boolean; code?: string }>('POST', path, wanted);
}

async function lookAt(gate: TestGate, stayId: string | undefined) {
  const request = { sessionId: newId(), stayId };
  const path = '/kiosk/v1/parking-stay-sessions';
  return (await gate.server.kiosks[0].call<Session & { code?: string }>('POST', path, request)).body;
}

async function stand(gate: TestGate): Promise<Session & { code?: string }> {
  return lookAt(gate, (await find(gate)).body.cars[0]?.stayId);
}

async function order({ server }: TestGate, { sessionId, bills }: Session, method: 'cash' | 'wechat-qr') {
  const [bill] = bills;
  const content = { orderId: newId(), sessionId, billIds: [bill?.billId], amountFen: bill?.outstandingFen, method };
  return server.kiosks[0].call<Order>('POST', '/kiosk/v1/payment-orders', content);
}

async function payInCash(gate: TestGate, session: Session, ...yuan: number[]): Promise<Order> {
  const { body } = await order(gate, session, 'cash');
  const paid = notes(...yuan).map((note) => ({ ...note, stackedAt: gate.server.clock.now() }));
  return (await settle(gate.server.kiosks[0], body.orderId, { notes: paid, excess: 'unclaimed' })).body;
}

const flags = async ({ server }: TestGate) =>
  (await server.storage.db.selectFrom('parking_stay').select('flag').orderBy('stay_id').execute()).map(
    (row) => row.flag,
  );

async function expectSound({ server }: TestGate): Promise<void> {
  const { invariants } = await auditBooks(server.storage.db);
  expect(invariants.flatMap(({ breaches }) => breaches)).toEqual([]);
}

describeOnEachDatabase('a car that parks for a while', (open) => {
  it('stays 3 hours 20, is paid by QR, and the gate lets it out', async () => {
    const gate = await startGate(await open());
    const { server } = gate;
    expect((await gate.tell('entered')).body).toMatchObject({ answer: 'noted' });
    server.clock.pass(200 * MINUTE);
    expect((await gate.tell('exit-asked')).body).toMatchObject({ answer: 'pay', owedFen: 1_100 });

    const session = await stand(gate);
    expect(session).toMatchObject({ payerMasked: '浙A·**2C3', strength: 'weak', totalOutstandingFen: 1_100 });
    expect(session.stay).toMatchObject({ minutes: 200, owedFen: 1_100, graceMinutes: 15 });
    expect(session.stay?.lines.map(({ explanation }) => explanation['zh-TW'])).toEqual([
      '前 1 小時',
      '3 × 2.00 元（每小時）',
    ]);
    const { orderId } = (await order(gate, session, 'wechat-qr')).body;
    server.wechat.pay(orderId.replaceAll('-', ''));
    await notify(server, server.wechat, orderId);
    expect(await look(server.kiosks[0], orderId)).toMatchObject({
      state: 'SUCCEEDED',
      receipt: { payerMasked: '浙A·**2C3', lines: [{ itemName: '临时停车费', period: '23日12:00-15:20 3小时20分' }] },
    });

    gate.line.broken = true;
    await gate.work();
    gate.line.broken = false;
    await gate.work();
    await gate.work();
    expect(gate.commands).toEqual([
      { commandId: expect.any(String), passageId: 'p-1', until: server.clock.now() + 15 * MINUTE },
    ]);
    expect((await gate.tell('exit-asked')).body).toMatchObject({ answer: 'open' });
    await gate.tell('left');
    expect((await find(gate)).body.code).toBe('LT-2861');
    expect(await flags(gate)).toEqual([null]);
    const booked = await server.storage.db
      .selectFrom('ledger_balance')
      .selectAll()
      .where('item_code', '=', 'parking-stay')
      .execute();
    const income = booked.filter((row) => row.account_code === ACCOUNTS.revenue);
    expect(income.reduce((sum, row) => sum + row.credit_fen - row.debit_fen, 0)).toBe(1_009);
    await expectSound(gate);
    // Nothing of the plate itself stays anywhere.
    const kept = await server.storage.db.selectFrom('parking_stay').selectAll().execute();
    const heard = await server.storage.db.selectFrom('gate_event').selectAll().execute();
    expect(JSON.stringify([kept, heard])).not.toMatch(/1B2C3/);
  });

  it('a sum holds five minutes, is asked for anew when it was not paid, and by the further time when the car stays', async () => {
    const gate = await startGate(await open());
    const { clock } = gate.server;
    await gate.tell('entered');
    clock.pass(59 * MINUTE);
    const first = await stand(gate);
    clock.pass(4 * MINUTE);
    expect((await stand(gate)).totalOutstandingFen).toBe(500);
    clock.pass(2 * MINUTE);
    await gate.work();
    expect((await order(gate, first, 'cash')).body.code).toBe('LT-1007');
    const second = await stand(gate);
    expect(second.totalOutstandingFen).toBe(700);

    expect((await payInCash(gate, second, 5, 1, 1)).state).toBe('SUCCEEDED');
    clock.pass(15 * MINUTE);
    expect((await stand(gate)).stay).toMatchObject({ owedFen: 0, why: 'paid', leaveBy: clock.now() });
    clock.pass(45 * MINUTE);
    const third = await stand(gate);
    expect(third.bills[0]?.lines[0]?.explanation['zh-CN']).toBe('共 9.00 元，已付 7.00 元');
    expect((await gate.tell('exit-asked')).body).toMatchObject({ answer: 'pay', owedFen: 200 });
    expect((await payInCash(gate, third, 1, 1)).state).toBe('SUCCEEDED');
    expect((await gate.tell('exit-asked')).body).toMatchObject({ answer: 'open' });
    await expectSound(gate);
  });

  it('the gate tells twice, late, out of order, of an entry that nobody saw, and of a car that never left', async () => {
    const gate = await startGate(await open());
    const { clock } = gate.server;
    const came = clock.now();
    // Told twice, it came once; the same id with another car is refused.
    const eventId = newId();
    await gate.tell('entered', { eventId });
    expect((await gate.tell('entered', { eventId, at: came })).status).toBe(200);
    expect((await gate.tell('entered', { eventId, plate: '浙A99999' })).body.code).toBe('LT-2323');
    expect((await gate.tell('entered', {}, 'another secret')).body.code).toBe('LT-4002');
    expect((await gate.tell('entered', { at: came + 3_600_000 })).body.code).toBe('LT-4005');

    // It comes again and nobody saw it leave; then that leaving is told after all.
    clock.pass(90 * MINUTE);
    await gate.tell('entered', { passageId: 'p-2' });
    expect(await flags(gate)).toEqual(['left-unseen', null]);
    await gate.tell('left', { at: came + 60 * MINUTE });
    expect(await flags(gate)).toEqual([null, null]);
    // An exit of the first drive that comes late opens nothing.
    expect((await gate.tell('exit-asked', { at: came + 59 * MINUTE })).body.answer).toBe('noted');

    // Of another car only the exit is told: no price, and no kiosk can make one up.
    const other = { plate: '浙A·45678', passageId: 'p-3' };
    clock.pass(MINUTE);
    expect((await gate.tell('exit-asked', other)).body.answer).toBe('ask-staff');
    expect((await lookAt(gate, (await find(gate, '45678')).body.cars[0]?.stayId)).code).toBe('LT-2864');
    // The entry comes after the exit was asked: now it has one.
    await gate.tell('entered', { ...other, at: came });
    expect((await gate.tell('exit-asked', other)).body).toMatchObject({ answer: 'pay', owedFen: 700 });
    // It drives through without paying.
    await gate.tell('left', other);
    expect((await flags(gate)).includes('left-unpaid')).toBe(true);
    await expectSound(gate);
  });

  it('a household that agreed has its car taken from its prepayment at the exit, once, and is told', async () => {
    const gate = await startGate(await open());
    const { storage, estate, clock } = gate.server;
    const roomId = estate.households[0]?.roomId ?? '';
    await storage.transact(async (tx) => {
      const { communityId } = estate;
      const lines = [
        { account: ACCOUNTS.bank, debitFen: 2_000, creditFen: 0 },
        { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: 2_000 },
      ];
      const entry = { entryId: newId(), event: 'test', occurredAt: clock.now(), communityId, reference: 'x', lines };
      await postEntry(tx, entry);
    });
    const office = await logInStaff(gate.server, ['cashier']);
    const car = { carId: newId(), communityId: estate.communityId, roomId, plate: PLATE };
    const register = async (change: object) =>
      (await office.post<{ code?: string }>('/admin/v1/household-cars', { ...car, ...change })).body.code;
    expect([await register({}), await register({}), await register({ carId: newId() })]).toEqual([
      undefined,
      undefined,
      'LT-2869',
    ]);
    await gate.tell('entered');
    clock.pass(200 * MINUTE);
    expect((await gate.tell('exit-asked')).body.answer).toBe('pay');
    await storage.transact((tx) =>
      agree(tx, roomId, { autoUsePrepayment: true, duplicatePayment: 'refund' }, 'kiosk:1', clock.now()),
    );
    const eventId = newId();
    const at = clock.now();
    expect((await gate.tell('exit-asked', { eventId, at })).body.answer).toBe('open');
    expect((await gate.tell('exit-asked', { eventId, at })).body.answer).toBe('open');
    expect(await prepaidOfRoom(storage.db, roomId)).toBe(900);
    const notices = await storage.db.selectFrom('room_notice').select(['kind', 'amount_fen']).execute();
    expect(notices).toEqual([{ kind: 'prepayment-used', amount_fen: 1_100 }]);
    // Not enough is left for the next stay: the driver pays.
    await gate.tell('left');
    clock.pass(MINUTE);
    await gate.tell('entered', { passageId: 'p-2' });
    clock.pass(200 * MINUTE);
    expect((await gate.tell('exit-asked')).body.answer).toBe('pay');
    await expectSound(gate);
    const listed = () => office.get<{ rows: HouseholdCar[] }>('/admin/v1/household-cars');
    expect((await listed()).body.rows).toMatchObject([{ plateMasked: '浙A·**2C3', agreed: true }]);
    await office.post(`/admin/v1/household-cars/${car.carId}/end`, {});
    expect((await listed()).body.rows).toEqual([]);
  });

  it('the office sees cars of its own communities, opens the gate with a reason, and sets what begins tomorrow', async () => {
    const gate = await startGate(await open());
    const { server } = gate;
    const [office, elsewhere] = [
      await logInStaff(server, ['business-admin']),
      await logInStaff(server, ['business-admin'], []),
    ];
    const auditor = await logInStaff(server, ['finance-auditor']);
    await gate.tell('exit-asked');
    const list = (staff: TestStaff, query = '') =>
      staff.get<{ rows: ParkingStay[] }>(`/admin/v1/parking-stays${query}`);
    const [stay] = (await list(office, '?search=123&state=flagged')).body.rows;
    expect(stay).toMatchObject({ plateMasked: '浙A·**2C3', flag: 'entry-unseen', paidFen: 0 });
    expect((await list(elsewhere)).body.rows).toEqual([]);

    const path = `/admin/v1/parking-stays/${stay?.stayId}/let-out`;
    const wish = { commandId: newId(), reason: '入口没拍到，核对过登记本' };
    expect([(await elsewhere.post(path, wish)).status, (await auditor.post(path, wish)).status]).toEqual([404, 403]);
    expect((await office.post(path, wish)).status).toBe(200);
    expect((await office.post(path, wish)).status).toBe(200);
    await gate.work();
    expect(gate.commands).toMatchObject([{ commandId: wish.commandId, passageId: 'p-1' }]);
    expect((await gate.tell('exit-asked')).body.answer).toBe('open');
    await gate.tell('left');
    expect((await list(office, '?state=left')).body.rows[0]?.opened).toMatchObject({ reason: wish.reason });

    const { tariffId: _first, ...same } = TARIFF;
    const tariff = { ...same, tariffId: newId(), communityId: server.estate.communityId, from: '2026-11-24' };
    const set = async (change: object) =>
      (await office.post<{ code?: string }>('/admin/v1/stay-tariffs', { ...tariff, ...change })).body.code;
    expect([await set({ from: '2026-11-23' }), await set({}), await set({}), await set({ tariffId: newId() })]).toEqual(
      ['LT-2867', undefined, undefined, 'LT-2868'],
    );
    const notice = await server.kiosks[0].call<FeeNotice>('GET', '/kiosk/v1/fee-notice');
    expect(notice.body.stayTariff).toEqual({
      freeMinutes: 30,
      firstMinutes: 60,
      firstFen: 500,
      blockMinutes: 60,
      blockFen: 200,
      capFen: 2_000,
      validFrom: TARIFF.from,
    });
    const shown = await office.get<{ rows: StayTariffRow[] }>('/admin/v1/stay-tariffs');
    expect(shown.body.rows.map(({ state }) => state)).toEqual(['COMING', 'IN_FORCE']);
  });

  it('six cars have the same digits: four on a page, the last to come first, and the car of before may leave', async () => {
    const gate = await startGate(await open());
    for (const letter of 'CDEFG') {
      await gate.tell('entered', { plate: `浙${letter}1B2C3`, passageId: `p-${letter}` });
      gate.server.clock.pass(MINUTE);
    }
    // Nobody saw this one come in: it stands last.
    await gate.tell('exit-asked', { plate: '浙H1B2C3', passageId: 'p-H' });
    const towns = ({ cars }: { cars: FoundCar[] }) => cars.map(({ plateMasked }) => plateMasked[1]).join('');
    const first = (await find(gate)).body;
    expect([towns(first), first.more]).toEqual(['GFED', true]);
    await gate.tell('left', { plate: '浙D1B2C3', passageId: 'p-D' });
    const second = (await find(gate, '123', first.cars[3]?.stayId)).body;
    expect([towns(second), second.more]).toEqual(['CH', false]);
    expect((await find(gate, '123', second.cars[1]?.stayId)).body.code).toBe('LT-2861');
    expect((await find(gate, '124', first.cars[3]?.stayId)).body.code, 'of other digits').toBe('LT-2861');
  });

  it('a monthly space costs nothing, and nobody finds cars by trying digits', async () => {
    const gate = await startGate(await open());
    const { storage, estate, clock } = gate.server;
    const lease = {
      lease_id: newId(),
      room_id: estate.households[0]?.roomId ?? '',
      space_label: 'B1',
      monthly_fen: 30_000,
    };
    await storage.transact((tx) =>
      tx
        .insertInto('parking_lease')
        .values({ ...lease, plate: '浙A1B2C3', item_code: 'PROPERTY', paid_until: '2026-11-30' })
        .execute(),
    );
    await gate.tell('entered');
    clock.pass(2_000 * MINUTE);
    expect((await stand(gate)).stay).toMatchObject({ why: 'leased', owedFen: 0 });
    expect((await gate.tell('exit-asked')).body.answer).toBe('open');
    const answers = [];
    for (let digits = 10; digits < 32; digits += 1) answers.push((await find(gate, String(digits))).body.code);
    expect([...new Set(answers)]).toEqual(['LT-2861', 'LT-1008']);
  });
});
