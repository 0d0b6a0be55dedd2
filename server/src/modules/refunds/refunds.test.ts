import { fen } from '@louting/common/money';
import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { create, exceptions, notes, settle } from '../../app/testing/test-payments.ts';
import type { RefundNotice } from '../../contract/session-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { bringCashToOffice } from '../deposits/test-office-cash.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { outTradeNoOf } from '../payments/channel-orders.ts';
import { createRefundJob } from './refund-job.ts';
import { refundsContext } from './refunds-context.ts';
import { outRefundNoOf } from './refunds.store.ts';
import { balanceOf, expectSoundRefunds, startRefunds } from './test-refunds.ts';

const DAY_MS = 86_400_000;

describeOnEachDatabase('refund', (openBooks) => {
  const start = async () => startRefunds(await openBooks());

  it('bill part refunded: the bill asks for it again, books sound', async () => {
    const { server, home, pay, approved, runJob, look, bill, cashier } = await start();
    const [billId] = home.billIds;
    const orderId = await pay();
    const refundId = await approved(orderId);
    expect(await bill(billId)).toEqual({ state: 'PARTIALLY_PAID', paid_fen: 6_000 });
    expect(await balanceOf(server, ACCOUNTS.refundInProcess)).toBe(4_000);
    await expectSoundRefunds(server);

    await runJob();
    expect(await look(refundId)).toMatchObject({
      state: 'SUCCEEDED',
      approvals: 1,
      requestedBy: 'cashier',
      // Monday noon, five working days on.
      expectedBy: '2026-11-30',
      parts: [{ source: 'bill', amountFen: 4_000, periodFrom: '2026-10-01' }],
      actions: [],
    });
    expect((await look(refundId)).steps.map((step) => [step.kind, step.by])).toEqual([
      ['requested', 'cashier'],
      ['approved', 'manager'],
      ['sent', undefined],
      ['succeeded', undefined],
    ]);
    expect(await balanceOf(server, ACCOUNTS.refundInProcess)).toBe(0);
    expect(await balanceOf(server, ACCOUNTS.wechatInTransit)).toBe(-(18_640 - 4_000));
    await expectSoundRefunds(server);
    const payment = await cashier.get(`/admin/v1/payments/${orderId}`);
    expect(payment.body).toMatchObject({ refundState: 'PARTLY_REFUNDED', refundedFen: 4_000 });
    expect((await cashier.get('/admin/v1/payments')).body).toMatchObject({
      rows: [{ refundState: 'PARTLY_REFUNDED', refundedFen: 4_000 }],
    });
    const audited = await server.storage.db
      .selectFrom('audit_event')
      .select('action')
      .where('actor', 'like', 'staff:%')
      .orderBy('audit_id')
      .execute();
    expect(audited.map((row) => row.action)).toEqual(['request-refund', 'approve-refund']);
  });

  it('approver is the requester: refused, and it is on the trail', async () => {
    const { server, manager, auditor, pay, ask } = await start();
    const { body } = await ask(manager, await pay());
    const own = await manager.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '' });
    expect([own.status, own.body.code]).toEqual([409, 'LT-2504']);
    expect(body.actions).toEqual([]);
    const audited = await server.storage.db.selectFrom('audit_event').select('detail_json').execute();
    expect(audited.map((row) => (JSON.parse(row.detail_json) as { result: string }).result)).toContain('LT-2504');
    const other = await auditor.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '同意' });
    expect(other.body).toMatchObject({ state: 'APPROVED' });
  });

  it('above 500 yuan: two different people, each within the time limit, and nothing moves before the second', async () => {
    const { server, home, cashier, manager, auditor, ask, runJob, look, k2 } = await start();
    const cash = await create(k2, home, 'cash');
    const many = Array.from({ length: 6 }, () => 100);
    await settle(k2, cash.orderId, { notes: notes(...many), excess: 'prepayment' });
    const parts = [
      { source: 'bill', billId: home.billIds[0], amountFen: 10_000 },
      { source: 'prepayment', amountFen: 41_360 },
    ];
    const { body } = await ask(cashier, cash.orderId, { parts, route: 'cash' });
    const path = `/admin/v1/refunds/${body.refundId}`;
    expect((await manager.post(`${path}/approvals`, { note: '' })).body).toMatchObject({ state: 'APPROVING' });
    expect((await manager.post(`${path}/approvals`, { note: '' })).body.code).toBe('LT-2504');
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(41_360);
    server.clock.pass(DAY_MS);
    await runJob();
    await runJob();
    expect(await look(body.refundId)).toMatchObject({ state: 'APPROVING', escalated: true });
    expect(await exceptions(server)).toEqual([['LT-2513', 51_360]]);
    expect((await auditor.post(`${path}/approvals`, { note: '' })).body).toMatchObject({ state: 'APPROVED' });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(0);
    // Cash goes out by a person's hand, never by itself.
    await runJob();
    expect(await look(body.refundId)).toMatchObject({ state: 'APPROVED', actions: ['pay-out'] });
    await bringCashToOffice(server, home.roomId, 60_000);
    expect((await cashier.post(`${path}/pay-outs`, { note: '收据 0001' })).body).toMatchObject({ state: 'SUCCEEDED' });
    expect((await cashier.post(`${path}/pay-outs`, { note: '收据 0001' })).body.code).toBe('LT-2506');
    expect(await balanceOf(server, ACCOUNTS.cashAtOffice)).toBe(51_360 - 60_000);
    await expectSoundRefunds(server);
  });

  it('refund answered late, asked again with the same number: one refund', async () => {
    const { server, pay, approved, runJob, look } = await start();
    const refundId = await approved(await pay());
    server.wechat.loseAnswers(2);
    await runJob();
    expect(await look(refundId)).toMatchObject({ state: 'UNKNOWN', failureCode: 'LT-2509' });
    server.clock.pass(10_000);
    await runJob();
    server.clock.pass(20_000);
    await runJob();
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    const calls = server.wechat.calls.filter((call) => call.startsWith('refund'));
    expect(calls).toEqual(['refund', 'refund-query', 'refund-query']);
    expect([...server.wechat.refunds.keys()]).toEqual([outRefundNoOf(refundId)]);
    await expectSoundRefunds(server);
  });

  it('the request was lost on the way: the channel knows no such refund, so it is asked again', async () => {
    const { server, pay, approved, runJob, look } = await start();
    const refundId = await approved(await pay());
    server.wechat.loseAnswers(1);
    await runJob();
    server.wechat.refunds.clear();
    server.clock.pass(10_000);
    await runJob();
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(server.wechat.refunds.size).toBe(1);
  });

  it('refund retried after real success (wuye 52b7902): the query comes first, and money leaves once', async () => {
    const { server, manager, pay, approved, runJob, look } = await start();
    const refundId = await approved(await pay());
    const failure = { code: 'LT-2511', detail: 'NOT_ENOUGH' } as const;
    server.wechat.nextRefund({ state: 'failed', failure });
    await runJob();
    expect(await look(refundId)).toMatchObject({ state: 'FAILED', failureDetail: 'NOT_ENOUGH' });
    // Meanwhile it went through after all.
    const number = outRefundNoOf(refundId);
    const amountFen = fen(4_000);
    const refundedAt = server.clock.now();
    const request = { outTradeNo: '', outRefundNo: number, amountFen, totalFen: fen(18_640), reason: '' };
    server.wechat.refunds.set(number, {
      request,
      outcome: { state: 'succeeded', refundId: 'w-1', amountFen, refundedAt },
    });
    server.wechat.calls.length = 0;
    await manager.post(`/admin/v1/refunds/${refundId}/retries`, { note: '' });
    await runJob();
    expect(server.wechat.calls).toEqual(['refund-query']);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await balanceOf(server, ACCOUNTS.wechatInTransit)).toBe(-(18_640 - 4_000));
    await expectSoundRefunds(server);
  });

  it('channel says more refunded than paid: nothing booked, staff told', async () => {
    const { server, pay, approved, runJob, look, ask, cashier } = await start();
    const orderId = await pay();
    const refundId = await approved(orderId);
    const refundedAt = server.clock.now();
    server.wechat.nextRefund({ state: 'succeeded', refundId: 'w-1', amountFen: fen(99_999), refundedAt });
    await runJob();
    expect(await look(refundId)).toMatchObject({ state: 'UNKNOWN', failureCode: 'LT-2510' });
    expect(await balanceOf(server, ACCOUNTS.refundInProcess)).toBe(4_000);
    expect(await exceptions(server)).toEqual([['LT-2510', 4_000]]);
    // The payment is in dispute now: no more goes out before somebody has looked.
    expect((await ask(cashier, orderId, { confirmed: true })).body).toMatchObject({
      code: 'LT-2507',
      detail: 'LT-2510',
    });
    await expectSoundRefunds(server);
  });

  it('silence for minutes: a person is told, has a deadline, and may settle it from the back office', async () => {
    const { server, cashier, manager, pay, approved, runJob, look } = await start();
    const refundId = await approved(await pay());
    server.wechat.loseAnswers(1_000);
    for (let times = 0; times < 5; times += 1) {
      await runJob();
      server.clock.pass(200_000);
    }
    expect(await look(refundId)).toMatchObject({ state: 'UNKNOWN', dueAt: expect.any(Number) as number });
    expect(await exceptions(server)).toEqual([['LT-2509', 4_000]]);
    const path = `/admin/v1/refunds/${refundId}/outcomes`;
    expect((await cashier.post(path, { outcome: 'succeeded', note: '5000' })).status).toBe(403);
    const settled = await manager.post(path, { outcome: 'succeeded', note: '50000000382019052709732678859' });
    expect(settled.body).toMatchObject({ state: 'SUCCEEDED' });
    const open = server.storage.db.selectFrom('payment_exception').selectAll().where('resolved_at', 'is', null);
    expect(await open.execute()).toEqual([]);
    await expectSoundRefunds(server);
  });

  it('never more than was received less what was asked for before, also when two ask at once', async () => {
    const { server, home, cashier, manager, pay, ask } = await start();
    const orderId = await pay();
    const [first, second] = home.billIds;
    const over = await ask(cashier, orderId, { parts: [{ source: 'bill', billId: first, amountFen: 10_001 }] });
    expect(over.body.code).toBe('LT-2502');
    const stranger = await ask(cashier, orderId, { parts: [{ source: 'prepayment', amountFen: 100 }] });
    expect(stranger.body.code).toBe('LT-2503');
    const whole = { parts: [{ source: 'bill', billId: second, amountFen: 8_640 }], confirmed: true };
    const both = await Promise.all([ask(cashier, orderId, whole), ask(manager, orderId, whole)]);
    expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(await server.storage.db.selectFrom('refund').selectAll().execute()).toHaveLength(1);
    const left = await cashier.get(`/admin/v1/payments/${orderId}/refundable`);
    expect(left.body).toMatchObject({ leftFen: 10_000, parts: [{ leftFen: 10_000 }, { leftFen: 0 }] });
  });

  it('same room twice in short time: second confirmation; the same id again: the same refund', async () => {
    const { cashier, pay, ask } = await start();
    const orderId = await pay();
    const refundId = newId();
    expect((await ask(cashier, orderId, { refundId })).status).toBe(200);
    expect((await ask(cashier, orderId, { refundId })).body).toMatchObject({ refundId, state: 'REQUESTED' });
    const again = await ask(cashier, orderId);
    expect(again.body).toMatchObject({ code: 'LT-2505', detail: 'same-room-again' });
    const confirmed = await ask(cashier, orderId, { confirmed: true });
    expect(confirmed.body).toMatchObject({ state: 'REQUESTED', anomalies: ['same-room-again'] });
  });

  it('rejected: nothing has moved, and it can be asked for anew', async () => {
    const { server, cashier, auditor, pay, ask, home, bill } = await start();
    const orderId = await pay();
    const { body } = await ask(cashier, orderId);
    const rejected = await auditor.post(`/admin/v1/refunds/${body.refundId}/rejections`, { note: '缺少依据' });
    expect(rejected.body).toMatchObject({ state: 'REJECTED', actions: [] });
    expect(await bill(home.billIds[0])).toEqual({ state: 'PAID', paid_fen: 10_000 });
    expect((await auditor.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '' })).body.code).toBe(
      'LT-2506',
    );
    expect((await ask(cashier, orderId, { confirmed: true })).status).toBe(200);
    await expectSoundRefunds(server);
  });

  it('notified twice and queried at once: booked once; forged or of another order: refused', async () => {
    const { server, pay, approved, runJob, look } = await start();
    const orderId = await pay();
    const refundId = await approved(orderId);
    server.wechat.nextRefund({ state: 'processing' });
    await runJob();
    expect(await look(refundId)).toMatchObject({ state: 'PROCESSING' });
    const number = outRefundNoOf(refundId);
    const outcome = {
      state: 'succeeded',
      refundId: 'w-9',
      amountFen: fen(4_000),
      refundedAt: server.clock.now(),
    } as const;
    const known = server.wechat.refunds.get(number);
    if (known) known.outcome = outcome;
    const { headers } = server.wechat.notification();
    const send = (content: object, changes = {}) =>
      server.app.inject({
        method: 'POST',
        url: '/channels/wechat-pay/refund-notify',
        headers: { ...headers, ...changes },
        payload: JSON.stringify({ notificationId: 'n', outTradeNo: outTradeNoOf(orderId), outcome, ...content }),
      });
    expect((await send({ outRefundNo: number }, { 'x-signature': 'forged' })).statusCode).toBe(500);
    expect((await send({ outRefundNo: outRefundNoOf(newId()) })).statusCode).toBe(500);
    expect((await send({ outRefundNo: number, outTradeNo: 'another' })).statusCode).toBe(500);
    server.clock.pass(60_000);
    const answers = await Promise.all([send({ outRefundNo: number }), send({ outRefundNo: number }), runJob()]);
    expect(answers.slice(0, 2).map((answer) => (answer ? answer.statusCode : 0))).toEqual([200, 200]);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await balanceOf(server, ACCOUNTS.wechatInTransit)).toBe(-(18_640 - 4_000));
    await expectSoundRefunds(server);
  });

  it('two processes send at the same time: the channel is asked once', async () => {
    const { server, pay, approved, look } = await start();
    const refundId = await approved(await pay());
    const other = await server.restart();
    const run = (one: typeof server) => createRefundJob(refundsContext(one.context)).run(new AbortController().signal);
    await Promise.all([run(server), run(other)]);
    expect(server.wechat.calls.filter((call) => call === 'refund')).toHaveLength(1);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('the server dies after the channel took the refund: after the restart it is queried, not asked again', async () => {
    const { server, pay, approved, look } = await start();
    const refundId = await approved(await pay());
    const failPoints = {
      hit: (name: string) => {
        if (name === 'channel.refund.after') throw new Error('power lost');
      },
    };
    await createRefundJob(refundsContext({ ...server.context, failPoints })).run(new AbortController().signal);
    expect(await look(refundId)).toMatchObject({ state: 'PROCESSING' });
    server.clock.pass(61_000);
    const again = await server.restart();
    await createRefundJob(refundsContext(again.context)).run(new AbortController().signal);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(server.wechat.calls.filter((call) => call.startsWith('refund'))).toEqual(['refund', 'refund-query']);
  });

  it('the kiosk shows the progress to the room, and nothing of who works on it', async () => {
    const { server, home, k1, pay, approved, runJob } = await start();
    await approved(await pay());
    const look = async () => {
      const { sessionId } = await k1.open(home);
      return (await k1.call<{ refunds: RefundNotice[] }>('GET', `/kiosk/v1/sessions/${sessionId}/refunds`)).body;
    };
    expect((await look()).refunds).toMatchObject([{ progress: 'approved', amountFen: 4_000, reason: 'wrong-amount' }]);
    await runJob();
    const [notice] = (await look()).refunds;
    expect(notice).toMatchObject({ progress: 'done', expectedBy: '2026-11-30', sentAt: server.clock.now() });
    expect(JSON.stringify(notice)).not.toContain('多收');
    const other = server.estate.households[1];
    if (!other) throw new Error('no second household');
    const { sessionId } = await k1.open(other);
    expect((await k1.call('GET', `/kiosk/v1/sessions/${sessionId}/refunds`)).body).toEqual({ refunds: [] });
    const unknown = await k1.call('GET', `/kiosk/v1/sessions/${newId()}/refunds`);
    expect(unknown.body).toMatchObject({ code: 'LT-1007' });
  });

  it('staff of another community see none of it; the list adds up in the database', async () => {
    const { server, cashier, pay, ask } = await start();
    const orderId = await pay();
    const { body } = await ask(cashier, orderId);
    const list = await cashier.get('/admin/v1/refunds?state=REQUESTED&search=3-2-1001');
    expect(list.body).toMatchObject({ total: 1, totals: { openFen: 4_000, open: 1, overdue: 0, paidFen: 0 } });
    await server.storage.transact((tx) =>
      tx.deleteFrom('staff_community').where('staff_id', '=', cashier.staffId).execute(),
    );
    expect((await cashier.get('/admin/v1/refunds')).body).toMatchObject({ total: 0 });
    expect((await cashier.get(`/admin/v1/refunds/${body.refundId}`)).status).toBe(404);
    expect((await cashier.get(`/admin/v1/payments/${orderId}/refundable`)).status).toBe(404);
    expect((await ask(cashier, orderId)).status).toBe(404);
  });
});
