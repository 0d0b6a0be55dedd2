import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentChannel } from '../payment-channel.ts';
import type { CallBehaviour, NotificationBehaviour } from '../sandbox/misbehaviour.ts';
import { startNotificationReceiver, type NotificationReceiver } from '../sandbox/notification-receiver.ts';
import { ensureSandboxKeys, wechatSandboxConfig } from '../sandbox/sandbox-keys.ts';
import { startWechatGateway, type WechatGateway } from '../sandbox/wechat-gateway.ts';
import { createWechatPay } from './wechat-pay.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-wechat-refund-'));
const gatewayConfig = { port: 0, stateDir: directory, keysDir: join(directory, 'keys'), notifyRetryMs: [10, 10] };
const TOTAL = fen(28_640);
let gateway: WechatGateway;
let receiver: NotificationReceiver;
let channel: PaymentChannel;

beforeAll(async () => {
  const keys = ensureSandboxKeys(gatewayConfig.keysDir);
  gateway = await startWechatGateway(gatewayConfig);
  receiver = await startNotificationReceiver(200, '{"code":"SUCCESS"}');
  const config = { ...wechatSandboxConfig(keys, gateway.url, receiver.url), timeoutMs: 2_000 };
  const logger = pino({ level: 'silent' });
  channel = createWechatPay(config, { clock: systemClock, newNonce: randomUUID, failPoints: noFailPoints, logger });
});
afterEach(() => gateway.control.behave());
afterAll(async () => {
  await gateway.close();
  await receiver.close();
  rmSync(directory, { recursive: true });
});

const newNumber = () => randomUUID().replaceAll('-', '');

async function paid(): Promise<string> {
  const outTradeNo = newNumber();
  const expiresAt = Date.now() + 180_000;
  unwrap(
    await channel.createQr({ outTradeNo, amountFen: TOTAL, description: '物业费', kioskNumber: 'K001', expiresAt }),
  );
  expect(gateway.control.pay(outTradeNo)).toBe('paid');
  await gateway.control.notificationsSettled();
  return outTradeNo;
}

function wish(outTradeNo: string, amount = 10_000) {
  const reason = '物业费退款：同一账单重复缴费，原路退回，请查收并核对到账金额是否正确无误谢谢';
  return { outTradeNo, outRefundNo: newNumber(), amountFen: fen(amount), totalFen: TOTAL, reason };
}

/** The newest notification the merchant got. */
async function lastNotification() {
  await gateway.control.notificationsSettled();
  const newest = receiver.received.at(-1);
  if (!newest || !channel.verifyRefundNotification) throw new Error('no notification');
  return channel.verifyRefundNotification(newest.headers, newest.rawBody);
}

describe('WeChat refund', () => {
  it('is accepted, then succeeded by query and by notification; the phone shows what came back', async () => {
    const request = wish(await paid());
    expect(unwrap(await channel.refund(request))).toEqual({ state: 'processing' });
    const succeeded = {
      state: 'succeeded',
      refundId: expect.stringMatching(/^50\d{26}$/) as string,
      amountFen: 10_000,
      refundedAt: expect.any(Number) as number,
    };
    expect(unwrap(await channel.queryRefund(request.outTradeNo, request.outRefundNo))).toEqual(succeeded);
    const { outTradeNo, outRefundNo } = request;
    expect(unwrap(await lastNotification())).toMatchObject({ outTradeNo, outRefundNo, outcome: succeeded });
    expect(gateway.control.order(outTradeNo)).toMatchObject({ state: 'paid', refundedFen: 10_000 });
    unwrap(await channel.refund(wish(outTradeNo, 18_640)));
    expect(gateway.control.order(outTradeNo)).toMatchObject({ state: 'refunded', refundedFen: 28_640 });
  });

  it('asked for again with the same number: money goes back once', async () => {
    const request = wish(await paid());
    gateway.control.misbehave('refund', { kind: 'system-error', takesEffect: true });
    expect(await channel.refund(request)).toMatchObject({ error: { code: 'LT-2102' } });
    expect(unwrap(await channel.refund(request))).toMatchObject({ state: 'succeeded' });
    expect(gateway.control.order(request.outTradeNo)?.refunds).toHaveLength(1);
  });

  it('of more than was paid, of another amount by the same number, or of an unknown order is refused', async () => {
    const outTradeNo = await paid();
    const first = wish(outTradeNo, 20_000);
    unwrap(await channel.refund(first));
    for (const refused of [
      wish(outTradeNo, 8_641),
      { ...first, amountFen: fen(19_999) },
      wish(newNumber()),
      { ...wish(outTradeNo), totalFen: fen(1) },
    ]) {
      expect(unwrap(await channel.refund(refused))).toMatchObject({ state: 'failed', failure: { code: 'LT-2511' } });
    }
    gateway.control.misbehave('refund', { kind: 'insufficient-balance' });
    const poor = unwrap(await channel.refund(wish(outTradeNo, 1)));
    expect(poor).toMatchObject({ state: 'failed', failure: { detail: 'NOT_ENOUGH' } });
  });

  it('nobody asked for is absent; one in hand stays so until the platform ends it', async () => {
    const outTradeNo = await paid();
    expect(unwrap(await channel.queryRefund(outTradeNo, newNumber()))).toEqual({ state: 'absent' });
    const request = wish(outTradeNo);
    gateway.control.misbehave('refund', { kind: 'refund-pending' });
    unwrap(await channel.refund(request));
    const look = async () => unwrap(await channel.queryRefund(outTradeNo, request.outRefundNo));
    expect(await look()).toEqual({ state: 'processing' });
    expect(gateway.control.settleRefund(request.outRefundNo, 'failed')).toBe(true);
    expect(await look()).toMatchObject({ state: 'failed', failure: { code: 'LT-2511', detail: 'ABNORMAL' } });
    expect(unwrap(await lastNotification())).toMatchObject({ outcome: { state: 'failed' } });
  });

  it.each<CallBehaviour>([
    { kind: 'system-error', takesEffect: true },
    { kind: 'bad-gateway' },
    { kind: 'wrong-signature' },
    { kind: 'malformed' },
    { kind: 'other-order' },
  ])('answered with $kind is unknown, asked or queried', async (behaviour) => {
    const request = wish(await paid());
    gateway.control.misbehave('refund', behaviour);
    expect(await channel.refund(request)).toMatchObject({ error: { code: 'LT-2102' } });
    unwrap(await channel.refund(request));
    gateway.control.misbehave('refund-query', behaviour);
    const asked = await channel.queryRefund(request.outTradeNo, request.outRefundNo);
    expect(asked).toMatchObject({ error: { code: 'LT-2102' } });
  });

  it.each<[NotificationBehaviour['kind'], string]>([
    ['forged', 'LT-2201'],
    ['stale', 'LT-2202'],
    ['other-merchant', 'LT-2204'],
  ])('notification that is %s is refused', async (kind, code) => {
    const request = wish(await paid());
    unwrap(await channel.refund(request));
    await gateway.control.notificationsSettled();
    await gateway.control.resendRefundNotification(request.outRefundNo, { kind } as NotificationBehaviour);
    expect(await lastNotification()).toMatchObject({ error: { code } });
  });

  it('notification is not taken for a payment, nor a payment for a refund', async () => {
    const request = wish(await paid());
    const ofPayment = receiver.received.at(-1);
    unwrap(await channel.refund(request));
    await gateway.control.notificationsSettled();
    const ofRefund = receiver.received.at(-1);
    if (!ofPayment || !ofRefund) throw new Error('no notification');
    const taken = await channel.verifyNotification(ofRefund.headers, ofRefund.rawBody);
    expect(taken).toMatchObject({ error: { code: 'LT-9001', detail: 'REFUND.SUCCESS' } });
    const other = await channel.verifyRefundNotification?.(ofPayment.headers, ofPayment.rawBody);
    expect(other).toMatchObject({ error: { code: 'LT-9001' } });
  });
});
