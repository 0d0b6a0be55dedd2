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
import { startAlipayGateway, type AlipayGateway } from '../sandbox/alipay-gateway.ts';
import type { CallBehaviour } from '../sandbox/misbehaviour.ts';
import { startNotificationReceiver, type NotificationReceiver } from '../sandbox/notification-receiver.ts';
import { alipaySandboxConfig, ensureSandboxKeys } from '../sandbox/sandbox-keys.ts';
import { createAlipay } from './alipay.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-alipay-refund-'));
const gatewayConfig = { port: 0, stateDir: directory, keysDir: join(directory, 'keys'), notifyRetryMs: [10, 10] };
const TOTAL = fen(28_640);
let gateway: AlipayGateway;
let receiver: NotificationReceiver;
let channel: PaymentChannel;

beforeAll(async () => {
  const keys = ensureSandboxKeys(gatewayConfig.keysDir);
  gateway = await startAlipayGateway(gatewayConfig);
  receiver = await startNotificationReceiver(200, 'success');
  const config = { ...alipaySandboxConfig(keys, gateway.gatewayUrl, receiver.url), timeoutMs: 2_000 };
  const logger = pino({ level: 'silent' });
  channel = createAlipay(config, { clock: systemClock, newNonce: randomUUID, failPoints: noFailPoints, logger });
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
  return outTradeNo;
}

function wish(outTradeNo: string, amount = 10_000) {
  return { outTradeNo, outRefundNo: newNumber(), amountFen: fen(amount), totalFen: TOTAL, reason: '重复缴费' };
}

describe('Alipay refund', () => {
  it('succeeds at once, by answer and by query; a partly refunded trade stays a success', async () => {
    const request = wish(await paid());
    const succeeded = { state: 'succeeded', amountFen: 10_000, refundedAt: expect.any(Number) as number };
    expect(unwrap(await channel.refund(request))).toMatchObject(succeeded);
    expect(unwrap(await channel.queryRefund(request.outTradeNo, request.outRefundNo))).toMatchObject(succeeded);
    expect(unwrap(await channel.query(request.outTradeNo))).toMatchObject({ state: 'paid', amountFen: TOTAL });
    expect(unwrap(await channel.refund(wish(request.outTradeNo, 18_640)))).toMatchObject({ amountFen: 18_640 });
    expect(gateway.control.order(request.outTradeNo)).toMatchObject({ state: 'refunded', refundedFen: 28_640 });
  });

  it('asked for again with the same number: no funds change, the query tells the truth', async () => {
    const request = wish(await paid());
    gateway.control.misbehave('refund', { kind: 'system-error', takesEffect: true });
    expect(await channel.refund(request)).toMatchObject({ error: { code: 'LT-2102' } });
    expect(unwrap(await channel.refund(request))).toEqual({ state: 'processing' });
    expect(unwrap(await channel.queryRefund(request.outTradeNo, request.outRefundNo))).toMatchObject({
      state: 'succeeded',
    });
    expect(gateway.control.order(request.outTradeNo)).toMatchObject({ refundedFen: 10_000 });
  });

  it('of more than was paid, by a number used for another amount, or of an unknown trade', async () => {
    const outTradeNo = await paid();
    const first = wish(outTradeNo, 20_000);
    unwrap(await channel.refund(first));
    const refused = { state: 'failed', failure: { code: 'LT-2511' } };
    expect(unwrap(await channel.refund(wish(outTradeNo, 8_641)))).toMatchObject(refused);
    expect(unwrap(await channel.refund(wish(newNumber())))).toMatchObject(refused);
    // Whether the number's own refund went through is for the query to tell.
    const discordant = await channel.refund({ ...first, amountFen: fen(19_999) });
    expect(discordant).toMatchObject({ error: { code: 'LT-2102' } });
    expect(unwrap(await channel.queryRefund(outTradeNo, first.outRefundNo))).toMatchObject({ amountFen: 20_000 });
  });

  it('says more refunded than was ever paid: the amount contradicts', async () => {
    const request = wish(await paid());
    gateway.control.misbehave('refund', { kind: 'wrong-refund-amount', amountFen: 99_999 });
    expect(unwrap(await channel.refund(request))).toMatchObject({ state: 'succeeded', amountFen: 99_999 });
  });

  it('nobody asked for is absent; one in hand stays so until the gateway ends it', async () => {
    const outTradeNo = await paid();
    expect(unwrap(await channel.queryRefund(outTradeNo, newNumber()))).toEqual({ state: 'absent' });
    expect(unwrap(await channel.queryRefund(newNumber(), newNumber()))).toEqual({ state: 'absent' });
    const request = wish(outTradeNo);
    gateway.control.misbehave('refund', { kind: 'refund-pending' });
    expect(unwrap(await channel.refund(request))).toEqual({ state: 'processing' });
    const look = async () => unwrap(await channel.queryRefund(outTradeNo, request.outRefundNo));
    expect(await look()).toEqual({ state: 'processing' });
    gateway.control.settleRefund(request.outRefundNo, 'failed');
    expect(await look()).toMatchObject({ state: 'failed', failure: { detail: 'REFUND_FAIL' } });
  });

  it('fully done: the notification says the trade is closed, and is not taken for a payment', async () => {
    const outTradeNo = await paid();
    unwrap(await channel.refund(wish(outTradeNo, TOTAL)));
    await gateway.control.notificationsSettled();
    const newest = receiver.received.at(-1);
    if (!newest) throw new Error('no notification');
    const taken = await channel.verifyNotification(newest.headers, newest.rawBody);
    expect(unwrap(taken)).toMatchObject({ outTradeNo, outcome: { state: 'closed' } });
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
    gateway.control.misbehave('fastpay.refund.query', behaviour);
    const asked = await channel.queryRefund(request.outTradeNo, request.outRefundNo);
    expect(asked).toMatchObject({ error: { code: 'LT-2102' } });
  });
});
