import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '@louting/common/clock';
import { noFailPoints, type FailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { AlipaySdk } from 'alipay-sdk';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ChannelOrder, PaymentChannel } from '../payment-channel.ts';
import { startAlipayGateway, type AlipayGateway } from '../sandbox/alipay-gateway.ts';
import type { CallBehaviour } from '../sandbox/misbehaviour.ts';
import { startNotificationReceiver, type NotificationReceiver } from '../sandbox/notification-receiver.ts';
import { alipaySandboxConfig, ensureSandboxKeys, type SandboxKeys } from '../sandbox/sandbox-keys.ts';
import { createAlipay, type AlipayConfig } from './alipay.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-alipay-'));
const gatewayConfig = { port: 0, stateDir: directory, keysDir: join(directory, 'keys'), notifyRetryMs: [10, 10] };
let keys: SandboxKeys;
let gateway: AlipayGateway;
let receiver: NotificationReceiver;
let channel: PaymentChannel;

function connect(
  changes: Partial<AlipayConfig> = {},
  { failPoints = noFailPoints, clock = systemClock }: { failPoints?: FailPoints; clock?: Clock } = {},
): PaymentChannel {
  const config = { ...alipaySandboxConfig(keys, gateway.gatewayUrl, receiver.url), timeoutMs: 400, ...changes };
  return createAlipay(config, { clock, newNonce: randomUUID, failPoints, logger: pino({ level: 'silent' }) });
}

function newOrder(): ChannelOrder {
  return {
    outTradeNo: randomUUID().replaceAll('-', ''),
    amountFen: fen(28_640),
    description: '物业费/停车费 a=b&c',
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
  gateway = await startAlipayGateway(gatewayConfig);
  receiver = await startNotificationReceiver(200, 'success');
  channel = connect();
});
afterEach(() => {
  vi.unstubAllEnvs();
  gateway.control.behave();
});
afterAll(async () => {
  await gateway.close();
  await receiver.close();
  rmSync(directory, { recursive: true });
});

describe('QR order', () => {
  it('nobody scanned yet is pending, scanned is pending, confirmed is paid', async () => {
    const order = newOrder();
    const { content } = unwrap(await channel.createQr(order));
    expect(content).toMatch(/^https:\/\/qr\.alipay\.com\/bax/);
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'pending' });
    gateway.control.scan(content);
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'pending' });
    gateway.control.pay(order.outTradeNo);
    expect(unwrap(await channel.query(order.outTradeNo))).toMatchObject({ state: 'paid', amountFen: 28_640 });
  });

  it('created again answers the same code, with another amount is LT-2108', async () => {
    const order = newOrder();
    const first = await channel.createQr(order);
    expect(await channel.createQr(order)).toEqual(first);
    expect(await channel.createQr({ ...order, amountFen: fen(1) })).toMatchObject({ error: { code: 'LT-2108' } });
  });

  it('closed before anyone scanned it, the code is worthless', async () => {
    const order = newOrder();
    unwrap(await channel.createQr(order));
    unwrap(await channel.close(order.outTradeNo));
    expect(gateway.control.pay(order.outTradeNo)).toBe('not-payable');
  });

  it('closed while the payer looks at it is closed', async () => {
    const order = newOrder();
    gateway.control.scan(unwrap(await channel.createQr(order)).content);
    unwrap(await channel.close(order.outTradeNo));
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'closed' });
  });

  it('paid while the close was on its way: not refunded, the query says paid', async () => {
    const order = await paidOrder();
    expect(await channel.close(order.outTradeNo)).toMatchObject({ error: { code: 'LT-2110' } });
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
    expect(gateway.control.order(order.outTradeNo)?.refundedFen).toBe(0);
  });
});

describe('payer code', () => {
  it('is charged at once, or waits for the payer', async () => {
    const order = newOrder();
    const charged = await channel.chargePayerCode(order, gateway.control.issuePayerCode().code);
    expect(unwrap(charged)).toMatchObject({ state: 'paid', amountFen: 28_640 });

    const waiting = newOrder();
    const { code } = gateway.control.issuePayerCode({ requirePin: true });
    expect(unwrap(await channel.chargePayerCode(waiting, code))).toEqual({ state: 'pending' });
    gateway.control.pay(waiting.outTradeNo);
    expect(unwrap(await channel.query(waiting.outTradeNo)).state).toBe('paid');
  });

  it('without enough balance is LT-2107, unknown code is LT-2106', async () => {
    const { code } = gateway.control.issuePayerCode({ balanceFen: 1 });
    expect(unwrap(await channel.chargePayerCode(newOrder(), code))).toMatchObject({ failure: { code: 'LT-2107' } });
    const unknown = await channel.chargePayerCode(newOrder(), '281234567890123456');
    expect(unwrap(unknown)).toMatchObject({ failure: { code: 'LT-2106' } });
  });

  it('reversed after it was paid is refunded; an unknown order reverses to nothing', async () => {
    const order = newOrder();
    await channel.chargePayerCode(order, gateway.control.issuePayerCode().code);
    unwrap(await channel.reverse(order.outTradeNo));
    expect(unwrap(await channel.query(order.outTradeNo))).toEqual({ state: 'closed' });
    expect(gateway.control.order(order.outTradeNo)).toMatchObject({ state: 'refunded', refundedFen: 28_640 });
    expect(await channel.reverse(newOrder().outTradeNo)).toEqual({ ok: true, value: undefined });
  });
});

describe('a gateway that misbehaves leaves the outcome unknown', () => {
  const faults: readonly CallBehaviour[] = [
    { kind: 'silent', takesEffect: true },
    { kind: 'slow', ms: 5_000 },
    { kind: 'system-error', takesEffect: true },
    { kind: 'bad-gateway' },
    { kind: 'wrong-signature' },
    { kind: 'malformed' },
    { kind: 'other-order' },
  ];
  const calls: readonly [string, (order: ChannelOrder) => Promise<unknown>][] = [
    ['precreate', (order) => channel.createQr(order)],
    ['pay', (order) => channel.chargePayerCode(order, gateway.control.issuePayerCode().code)],
    ['query', async () => channel.query((await paidOrder()).outTradeNo)],
    ['cancel', (order) => channel.reverse(order.outTradeNo)],
  ];
  for (const [route, call] of calls) {
    for (const fault of faults) {
      it(`${route}: ${fault.kind}`, async () => {
        gateway.control.misbehave(route, fault);
        expect(await call(newOrder())).toMatchObject(unknownOutcome);
      });
    }
  }

  it('a system error after the money moved is resolved by the query', async () => {
    const order = newOrder();
    gateway.control.misbehave('pay', { kind: 'system-error', takesEffect: true });
    await channel.chargePayerCode(order, gateway.control.issuePayerCode().code);
    expect(unwrap(await channel.query(order.outTradeNo)).state).toBe('paid');
  });

  it('an unknown merchant key is refused by a signed answer', async () => {
    const stranger = connect({ privateKeyPath: keys.wechat.privateKeyPath });
    expect(await stranger.createQr(newOrder())).toMatchObject({
      error: { code: 'LT-2101', detail: '40002 isv.invalid-signature' },
    });
  });
});

describe('notification', () => {
  async function notified(count = 1) {
    const before = receiver.received.length;
    const order = await paidOrder();
    await gateway.control.notificationsSettled();
    const received = receiver.received.slice(before);
    expect(received).toHaveLength(count);
    const rawBody = received[0]?.rawBody ?? Buffer.alloc(0);
    return { order, rawBody, verdict: await channel.verifyNotification({}, rawBody) };
  }

  it('of a payment tells order and amount, and the official SDK agrees that it is genuine', async () => {
    const { order, rawBody, verdict } = await notified();
    expect(verdict).toMatchObject({
      ok: true,
      value: { outTradeNo: order.outTradeNo, outcome: { state: 'paid', amountFen: 28_640 } },
    });
    expect(sdk().checkNotifySignV2(Object.fromEntries(new URLSearchParams(rawBody.toString())))).toBe(true);
  });

  it('forged, stale, for another app or seller is refused by its own code', async () => {
    const codes = [
      ['forged', 'LT-2201'],
      ['stale', 'LT-2202'],
      ['other-app', 'LT-2204'],
      ['other-merchant', 'LT-2204'],
    ] as const;
    for (const [kind, code] of codes) {
      gateway.control.misbehaveNotifications({ kind });
      expect((await notified()).verdict).toMatchObject({ ok: false, error: { code } });
    }
  });

  it('altered, with a parameter twice, or no form at all is LT-2201', async () => {
    const { rawBody } = await notified();
    const text = rawBody.toString();
    for (const altered of [text.replace('286.40', '1.00'), `${text}&total_amount=286.40`, '{"a":1}', '']) {
      expect(await channel.verifyNotification({}, Buffer.from(altered))).toMatchObject({ error: { code: 'LT-2201' } });
    }
  });

  it('replayed two days later is LT-2202; repeated by the gateway within a day is not', async () => {
    const { rawBody } = await notified();
    const after = (hours: number) => connect({}, { clock: { now: () => Date.now() + hours * 3_600_000 } });
    expect(await after(48).verifyNotification({}, rawBody)).toMatchObject({ error: { code: 'LT-2202' } });
    expect(await after(25).verifyNotification({}, rawBody)).toMatchObject({ ok: true });
  });

  it('is repeated until it hears success', async () => {
    const refusal = channel.notificationAnswer(false);
    receiver.answer(refusal.status, refusal.body);
    await notified(3);
    const acceptance = channel.notificationAnswer(true);
    receiver.answer(acceptance.status, acceptance.body);
    await notified(1);
  });
});

describe('around the calls', () => {
  it('each one passes a fail point before it is sent and after it was answered', async () => {
    const hits: string[] = [];
    const watched = connect({}, { failPoints: { hit: (name) => hits.push(name) } });
    const order = newOrder();
    await watched.createQr(order);
    await watched.close(order.outTradeNo);
    const names = ['precreate', 'close', 'cancel'];
    expect(hits).toEqual(names.flatMap((name) => [`alipay.${name}.before`, `alipay.${name}.after`]));
  });

  it('the sandbox serves the official SDK, which verifies its answers', async () => {
    // The SDK stamps local time and the gateway reads Asia/Shanghai: one more thing to know about it.
    vi.stubEnv('TZ', 'Asia/Shanghai');
    const bizContent = { out_trade_no: 'SDK0001', total_amount: '0.01', subject: '物业费' };
    const created = await sdk().exec('alipay.trade.precreate', { bizContent }, { validateSign: true });
    expect(created).toMatchObject({ code: '10000', outTradeNo: 'SDK0001' });
    const found = await sdk().exec('alipay.trade.query', { bizContent }, { validateSign: true });
    expect(found).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST' });
  });
});

function sdk(): AlipaySdk {
  return new AlipaySdk({
    gateway: gateway.gatewayUrl,
    appId: keys.alipay.appId,
    keyType: 'PKCS8',
    privateKey: readFileSync(keys.alipay.privateKeyPath, 'utf8').trim(),
    alipayPublicKey: readFileSync(keys.alipay.alipayPublicKeyPath, 'utf8').trim(),
  });
}
