import { newId } from '@louting/common/ids';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { answerProblems } from '../../app/problem.ts';
import { adminRoutes } from '../../contract/admin-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { receiptsAdminPart } from '../receipts/receipts.admin.routes.ts';
import { adminRoutesPlugin } from './admin-views.routes.ts';
import { openTestBooks, PASSWORD, type TestCommunity } from './test-books.ts';
import { NOW } from './test-now.ts';

interface LoggedIn {
  readonly cookie: string;
  readonly csrfToken: string;
}

describeOnEachDatabase('what staff see', (open) => {
  let storage: Storage;
  let app: FastifyInstance;
  let guihua: TestCommunity;
  let qingshui: TestCommunity;
  const clock = { at: NOW, now: () => clock.at };

  beforeAll(async () => {
    storage = await open();
    ({ guihua, qingshui } = await openTestBooks(storage));
    app = await serve('http://127.0.0.1:7300');
  });
  beforeEach(() => {
    clock.at = NOW;
  });

  async function serve(publicUrl: string): Promise<FastifyInstance> {
    const served = Fastify();
    served.setValidatorCompiler(validatorCompiler);
    served.setSerializerCompiler(serializerCompiler);
    answerProblems(served);
    await served.register(adminRoutesPlugin({ storage, clock, newId, publicUrl, parts: [receiptsAdminPart] }));
    return served;
  }

  async function logIn(userName: string): Promise<LoggedIn> {
    const answer = await app.inject({
      method: 'POST',
      url: '/admin/v1/login',
      payload: { userName, password: PASSWORD },
    });
    expect(answer.statusCode).toBe(200);
    const [cookie] = String(answer.headers['set-cookie']).split(';');
    return { cookie: cookie ?? '', csrfToken: adminRoutes.login.response.parse(answer.json()).csrfToken };
  }

  async function get(staff: LoggedIn | undefined, url: string): Promise<{ status: number; body: unknown }> {
    const answer = await app.inject({ method: 'GET', url, headers: staff ? { cookie: staff.cookie } : {} });
    return { status: answer.statusCode, body: answer.json() };
  }

  async function post(staff: LoggedIn, url: string, payload: object = {}, csrf = staff.csrfToken) {
    const headers = { cookie: staff.cookie, 'x-csrf-token': csrf };
    const answer = await app.inject({ method: 'POST', url, headers, payload });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<unknown>() };
  }

  it('gives the session cookie to the browser alone, and over https to https alone', async () => {
    const payload = { userName: 'group', password: PASSWORD };
    const plain = await app.inject({ method: 'POST', url: '/admin/v1/login', payload });
    expect(plain.headers['set-cookie']).toMatch(/^louting-staff=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const secure = await serve('https://pay.example.cn');
    const answer = await secure.inject({ method: 'POST', url: '/admin/v1/login', payload });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-louting-staff=.*; Secure; SameSite=Strict$/);
  });

  it('shows nothing to who is not logged in, and no page after log-out', async () => {
    const urls = ['me', 'kiosks', 'payments', 'receipts', 'rooms', `rooms/${guihua.roomId}`];
    for (const url of urls) {
      expect(await get(undefined, `/admin/v1/${url}`)).toEqual({ status: 401, body: { code: 'LT-6003' } });
    }
    const staff = await logIn('group');
    expect((await post(staff, '/admin/v1/logout')).status).toBe(204);
    expect((await get(staff, '/admin/v1/kiosks')).status).toBe(401);
  });

  it('changes nothing for a page of another origin', async () => {
    const staff = await logIn('group');
    const url = `/admin/v1/kiosks/${guihua.kioskId}/enrolment-codes`;
    expect(await post(staff, url, {}, 'guessed')).toEqual({ status: 403, body: { code: 'LT-6004' } });
    expect((await post(staff, '/admin/v1/logout', {}, '')).status).toBe(403);
    expect((await get(staff, '/admin/v1/me')).status).toBe(200);
  });

  it('never shows one project to the staff of another, whatever id is asked for', async () => {
    const staff = await logIn('guihua');
    for (const list of ['kiosks', 'payments', 'receipts', 'rooms']) {
      const all = JSON.stringify((await get(staff, `/admin/v1/${list}`)).body);
      expect(all).toContain(list === 'rooms' ? '桂花苑' : 'K001');
      expect(all).not.toContain(qingshui.communityId);
      expect(all).not.toContain('清水湾');
      expect(all).not.toContain('K002');
      const foreign = await get(staff, `/admin/v1/${list}?communityId=${qingshui.communityId}`);
      expect(foreign.body).toMatchObject({ rows: [] });
    }
    const refused = { status: 404, body: { code: 'LT-9002' } };
    expect(await get(staff, `/admin/v1/payments/${qingshui.orderId}`)).toEqual(refused);
    expect(await get(staff, `/admin/v1/rooms/${qingshui.roomId}`)).toEqual(refused);
    expect((await get(staff, `/admin/v1/receipts/${qingshui.receiptNumber}`)).status).toBe(404);
  });

  it('shows nothing at all to staff without a community', async () => {
    const staff = await logIn('nowhere');
    expect((await get(staff, '/admin/v1/payments')).body).toMatchObject({
      rows: [],
      total: 0,
      totals: { receivedFen: 0 },
    });
    expect((await get(staff, '/admin/v1/rooms')).body).toMatchObject({ rows: [], total: 0 });
  });

  it('keeps each role to its work', async () => {
    const clerk = await logIn('clerk');
    expect((await get(clerk, '/admin/v1/rooms')).status).toBe(200);
    for (const url of ['kiosks', 'payments', `payments/${guihua.orderId}`, 'receipts']) {
      expect(await get(clerk, `/admin/v1/${url}`)).toEqual({ status: 403, body: { code: 'LT-6004' } });
    }
    const manager = await logIn('guihua');
    expect((await post(manager, `/admin/v1/kiosks/${guihua.kioskId}/enrolment-codes`)).status).toBe(403);
  });

  it('lists payments newest first, with totals of the selection and not of the page', async () => {
    const staff = await logIn('group');
    const page = adminRoutes.payments.response.parse((await get(staff, '/admin/v1/payments?pageSize=1')).body);
    expect(page.rows).toHaveLength(1);
    expect(page).toMatchObject({ total: 4, totals: { receivedFen: 14_000, succeeded: 2 } });
    const closed = adminRoutes.payments.response.parse((await get(staff, '/admin/v1/payments?state=CLOSED')).body);
    expect(closed).toMatchObject({ total: 2, totals: { receivedFen: 0, succeeded: 0 } });
    expect(closed.rows[0]).toMatchObject({ failureCode: 'LT-2104', receivedFen: 0, method: 'wechat-qr' });
  });

  it.each([
    ['search=7f3k', 2],
    ['search=k002-0000001', 1],
    ['search=%20%201001%20', 4],
    ['search=50%25_', 2],
    ['search=_', 2],
    ["search=' or 1=1 --", 0],
    ['from=2026-09-22&to=2026-09-22', 2],
    ['to=2026-09-21', 2],
    ['method=cash', 2],
  ])('finds payments by %s', async (query, total) => {
    const staff = await logIn('group');
    expect((await get(staff, `/admin/v1/payments?${query}`)).body).toMatchObject({ total });
  });

  it('refuses a malformed query with one clear code', async () => {
    const staff = await logIn('group');
    expect(await get(staff, '/admin/v1/payments?from=yesterday')).toMatchObject({
      status: 400,
      body: { code: 'LT-9001' },
    });
    expect(await get(staff, '/admin/v1/payments?pageSize=100000')).toMatchObject({ status: 400 });
  });

  it('shows what a payment paid, and that it adds up', async () => {
    const staff = await logIn('guihua');
    const answer = await get(staff, `/admin/v1/payments/${guihua.orderId}`);
    const payment = adminRoutes.payment.response.parse(answer.body);
    const allocated = payment.allocations.reduce((sum, allocation) => sum + allocation.amountFen, 0);
    expect(allocated + payment.toPrepaymentFen).toBe(payment.receivedFen);
    expect(payment.notes).toEqual([
      { denominationFen: 5000, count: 1 },
      { denominationFen: 1000, count: 2 },
    ]);
  });

  it('shows a receipt as printed, with its copies, and notes who looked', async () => {
    const staff = await logIn('guihua');
    const { body } = await get(staff, `/admin/v1/receipts/${guihua.receiptNumber}`);
    expect(body).toMatchObject({ totalFen: 7000, totalCapitals: '柒拾元整', copyNumber: 1, payerMasked: '张**' });
    expect(body).toMatchObject({ copies: [{ copyNumber: 1, printedBy: expect.stringMatching(/^K/) }] });
    const trail = await storage.db.selectFrom('audit_event').selectAll().where('action', '=', 'view-receipt').execute();
    expect(trail).toMatchObject([{ subject: `receipt:${guihua.receiptNumber}` }]);
  });

  it('prints receipts in the office, many at once: each a numbered copy by name, once however often it is sent', async () => {
    const staff = await logIn('guihua');
    const print = (prints: object[]) => post(staff, '/admin/v1/receipts/copies', { prints });
    const mine = { copyId: newId(), receiptNumber: guihua.receiptNumber };
    const foreign = { copyId: newId(), receiptNumber: qingshui.receiptNumber };
    expect(await print([mine, foreign])).toMatchObject({ status: 404, body: { code: 'LT-2401' } });
    const again = { ...mine, copyId: newId() };
    for (let sent = 0; sent < 2; sent += 1) {
      expect((await print([mine, again])).body).toMatchObject({ rows: [{ copyNumber: 2 }, { copyNumber: 3 }] });
    }
    const { body } = await get(staff, `/admin/v1/receipts/${guihua.receiptNumber}`);
    expect(body).toMatchObject({ copies: [{ copyNumber: 1 }, { printedBy: 'guihua' }, { printedBy: 'guihua' }] });
  });

  it('shows a household masked, with its debt, prepayment and a ledger whose balances run', async () => {
    const staff = await logIn('guihua');
    const answer = await get(staff, `/admin/v1/rooms/${guihua.roomId}`);
    expect(JSON.stringify(answer.body)).not.toMatch(/张小明|13812341234/);
    const household = adminRoutes.household.response.parse(answer.body);
    expect(household).toMatchObject({ outstandingFen: 6666, prepaidFen: 334, billableArea: 8950 });
    expect(household.parties).toMatchObject([{ nameMasked: '张**', phoneMasked: '138****1234' }]);
    expect(household.cards).toEqual([{ cardMasked: '****9F3A', status: 'active' }]);
    expect(household.bills.map((bill) => [bill.state, bill.overdue, bill.outstandingFen])).toEqual([
      ['PUBLISHED', true, 6666],
      ['PAID', false, 0],
    ]);
    const receivable = household.ledger.filter((row) => row.accountCode === '1122');
    expect(receivable.map((row) => row.balanceFen)).toEqual([6666, 13_332, 6666]);
    expect(household.ledger.at(-1)).toMatchObject({ accountCode: '2203', balanceFen: 334 });
  });

  it.each([
    ['1001', 2],
    ['张小明', 1],
    ['13812341234', 2],
    ['1381234', 0],
    ['王五', 0],
  ])('finds rooms by %s', async (search, total) => {
    const staff = await logIn('group');
    const { body } = await get(staff, `/admin/v1/rooms?search=${encodeURIComponent(search)}`);
    expect(body).toMatchObject({ total });
    expect(JSON.stringify(body)).not.toMatch(/张小明|1381234/);
  });

  it('turns a kiosk red when it falls silent, and shows its cash and its day', async () => {
    const staff = await logIn('guihua');
    const devices = [{ role: 'cash-acceptor', state: 'failed', code: 'LT-3103' }];
    const heartbeat = {
      at: NOW,
      startedAt: NOW,
      version: '0.1.0',
      screen: 'idle',
      idle: true,
      devices,
      openIntents: 0,
    };
    await storage.transact((tx) =>
      tx
        .updateTable('kiosk')
        .set({ last_seen_at: NOW, heartbeat: JSON.stringify(heartbeat), heartbeat_changed_at: NOW - 9000 })
        .execute(),
    );
    const kiosk = async () => adminRoutes.kiosks.response.parse((await get(staff, '/admin/v1/kiosks')).body).rows[0];
    expect(await kiosk()).toMatchObject({ state: 'attention', since: NOW - 9000, devices });
    expect(await kiosk()).toMatchObject({ cashBoxFen: 7000, receivedTodayFen: 7000, paymentsToday: 1 });
    clock.at = NOW + 180_001;
    expect(await kiosk()).toMatchObject({ state: 'down', since: NOW });
  });

  it('gives an enrolment code once, and notes who made it', async () => {
    const staff = await logIn('group');
    const made = await post(staff, `/admin/v1/kiosks/${guihua.kioskId}/enrolment-codes`);
    const { code } = adminRoutes.createEnrolmentCode.response.parse(made.body);
    const books = await storage.db.selectFrom('kiosk_enrolment_code').selectAll().execute();
    expect(JSON.stringify(books)).not.toContain(code.replaceAll('-', ''));
    const trail = await storage.db.selectFrom('audit_event').selectAll().execute();
    expect(trail.map((row) => row.action)).toContain('issue-enrolment-code');
    expect(JSON.stringify(trail)).not.toContain(code);
  });
});
