import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../tests/support/free-ports.ts';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { keepRawOnly } from '../../app/raw-body.ts';
import { createAlipay } from '../../channels/alipay/alipay.ts';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import { startAlipayGateway, type AlipayGateway } from '../../channels/sandbox/alipay-gateway.ts';
import { alipaySandboxConfig, ensureSandboxKeys, wechatSandboxConfig } from '../../channels/sandbox/sandbox-keys.ts';
import { startWechatGateway, type WechatGateway } from '../../channels/sandbox/wechat-gateway.ts';
import { createWechatPay } from '../../channels/wechat-pay/wechat-pay.ts';
import { openStorage, type Storage } from '../../storage/storage.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { outTradeNoOf } from '../payments/channel-orders.ts';
import { createRefundJob } from './refund-job.ts';
import { refundNotificationRoutesPlugin } from './refund-notifications.routes.ts';
import { refundsContext } from './refunds-context.ts';
import { outRefundNoOf } from './refunds.store.ts';
import { balanceOf, expectSoundRefunds, startRefunds } from './test-refunds.ts';

/** The whole way of a refund: our books, the real channel clients, HTTP, signatures and the sandbox gateways. */
describe('refund at the sandbox gateways', () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-refunds-'));
  const keysDir = join(directory, 'keys');
  let now = Date.UTC(2026, 10, 23, 4);
  const clock = { now: () => now };
  let wechat: WechatGateway;
  let alipay: AlipayGateway;
  const opened: { app?: FastifyInstance; storages: Storage[] } = { storages: [] };

  beforeAll(async () => {
    const config = { port: 0, stateDir: directory, keysDir, notifyRetryMs: [20, 50, 100, 500, 1_000] };
    wechat = await startWechatGateway(config, { clock });
    alipay = await startAlipayGateway(config, { clock });
  });
  afterEach(async () => {
    wechat.control.behave();
    alipay.control.behave();
    await opened.app?.close();
  });
  afterAll(async () => {
    await wechat.close();
    await alipay.close();
    for (const storage of opened.storages) await storage.close();
    rmSync(directory, { recursive: true });
  });

  /** A booked payment of both bills, which the gateway knows as paid too, and a refund of 40.00 that is approved. */
  async function approvedAt(name: PaymentChannel['name']) {
    const storage = await openStorage({ url: `sqlite:${join(directory, `${randomUUID()}.sqlite`)}` });
    opened.storages.push(storage);
    const office = await startRefunds(storage);
    const { context } = office.server;
    const port = await freePort();
    const keys = ensureSandboxKeys(keysDir);
    const origin = `http://127.0.0.1:${port}/channels`;
    const { failPoints, logger } = context;
    const dependencies = { clock, newNonce: randomUUID, failPoints, logger };
    const wechatConfig = wechatSandboxConfig(keys, wechat.url, `${origin}/wechat-pay/notify`);
    const alipayConfig = alipaySandboxConfig(keys, alipay.gatewayUrl, `${origin}/alipay/notify`);
    const channels = {
      'wechat-pay': createWechatPay({ ...wechatConfig, timeoutMs: 1_000 }, dependencies),
      alipay: createAlipay({ ...alipayConfig, timeoutMs: 1_000 }, dependencies),
    };
    const refunds = refundsContext({ ...context, channels, clock });
    const app = fastify();
    await app.register(async (routes) => {
      keepRawOnly(routes);
      await routes.register(refundNotificationRoutesPlugin(refunds));
    });
    await app.listen({ port, host: '127.0.0.1' });
    opened.app = app;

    const orderId = await office.pay(name);
    const gateway = name === 'alipay' ? alipay : wechat;
    const outTradeNo = outTradeNoOf(orderId);
    const expiresAt = now + 180_000;
    const trade = { outTradeNo, amountFen: fen(DUE_FEN), description: '物业费', kioskNumber: 'K001', expiresAt };
    unwrap(await channels[name].createQr(trade));
    expect(gateway.control.pay(outTradeNo)).toBe('paid');
    const refundId = await office.approved(orderId);
    const job = createRefundJob(refunds);
    return {
      ...office,
      control: gateway.control,
      outTradeNo,
      refundId,
      run: async (laterMs = 0) => {
        now += laterMs;
        office.server.clock.pass(laterMs);
        await job.run(new AbortController().signal);
      },
    };
  }

  it('WeChat: accepted, and its notification books it', async () => {
    const { server, run, look, refundId, control, outTradeNo } = await approvedAt('wechat-pay');
    await run();
    await control.notificationsSettled();
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(control.order(outTradeNo)).toMatchObject({ refundedFen: 4_000, state: 'paid' });
    expect(await balanceOf(server, ACCOUNTS.wechatInTransit)).toBe(-(DUE_FEN - 4_000));
    await expectSoundRefunds(server);
  });

  it.each([
    ['wechat-pay', 'refund-query'],
    ['alipay', 'fastpay.refund.query'],
  ] as const)('%s: silent, then lying, then asked again: one refund', async (name, queryRoute) => {
    const { server, run, look, refundId, control, outTradeNo } = await approvedAt(name);
    control.misbehaveNotifications({ kind: 'drop' }, 10);
    control.misbehave('refund', { kind: 'silent', takesEffect: true });
    await run();
    expect(await look(refundId)).toMatchObject({ state: 'UNKNOWN' });
    control.misbehave(queryRoute, { kind: 'wrong-signature' });
    await run(10_000);
    expect(await look(refundId)).toMatchObject({ state: 'UNKNOWN' });
    await run(20_000);
    expect(await look(refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(control.order(outTradeNo)?.refunds.map((refund) => refund.outRefundNo)).toEqual([outRefundNoOf(refundId)]);
    await expectSoundRefunds(server);
  });

  it.each([
    ['wechat-pay', 'refund-query'],
    ['alipay', 'fastpay.refund.query'],
  ] as const)('%s says more refunded than paid: nothing booked, staff told', async (name, queryRoute) => {
    const { server, run, look, refundId, control } = await approvedAt(name);
    control.misbehaveNotifications({ kind: 'drop' }, 10);
    control.misbehave('refund', { kind: 'wrong-refund-amount', amountFen: 99_999 });
    control.misbehave(queryRoute, { kind: 'wrong-refund-amount', amountFen: 99_999 }, 5);
    await run();
    await run(60_000);
    expect(await look(refundId)).toMatchObject({ failureCode: 'LT-2510' });
    expect(await balanceOf(server, ACCOUNTS.refundInProcess)).toBe(4_000);
    const raised = await server.storage.db.selectFrom('payment_exception').select('code').execute();
    expect(raised.map((row) => row.code)).toEqual(['LT-2510']);
    await expectSoundRefunds(server);
  });
});
