import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import {
  charge,
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
import type { TestServer } from '../../app/testing/test-server.ts';
import { logInStaff } from '../../app/testing/test-staff.ts';
import type { ExceptionDetail, ExceptionRow } from '../../contract/exceptions-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { bringCashToOffice } from '../deposits/test-office-cash.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { escalateOverdue } from './exceptions.store.ts';

const HOUR = 3_600_000;
const QUEUE = '/admin/v1/exceptions';
interface Page {
  readonly rows: ExceptionRow[];
  readonly total: number;
  readonly totals: { state: string; count: number; amountFen: number }[];
}

describeOnEachDatabase('exceptions', (openBooks) => {
  async function start() {
    const parts = await startPayments(await openBooks());
    const finance = await logInStaff(parts.server, ['finance-auditor']);
    const queue = async (query = '') => {
      const answer = await finance.get<Page>(`${QUEUE}?${query}`);
      expect(answer.status).toBe(200);
      return answer.body;
    };
    const resolve = (exceptionId: string, body: object) =>
      finance.post<ExceptionDetail & { code?: string }>(`${QUEUE}/${exceptionId}/resolution`, {
        note: '核对过了',
        ...body,
      });
    return { ...parts, finance, queue, resolve };
  }
  type Started = Awaited<ReturnType<typeof start>>;

  async function broken(server: TestServer) {
    const { invariants } = await server.storage.transact((tx) => auditBooks(tx));
    return invariants.filter(({ breaches }) => breaches.length > 0).map(({ name }) => name);
  }
  async function sound(server: TestServer) {
    await expectSoundBooks(server);
    expect(await broken(server)).toEqual([]);
  }

  /** A charge nobody can tell about, until staff have to find out. */
  async function unknown({ server, home, k1, queue }: Started) {
    const { orderId } = await create(k1, home, 'payer-code');
    server.wechat.loseAnswers(1_000);
    await charge(k1, orderId);
    for (let tries = 0; tries < 8; tries += 1) {
      server.clock.pass(300_000);
      await server.resolver.runOnce();
    }
    const [row] = (await queue()).rows;
    if (!row) throw new Error('no exception');
    return { orderId, row };
  }

  it('outcome unknown: a person has a deadline, the channel is still asked slowly, and past the deadline it is escalated', async () => {
    const started = await start();
    const { server, queue } = started;
    const { row } = await unknown(started);
    expect(row).toMatchObject({
      code: 'LT-2103',
      state: 'OPEN',
      orderState: 'UNKNOWN',
      amountFen: DUE_FEN,
      resolutions: ['paid-by-statement', 'not-paid'],
    });
    expect(row.deadlineAt - row.raisedAt).toBe(4 * HOUR);
    const asked = () => server.wechat.calls.filter((call) => call === 'query').length;
    const before = asked();
    for (let minutes = 0; minutes < 60; minutes += 5) {
      server.clock.pass(300_000);
      await server.resolver.runOnce();
    }
    // Each time: query, reverse, query.
    expect((asked() - before) / 2).toBeLessThanOrEqual(4);
    expect(asked()).toBeGreaterThan(before);

    expect(await escalateOverdue(server.storage, row.deadlineAt - 1)).toBe(0);
    expect(await escalateOverdue(server.storage, row.deadlineAt)).toBe(1);
    expect(await escalateOverdue(server.storage, row.deadlineAt)).toBe(0);
    const page = await queue('state=unresolved');
    expect(page.rows.map((one) => one.state)).toEqual(['ESCALATED']);
    expect(page.totals).toEqual([{ state: 'ESCALATED', count: 1, amountFen: DUE_FEN }]);
  });

  it('outcome came out by itself: the case is settled, and no person can settle it again', async () => {
    const started = await start();
    const { server, k1, queue, resolve } = started;
    const { orderId, row } = await unknown(started);
    server.wechat.loseAnswers(0);
    server.clock.pass(900_000);
    await server.resolver.runOnce();
    expect((await look(k1, orderId)).state).toBe('CLOSED');
    const settled = (await queue()).rows[0];
    expect(settled).toMatchObject({ state: 'RESOLVED', resolution: 'found-out', resolutions: [] });
    expect((await resolve(row.exceptionId, { resolution: 'not-paid' })).body.code).toBe('LT-2114');
  });

  it('confirmed paid by the statement: booked once with its transaction; a statement of something else is refused', async () => {
    const started = await start();
    const { server, k1, resolve } = started;
    const { orderId, row } = await unknown(started);
    const paidAt = server.clock.now() - HOUR / 2;
    const statement = { transactionId: '4200002026112301', amountFen: DUE_FEN, paidAt };
    const paid = (changes = {}) => ({ resolution: 'paid-by-statement', statement: { ...statement, ...changes } });
    for (const wrong of [{ amountFen: 1 }, { paidAt: paidAt - 24 * HOUR }, { paidAt: paidAt + 24 * HOUR }]) {
      expect((await resolve(row.exceptionId, paid(wrong))).body.code).toBe('LT-2116');
    }
    expect((await resolve(row.exceptionId, { resolution: 'paid-by-statement' })).body.code).toBe('LT-2116');
    expect((await resolve(row.exceptionId, { resolution: 'cash-back' })).body.code).toBe('LT-2115');
    const done = await Promise.all([resolve(row.exceptionId, paid()), resolve(row.exceptionId, paid())]);
    expect(done.map((one) => [one.status, one.body.state])).toEqual([
      [200, 'RESOLVED'],
      [200, 'RESOLVED'],
    ]);
    expect(await look(k1, orderId)).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: DUE_FEN } });
    expect(await payments(server)).toHaveLength(1);
    expect((await resolve(row.exceptionId, { resolution: 'not-paid' })).body.code).toBe('LT-2114');
    await sound(server);
  });

  it('confirmed not paid: closed, the bills are free, and money that comes all the same is booked', async () => {
    const started = await start();
    const { server, home, k1, k2, resolve } = started;
    const { orderId, row } = await unknown(started);
    expect((await resolve(row.exceptionId, { resolution: 'not-paid' })).body).toMatchObject({ state: 'RESOLVED' });
    expect((await look(k1, orderId)).state).toBe('CLOSED');
    expect((await create(k2, home, 'cash')).status).toBe(200);
    server.wechat.loseAnswers(0);
    server.wechat.pay();
    expect((await notify(server, server.wechat, orderId)).statusCode).toBe(200);
    expect(await payments(server)).toHaveLength(1);
    await sound(server);
  });

  it.each([
    ['to-prepayment', 1_360, '2203'],
    ['cash-back', 0, '1001.office'],
  ])('cash nobody claimed: %s, posted once, with who did it', async (resolution, kept, account) => {
    const { server, home, k1, finance, queue, resolve } = await start();
    const { orderId } = await create(k1, home, 'cash');
    await settle(k1, orderId, { notes: notes(100, 100), excess: 'unclaimed', recovered: true });
    const [row] = (await queue()).rows;
    expect(row).toMatchObject({ code: 'LT-2303', amountFen: 1_360, resolutions: ['to-prepayment', 'cash-back'] });
    const id = row?.exceptionId ?? '';
    if (resolution === 'cash-back') {
      expect((await resolve(id, { resolution })).body.code).toBe('LT-2313');
      await bringCashToOffice(server, home.roomId, 1_360);
    }
    const answers = await Promise.all([1, 2, 3].map(() => resolve(id, { resolution })));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    const detail = answers[0]?.body;
    expect(detail).toMatchObject({ state: 'RESOLVED', resolution, note: '核对过了' });
    expect(detail?.postings.filter((line) => line.event === 'exception.resolved')).toEqual([
      expect.objectContaining({ accountCode: '2241.unclaimed', debitFen: 1_360 }),
      expect.objectContaining({ accountCode: account, creditFen: 1_360 }),
    ]);
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(kept);
    const trail = await server.storage.db
      .selectFrom('audit_event')
      .select(['actor', 'subject'])
      .where('action', '=', 'resolve-exception')
      .execute();
    expect(trail).toContainEqual({ actor: `staff:${finance.staffId}`, subject: `payment_exception:${id}` });
    await sound(server);

    const resolved = await server.storage.db.selectFrom('payment_exception').select('entry_id').execute();
    // Sealing looks back by the time in the ids of entries: an old id would be sealed late.
    expect(resolved[0]?.entry_id).not.toBe(id);
    await server.storage.transact((tx) =>
      tx.updateTable('payment').set({ unclaimed_fen: 1_359, to_prepayment_fen: 1 }).execute(),
    );
    expect(await broken(server)).toContain('unclaimed money by its documents = 2241.unclaimed');
  });

  it('second payment of a booked order: kept as prepayment of the room', async () => {
    const { server, home, k1, queue, resolve } = await start();
    const { orderId } = await create(k1, home, 'wechat-qr');
    server.wechat.pay();
    await notify(server, server.wechat, orderId);
    const { headers, payload } = server.wechat.notification();
    const second = JSON.parse(payload) as { outcome: { transactionId: string } };
    second.outcome.transactionId = 'another';
    const url = '/channels/wechat-pay/notify';
    const answer = await server.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(second) });
    expect(answer.statusCode).toBe(500);
    const [row] = (await queue('code=LT-2203')).rows;
    const kept = await resolve(row?.exceptionId ?? '', { resolution: 'to-prepayment' });
    expect(kept.body).toMatchObject({ state: 'RESOLVED', orderState: 'SUCCEEDED' });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(DUE_FEN);
    await sound(server);
  });

  it('paid twice: staff see where the money went, and say that they have seen it', async () => {
    const { server, home, k1, k2, queue, resolve } = await start();
    const { orderId } = await create(k1, home, 'alipay-qr');
    await close(k1, orderId);
    const cash = await create(k2, home, 'cash');
    await settle(k2, cash.orderId, { notes: notes(100, 50, 20, 10, 5, 1, 1) });
    server.alipay.pay();
    await notify(server, server.alipay, orderId);
    const [row] = (await queue('code=LT-2002')).rows;
    expect(row).toMatchObject({ detail: expect.stringContaining('a refund is on its way'), resolutions: ['seen'] });
    const seen = await resolve(row?.exceptionId ?? '', { resolution: 'seen' });
    expect(seen.body.postings.map((line) => line.accountCode)).toContain('1012.alipay');
    expect(seen.body.history.map((one) => one.step)).toEqual([
      'order-created',
      'close-asked',
      'money-taken',
      'money-booked',
      'raised',
      'resolved',
    ]);
    expect((await exceptions(server)).map(([code]) => code)).toEqual(['LT-2002', 'LT-2112']);
    await sound(server);
  });

  it('is taken by one, laid down again, and hidden from who may not see it', async () => {
    const started = await start();
    const { server, finance } = started;
    const { row } = await unknown(started);
    const path = `${QUEUE}/${row.exceptionId}`;
    const taken = await finance.post<ExceptionDetail>(`${path}/assignment`, { take: true });
    expect(taken.body.assignedTo?.staffId).toBe(finance.staffId);
    const laidDown = await finance.post<ExceptionDetail>(`${path}/assignment`, { take: false });
    expect(laidDown.body.assignedTo).toBeUndefined();
    expect(laidDown.body.history.map((one) => one.step)).toEqual(expect.arrayContaining(['assigned', 'released']));

    const elsewhere = await logInStaff(server, ['finance-auditor'], []);
    expect((await elsewhere.get(path)).status).toBe(404);
    expect((await elsewhere.get<Page>(QUEUE)).body.total).toBe(0);
    const cashier = await logInStaff(server, ['cashier']);
    expect((await cashier.get(path)).status).toBe(200);
    const decided = { resolution: 'not-paid', note: '想想' };
    expect((await cashier.post(`${path}/resolution`, decided)).body).toEqual({ code: 'LT-6004' });
    const dunning = await logInStaff(server, ['dunning-clerk']);
    expect((await dunning.get(QUEUE)).body).toEqual({ code: 'LT-6004' });
    expect((await finance.get(`${QUEUE}/${newId()}`)).status).toBe(404);
  });
});
