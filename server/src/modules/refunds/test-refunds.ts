import { newId } from '@louting/common/ids';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { create, notify, startPayments } from '../../app/testing/test-payments.ts';
import type { TestServer } from '../../app/testing/test-server.ts';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import type { Role } from '../../contract/admin-api.ts';
import type { RefundDetail } from '../../contract/refunds-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { outTradeNoOf } from '../payments/channel-orders.ts';
import { csrfTokenOf, tokenHashOf } from '../staff/staff.ts';
import { insertSession, insertStaff } from '../staff/staff.store.ts';
import { createRefundJob } from './refund-job.ts';
import { refundsContext } from './refunds-context.ts';

/** What the account holds on its credit side, in fen. */
export async function balanceOf(server: TestServer, account: string): Promise<number> {
  const { balance } = await server.storage.db
    .selectFrom('ledger_line')
    .select(sql<number>`coalesce(sum(credit_fen - debit_fen), 0)`.as('balance'))
    .where('account_code', '=', account)
    .executeTakeFirstOrThrow();
  return balance;
}

/** Every invariant of the books holds; the test estate's bills have no lines, so that one cannot. */
export async function expectSoundRefunds(server: TestServer): Promise<void> {
  const { invariants } = await server.storage.transact((tx) => auditBooks(tx));
  const broken = invariants.filter(
    ({ name, breaches }) => breaches.length > 0 && name !== 'amount of a bill = its lines',
  );
  expect(broken).toEqual([]);
}

/** Of a refund, or of whatever else was asked for. */
export interface TestAnswer {
  readonly status: number;
  readonly body: RefundDetail & { code?: string; detail?: string };
}

export interface TestStaff {
  readonly staffId: string;
  get(path: string): Promise<TestAnswer>;
  post(path: string, body?: object): Promise<TestAnswer>;
}

/** A logged-in staff member of the community. */
export async function employ(server: TestServer, name: string, roles: readonly Role[]): Promise<TestStaff> {
  const staffId = newId();
  const token = newId();
  const now = server.clock.now();
  await server.storage.transact(async (tx) => {
    await insertStaff(tx, {
      staffId,
      userName: name,
      name,
      roles,
      communityIds: [server.estate.communityId],
      passwordHash: 'none',
      createdAt: now,
    });
    await insertSession(tx, { tokenHash: tokenHashOf(token), staffId, startedAt: now, expiresAt: now + 9e11 });
  });
  const headers = { cookie: `louting-staff=${token}`, 'x-csrf-token': csrfTokenOf(token) };
  const keepLoggedIn = () =>
    server.storage.transact((tx) =>
      tx
        .updateTable('staff_session')
        .set({ last_used_at: server.clock.now(), expires_at: server.clock.now() + 1_000_000 })
        .where('staff_id', '=', staffId)
        .execute(),
    );
  const send = async (method: 'GET' | 'POST', url: string, payload?: object): Promise<TestAnswer> => {
    await keepLoggedIn();
    const answer = await server.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    staffId,
    get: (path) => send('GET', path),
    post: (path, body = {}) => send('POST', path, body),
  };
}

/** A server with a cashier who asks, two who approve, and a payment of both bills by WeChat. */
export async function startRefunds(storage: Storage) {
  const { server, home, k1, k2 } = await startPayments(storage);
  const cashier = await employ(server, 'cashier', ['cashier']);
  const manager = await employ(server, 'manager', ['business-admin']);
  const auditor = await employ(server, 'auditor', ['finance-auditor']);

  async function pay(name: PaymentChannel['name'] = 'wechat-pay'): Promise<string> {
    const channel = name === 'alipay' ? server.alipay : server.wechat;
    const { orderId } = await create(k1, home, name === 'alipay' ? 'alipay-qr' : 'wechat-qr');
    channel.pay(outTradeNoOf(orderId));
    expect((await notify(server, channel, orderId)).statusCode).toBe(200);
    return orderId;
  }
  function ask(staff: TestStaff, orderId: string, changes: Record<string, unknown> = {}) {
    const [billId] = home.billIds;
    return staff.post('/admin/v1/refunds', {
      refundId: newId(),
      orderId,
      parts: [{ source: 'bill', billId, amountFen: 4_000 }],
      route: 'original',
      reason: 'wrong-amount',
      note: '多收',
      ...changes,
    });
  }
  const job = createRefundJob(refundsContext(server.context));
  return {
    server,
    home,
    k1,
    k2,
    cashier,
    manager,
    auditor,
    pay,
    ask,
    runJob: () => job.run(new AbortController().signal),
    look: async (refundId: string) => (await cashier.get(`/admin/v1/refunds/${refundId}`)).body,
    /** Asked for by the cashier and approved by the manager. */
    approved: async (orderId: string, changes: Record<string, unknown> = {}) => {
      const { body } = await ask(cashier, orderId, changes);
      const approval = await manager.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '' });
      expect(approval.body).toMatchObject({ state: 'APPROVED' });
      return body.refundId;
    },
    bill: (billId: string) =>
      server.storage.db
        .selectFrom('bill')
        .select(['state', 'paid_fen'])
        .where('bill_id', '=', billId)
        .executeTakeFirstOrThrow(),
  };
}
