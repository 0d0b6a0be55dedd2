import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { create, exceptions, notes, settle } from '../../app/testing/test-payments.ts';
import type { TestServer } from '../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { bringCashToOffice } from '../deposits/test-office-cash.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { outTradeNoOf } from '../payments/channel-orders.ts';
import { outRefundNoOf } from './refunds.store.ts';
import { balanceOf, expectSoundRefunds, startRefunds } from './test-refunds.ts';

describeOnEachDatabase('refund that the channel would not make', (openBooks) => {
  const start = async () => startRefunds(await openBooks());

  it('original route has finally failed: cash with a reason, by another than who asked', async () => {
    const { server, home, cashier, manager, auditor, pay, approved, runJob, look, ask } = await start();
    const orderId = await pay();
    expect((await ask(cashier, orderId, { route: 'cash' })).body.code).toBe('LT-2508');
    const refundId = await approved(orderId);
    server.wechat.nextRefund({ state: 'failed', failure: { code: 'LT-2511', detail: 'USER_ACCOUNT_ABNORMAL' } });
    await runJob();
    const path = `/admin/v1/refunds/${refundId}`;
    expect((await cashier.post(`${path}/pay-outs`, { note: '现金' })).body.code).toBe('LT-2508');
    expect((await manager.post(`${path}/routes`, { route: 'cash', note: '' })).status).toBe(400);
    const rerouted = await manager.post(`${path}/routes`, { route: 'cash', note: '银行卡已注销' });
    expect(rerouted.body).toMatchObject({ state: 'APPROVED', route: 'cash' });
    const payOut = () => cashier.post(`${path}/pay-outs`, { note: '收条 12' });
    expect((await payOut()).body.code).toBe('LT-2313');
    await bringCashToOffice(server, home.roomId, 4_000);
    expect((await payOut()).status).toBe(200);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED', route: 'cash' });
    expect(await balanceOf(server, ACCOUNTS.cashAtOffice)).toBe(0);
    await expectSoundRefunds(server);
    // And now the channel says it went through after all: it is out twice.
    const succeeds = () => sayItSucceeded(server, orderId, refundId);
    expect(await succeeds()).toBe(500);
    expect(await succeeds()).toBe(500);
    expect(await exceptions(server)).toEqual([['LT-2512', 4_000]]);
    const { exception_id: id } = await server.storage.db
      .selectFrom('payment_exception')
      .select('exception_id')
      .executeTakeFirstOrThrow();
    const decide = (resolution: string, staff = auditor) =>
      staff.post(`/admin/v1/exceptions/${id}/resolution`, { resolution, note: '已核对' });
    expect((await decide('seen')).body.code).toBe('LT-2115');
    expect((await decide('from-prepayment')).body.code).toBe('LT-2117');
    expect((await decide('written-off')).body).toMatchObject({ state: 'OPEN', writeOffAsked: { name: 'auditor' } });
    expect((await decide('written-off')).body.code).toBe('LT-2118');
    expect(await balanceOf(server, ACCOUNTS.otherExpenses)).toBe(0);
    expect((await decide('written-off', manager)).body).toMatchObject({ state: 'RESOLVED' });
    expect(await balanceOf(server, ACCOUNTS.wechatInTransit)).toBe(4_000 - DUE_FEN);
    expect(await balanceOf(server, ACCOUNTS.otherExpenses)).toBe(-4_000);
    await expectSoundRefunds(server);
  });

  it('sent another way and not paid out yet, and the channel did it after all: nothing is left to pay out', async () => {
    const { server, cashier, manager, pay, approved, runJob, look } = await start();
    const orderId = await pay();
    const refundId = await approved(orderId);
    server.wechat.nextRefund({ state: 'failed', failure: { code: 'LT-2511' } });
    await runJob();
    const path = `/admin/v1/refunds/${refundId}`;
    await manager.post(`${path}/routes`, { route: 'bank', note: '银行卡已注销' });
    expect(await sayItSucceeded(server, orderId, refundId)).toBe(200);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED', route: 'original' });
    expect((await cashier.post(`${path}/pay-outs`, { note: '转账' })).body.code).toBe('LT-2508');
    expect(await balanceOf(server, ACCOUNTS.wechatInTransit)).toBe(4_000 - DUE_FEN);
    expect(await balanceOf(server, ACCOUNTS.bank)).toBe(0);
    expect(await exceptions(server)).toEqual([]);
    await expectSoundRefunds(server);
  });

  it('failed and given up: the money goes back to the bill, or to prepayment where it was paid meanwhile', async () => {
    const { server, home, manager, k1, pay, approved, runJob, look, bill } = await start();
    const refundId = await approved(await pay());
    server.wechat.nextRefund({ state: 'failed', failure: { code: 'LT-2511' } });
    await runJob();
    // The owner pays 10.00 of the 40.00 that the bill asks for again.
    const [billId] = home.billIds;
    const cash = await create(k1, home, 'cash', { billIds: [billId], amountFen: 4_000 });
    await settle(k1, cash.orderId, { notes: notes(10), excess: 'prepayment' });
    const returned = await manager.post(`/admin/v1/refunds/${refundId}/returns`, { note: '业主同意不退' });
    expect(returned.body).toMatchObject({ state: 'FAILED', returned: true, actions: [] });
    expect(await bill(billId)).toEqual({ state: 'PAID', paid_fen: 10_000 });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(1_000);
    expect(await balanceOf(server, ACCOUNTS.refundInProcess)).toBe(0);
    expect((await manager.post(`/admin/v1/refunds/${refundId}/retries`, { note: '' })).body.code).toBe('LT-2506');
    expect(await look(refundId)).not.toHaveProperty('dueAt');
    await expectSoundRefunds(server);
  });
});

/** The channel's notification that a refund went through. @returns what it is answered */
async function sayItSucceeded(server: TestServer, orderId: string, refundId: string): Promise<number> {
  const { headers } = server.wechat.notification();
  const outcome = { state: 'succeeded', refundId: 'w', amountFen: 4_000, refundedAt: server.clock.now() };
  const numbers = { outTradeNo: outTradeNoOf(orderId), outRefundNo: outRefundNoOf(refundId) };
  const payload = JSON.stringify({ notificationId: 'n', ...numbers, outcome });
  const url = '/channels/wechat-pay/refund-notify';
  return (await server.app.inject({ method: 'POST', url, headers, payload })).statusCode;
}
