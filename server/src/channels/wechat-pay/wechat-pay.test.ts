import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints, type FailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelOrder, PaymentChannel } from '../payment-channel.ts';
import type { CallBehaviour } from '../sandbox/misbehaviour.ts';
import { startNotificationReceiver, type NotificationReceiver } from '../sandbox/notification-receiver.ts';
import { ensureSandboxKeys, wechatSandboxConfig, type SandboxKeys } from '../sandbox/sandbox-keys.ts';
import { startWechatGateway, type WechatGateway } from '../sandbox/wechat-gateway.ts';
import { createWechatPay, type WechatPayConfig } from './wechat-pay.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-wechat-'));
const gatewayConfig = { port: 0, stateDir: directory, keysDir: join(directory, 'keys'), notifyRetryMs: [10, 10] };
let keys: SandboxKeys;
let gateway: WechatGateway;
let receiver: NotificationReceiver;
let channel: PaymentChannel;

const logger = pino({ level: 'silent' });

function connect(changes: Partial<WechatPayConfig> = {}, failPoints: FailPoints = noFailPoints): PaymentChannel {
  const config = { ...wechatSandboxConfig(keys, gateway.url, receiver.url), timeoutMs: 400, ...changes };
  return createWechatPay(config, { clock: systemClock, newNonce: randomUUID, failPoints, logger });
}

function newOrder(amountFen = 28_640): ChannelOrder {
  return {
    outTradeNo: randomUUID().replaceAll('-', ''),
    amountFen: fen(amountFen),
    description: '物业费',
    kioskNumber: 'K001',
    expiresAt: Date.now() + 180_000,
  };
}

async function paidOrder(): Promise<ChannelOrder> {
  const order = newOrder();
  unwrap(await channel.createQr(order));
  expect(gateway.control.pay(order.outTradeNo)).toBe('paid');
  return order;
}

const unknownOutcome = { ok: false, error: { code: 'LT-2102' } };

beforeAll(async () => {
  keys = ensureSandboxKeys(gatewayConfig.keysDir);
  gateway = await startWechatGateway(gatewayConfig);
  receiver = await startNotificationReceiver(200, '{"code":"SUCCESS"}');
  channel = connect();
});

afterEach(() => {
  gateway.control.behave();
  gateway.control.signWith(keys.wechat.platformKeys[0]?.serial ?? '');
});

afterAll(async () => {
  await gateway.close();
  await receiver.close();
  rmSync(directory, { recursive: true });
});

describe('QR order', () => {
  it('is pending until the payer confirms, then paid with the amount in fen', async () => {
    const order = newOrder();
    const { content } = unwrap(await channel.createQr(order));
    expect(content).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=/);
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'pending' });

    expect(gateway.control.scan(content)?.outTradeNo).toBe(order.outTradeNo);
    gateway.control.pay(order.outTradeNo);
    expect(unwrap(await channel.query(order.outTradeNo))).toMatchObject({
      state: 'paid',
      transactionId: expect.stringMatching(/^42000\d{23}$/) as string,
      amountFen: 28_640,
    });
  });

  it('created again with the same content answers the same code, with another amount is LT-2108', async () => {
    const order = newOrder();
    const first = await channel.createQr(order);
    expect(await channel.createQr(order)).toEqual(first);
    expect(await channel.createQr({ ...order, amountFen: fen(1) })).toMatchObject({ error: { code: 'LT-2108' } });
  });

  it('an order the platform never heard of is pending, not failed', async () => {
    expect(unwrap(await channel.query(newOrder().outTradeNo))).toEqual({ state: 'pending' });
  });

  it('closed before anyone paid stays closed, and the payer cannot pay it any more', async () => {
    const order = newOrder();
    unwrap(await channel.createQr(order));
    unwrap(await channel.close(order.outTradeNo));
    expect(gateway.control.pay(order.outTradeNo)).toBe('not-payable');
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'closed' });
    expect(await channel.close(order.outTradeNo)).toEqual({ ok: true, value: undefined });
  });

  it('paid while the close was on its way: the close is refused and the query says paid', async () => {
    const order = await paidOrder();
    expect(await channel.close(order.outTradeNo)).toMatchObject({ error: { code: 'LT-2110' } });
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
  });

  it('an id the platform cannot carry is a programming error', async () => {
    await expect(channel.createQr({ ...newOrder(), outTradeNo: randomUUID() })).rejects.toThrow(RangeError);
  });
});

describe('payer code', () => {
  it('is charged at once', async () => {
    const order = newOrder();
    const { code } = gateway.control.issuePayerCode();
    expect(unwrap(await channel.chargePayerCode(order, code))).toMatchObject({ state: 'paid', amountFen: 28_640 });
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
  });

  it('waits for the PIN, then is paid', async () => {
    const order = newOrder();
    const { code } = gateway.control.issuePayerCode({ requirePin: true });
    expect(unwrap(await channel.chargePayerCode(order, code))).toEqual({ state: 'pending' });
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'pending' });
    gateway.control.pay(order.outTradeNo);
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
  });

  it('PIN turned away by the payer is a refusal', async () => {
    const order = newOrder();
    const { code } = gateway.control.issuePayerCode({ requirePin: true });
    await channel.chargePayerCode(order, code);
    expect(gateway.control.decline(order.outTradeNo)).toBe(true);
    expect(unwrap(await channel.query(order.outTradeNo))).toMatchObject({
      state: 'refused',
      failure: { code: 'LT-2101' },
    });
  });

  it('without enough balance is LT-2107, unknown or used code is LT-2106', async () => {
    const { code } = gateway.control.issuePayerCode({ balanceFen: 100 });
    expect(unwrap(await channel.chargePayerCode(newOrder(), code))).toMatchObject({ failure: { code: 'LT-2107' } });
    const unknown = await channel.chargePayerCode(newOrder(), '131234567890123456');
    expect(unwrap(unknown)).toMatchObject({ failure: { code: 'LT-2106' } });
    const used = gateway.control.issuePayerCode();
    await channel.chargePayerCode(newOrder(), used.code);
    expect(unwrap(await channel.chargePayerCode(newOrder(), used.code))).toMatchObject({
      failure: { code: 'LT-2106' },
    });
  });

  it('reversed while it waits for the PIN is closed; reversed after it was paid is refunded', async () => {
    const waiting = newOrder();
    await channel.chargePayerCode(waiting, gateway.control.issuePayerCode({ requirePin: true }).code);
    unwrap(await channel.reverse(waiting.outTradeNo));
    expect(unwrap(await channel.query(waiting.outTradeNo))).toEqual({ state: 'closed' });
    expect(gateway.control.order(waiting.outTradeNo)?.refundedFen).toBe(0);

    const paid = newOrder();
    await channel.chargePayerCode(paid, gateway.control.issuePayerCode().code);
    unwrap(await channel.reverse(paid.outTradeNo));
    expect(unwrap(await channel.query(paid.outTradeNo))).toEqual({ state: 'closed' });
    expect(gateway.control.order(paid.outTradeNo)).toMatchObject({ state: 'refunded', refundedFen: 28_640 });
  });

  it('charged in silence: unknown, until the query tells that the money moved', async () => {
    const order = newOrder();
    gateway.control.misbehave('codepay', { kind: 'silent', takesEffect: true });
    const { code } = gateway.control.issuePayerCode();
    expect(await channel.chargePayerCode(order, code)).toMatchObject(unknownOutcome);
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
  });
});

describe('a channel that misbehaves leaves the outcome unknown', () => {
  const faults: readonly CallBehaviour[] = [
    { kind: 'silent', takesEffect: false },
    { kind: 'slow', ms: 5_000 },
    { kind: 'system-error', takesEffect: true },
    { kind: 'bad-gateway' },
    { kind: 'wrong-signature' },
    { kind: 'malformed' },
  ];
  const calls: readonly [string, (order: ChannelOrder) => Promise<unknown>][] = [
    ['native', (order) => channel.createQr(order)],
    ['codepay', (order) => channel.chargePayerCode(order, gateway.control.issuePayerCode().code)],
    ['query', async (order) => (await channel.createQr(order), channel.query(order.outTradeNo))],
    ['reverse', (order) => channel.reverse(order.outTradeNo)],
  ];
  for (const [route, call] of calls) {
    for (const fault of faults) {
      it(`${route}: ${fault.kind}`, async () => {
        gateway.control.misbehave(route, fault);
        expect(await call(newOrder())).toMatchObject(unknownOutcome);
      });
    }
  }

  it('close: silence and a wrong signature', async () => {
    gateway.control.misbehave('close', { kind: 'silent', takesEffect: false });
    expect(await channel.close(newOrder().outTradeNo)).toMatchObject(unknownOutcome);
    gateway.control.misbehave('close', { kind: 'wrong-signature' });
    expect(await channel.close(newOrder().outTradeNo)).toMatchObject(unknownOutcome);
  });

  it('a genuine answer about another order is no answer', async () => {
    gateway.control.misbehave('query', { kind: 'other-order' });
    const order = await paidOrder();
    expect(await channel.query(order.outTradeNo)).toMatchObject(unknownOutcome);
  });

  it('an answer sent twice counts once and the next call still works', async () => {
    const order = await paidOrder();
    gateway.control.misbehave('query', { kind: 'answer-twice' });
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
  });

  it('nobody listens', async () => {
    const nowhere = connect({ baseUrl: 'http://127.0.0.1:9' });
    expect(await nowhere.query(newOrder().outTradeNo)).toMatchObject(unknownOutcome);
  });

  it('a merchant key the platform does not know gets no signed answer, so nothing is known', async () => {
    const stranger = connect({ privateKeyPath: keys.alipay.privateKeyPath });
    expect(await stranger.createQr(newOrder())).toMatchObject(unknownOutcome);
  });
});

describe('notification', () => {
  async function notified(count = 1) {
    const before = receiver.received.length;
    const order = await paidOrder();
    await gateway.control.notificationsSettled();
    const received = receiver.received.slice(before);
    expect(received).toHaveLength(count);
    const verdicts = [];
    for (const { headers, rawBody } of received) verdicts.push(await channel.verifyNotification(headers, rawBody));
    return { order, received, verdicts };
  }

  it('of a payment tells order, amount and transaction', async () => {
    const { order, verdicts } = await notified();
    expect(verdicts).toMatchObject([
      { ok: true, value: { outTradeNo: order.outTradeNo, outcome: { state: 'paid', amountFen: 28_640 } } },
    ]);
  });

  it('sent three times carries one id', async () => {
    gateway.control.misbehaveNotifications({ kind: 'duplicate', times: 3 });
    const { verdicts } = await notified(3);
    const ids = verdicts.map((verdict) => unwrap(verdict).notificationId);
    expect(new Set(ids).size).toBe(1);
  });

  it('forged, altered, stale, for another app or merchant is refused by its own code', async () => {
    const codes = [
      ['forged', 'LT-2201'],
      ['stale', 'LT-2202'],
      ['other-app', 'LT-2204'],
      ['other-merchant', 'LT-2204'],
    ] as const;
    for (const [kind, code] of codes) {
      gateway.control.misbehaveNotifications({ kind });
      expect((await notified()).verdicts).toMatchObject([{ ok: false, error: { code } }]);
    }
    const { received } = await notified();
    const altered = Buffer.from(received[0]?.rawBody.toString().replace('支付成功', '支付失败') ?? '');
    expect(await channel.verifyNotification(received[0]?.headers ?? {}, altered)).toMatchObject({
      error: { code: 'LT-2201' },
    });
    expect(await channel.verifyNotification({}, altered)).toMatchObject({ error: { code: 'LT-2201' } });
  });

  it('replayed ten minutes later is LT-2202', async () => {
    const { received } = await notified();
    const later = createWechatPay(wechatSandboxConfig(keys, gateway.url, receiver.url), {
      clock: { now: () => Date.now() + 600_000 },
      newNonce: randomUUID,
      failPoints: noFailPoints,
      logger,
    });
    const [first] = received;
    expect(await later.verifyNotification(first?.headers ?? {}, first?.rawBody ?? Buffer.alloc(0))).toMatchObject({
      error: { code: 'LT-2202' },
    });
  });

  it('with a wrong amount is genuine; the amount is there for the books to compare', async () => {
    gateway.control.misbehaveNotifications({ kind: 'wrong-amount', amountFen: 1 });
    expect((await notified()).verdicts).toMatchObject([{ ok: true, value: { outcome: { amountFen: 1 } } }]);
  });

  it('dropped: the query still knows; delayed: it comes', async () => {
    gateway.control.misbehaveNotifications({ kind: 'drop' });
    const { order } = await notified(0);
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
    gateway.control.misbehaveNotifications({ kind: 'delay', ms: 20 });
    await notified(1);
  });

  it('held and released in reverse comes in reverse', async () => {
    gateway.control.misbehaveNotifications({ kind: 'hold' }, 2);
    const before = receiver.received.length;
    const [first, second] = [await paidOrder(), await paidOrder()];
    await gateway.control.releaseNotifications('newest-first');
    const numbers = [];
    for (const { headers, rawBody } of receiver.received.slice(before)) {
      numbers.push(unwrap(await channel.verifyNotification(headers, rawBody)).outTradeNo);
    }
    expect(numbers).toEqual([second.outTradeNo, first.outTradeNo]);
  });

  it('is repeated until it is accepted', async () => {
    const refusal = channel.notificationAnswer(false);
    receiver.answer(refusal.status, refusal.body);
    const before = receiver.received.length;
    await paidOrder();
    await gateway.control.notificationsSettled();
    expect(receiver.received.length - before).toBe(3);
    const acceptance = channel.notificationAnswer(true);
    receiver.answer(acceptance.status, acceptance.body);
    await notified(1);
  });

  it('a signature probe of the platform fails verification as any forgery', async () => {
    await gateway.control.probe(receiver.url);
    const probe = receiver.received.at(-1);
    expect(await channel.verifyNotification(probe?.headers ?? {}, probe?.rawBody ?? Buffer.alloc(0))).toEqual({
      ok: false,
      error: { code: 'LT-2201', detail: 'signature probe' },
    });
  });

  it('during the move from certificate to public key both verify; after it the certificate is refused', async () => {
    const [newKey, oldKey] = keys.wechat.platformKeys;
    gateway.control.signWith(oldKey?.serial ?? '');
    const { order, received, verdicts } = await notified();
    expect(verdicts[0]?.ok).toBe(true);
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');

    const moved = connect({
      platformKeys: [{ serial: newKey?.serial ?? '', publicKeyPath: newKey?.publicKeyPath ?? '' }],
    });
    const [first] = received;
    expect(await moved.verifyNotification(first?.headers ?? {}, first?.rawBody ?? Buffer.alloc(0))).toMatchObject({
      error: { code: 'LT-2201' },
    });
    expect(await moved.query(order.outTradeNo)).toMatchObject(unknownOutcome);
  });
});

describe('around the calls', () => {
  it('each one passes a fail point before it is sent and after it was answered', async () => {
    const hits: string[] = [];
    const watched = connect({}, { hit: (name) => hits.push(name) });
    const order = newOrder();
    await watched.createQr(order);
    await watched.chargePayerCode(newOrder(), '131234567890123456');
    await watched.query(order.outTradeNo);
    await watched.close(order.outTradeNo);
    await watched.reverse(order.outTradeNo);
    const names = ['native', 'codepay', 'query', 'close', 'reverse'];
    expect(hits).toEqual(names.flatMap((name) => [`wechat-pay.${name}.before`, `wechat-pay.${name}.after`]));
  });

  it('the gateway restarted keeps orders, and sends the notification the merchant had not accepted', async () => {
    receiver.answer(500, '');
    gateway.control.misbehaveNotifications({ kind: 'hold' });
    const order = await paidOrder();
    await gateway.close();
    receiver.answer(200, '');
    const before = receiver.received.length;
    gateway = await startWechatGateway(gatewayConfig);
    channel = connect();
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
    await gateway.control.notificationsSettled();
    expect(receiver.received.length - before).toBe(1);
  });
});
