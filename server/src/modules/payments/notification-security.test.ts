import { createCipheriv, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessTime } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { formatYuan, fen } from '@louting/common/money';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { create, expectSoundBooks, look, payments, startPayments } from '../../app/testing/test-payments.ts';
import type { PaymentMethod } from '../../contract/kiosk-api.ts';
import { createAlipay } from '../../channels/alipay/alipay.ts';
import { sign as signAlipay, signedContent } from '../../channels/alipay/signing.ts';
import { alipaySandboxConfig, ensureSandboxKeys, wechatSandboxConfig } from '../../channels/sandbox/sandbox-keys.ts';
import { platformMessage, sign as signWechat } from '../../channels/wechat-pay/signing.ts';
import { createWechatPay } from '../../channels/wechat-pay/wechat-pay.ts';
import { openStorage, type Storage } from '../../storage/storage.ts';
import { outTradeNoOf } from './channel-orders.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-notify-'));
const keys = ensureSandboxKeys(join(directory, 'keys'));
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const privateKey = (path: string) => createPrivateKey(readFileSync(path));
const [current, old] = keys.wechat.platformKeys.map(({ serial, privateKeyPath }) => ({
  serial,
  key: privateKey(privateKeyPath),
}));
if (!current || !old) throw new Error('two platform keys were expected');
const apiV3Key = readFileSync(keys.wechat.apiV3KeyPath);
const alipayKey = privateKey(keys.alipay.alipayPrivateKeyPath);

const opened: Storage[] = [];
afterAll(async () => {
  for (const storage of opened) await storage.close();
  rmSync(directory, { recursive: true });
});

interface Wire {
  readonly headers: Record<string, string>;
  readonly payload: string;
}

/**
 * The server with an open order, behind the real notification code of both channels. The platform's old key is no longer
 * trusted. Judged by what the HTTP route answers, what the log says and what the books hold.
 */
async function start(method: PaymentMethod) {
  const log: { code?: string; detail?: string; level: number }[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => log.push(JSON.parse(line)) });
  const storage = await openStorage({ url: `sqlite:${join(directory, `${newId()}.sqlite`)}` });
  opened.push(storage);
  const parts = await startPayments(storage, { logger });
  const { server, home, k1 } = parts;
  const dependencies = { clock: server.clock, newNonce: newId, failPoints: server.context.failPoints, logger };
  const nowhere = 'http://127.0.0.1:9';
  const wechatConfig = wechatSandboxConfig(keys, nowhere, `${nowhere}/notify`);
  const wechat = createWechatPay(
    { ...wechatConfig, platformKeys: wechatConfig.platformKeys.slice(0, 1) },
    dependencies,
  );
  const alipay = createAlipay(alipaySandboxConfig(keys, nowhere, `${nowhere}/notify`), dependencies);
  for (const [scripted, real] of [
    [server.wechat, wechat],
    [server.alipay, alipay],
  ] as const) {
    Object.assign(scripted, {
      verifyNotification: real.verifyNotification.bind(real),
      notificationAnswer: real.notificationAnswer.bind(real),
    });
  }
  const { orderId } = await create(k1, home, method);
  const send = async (channel: string, { headers, payload }: Wire) => {
    const answer = await server.app.inject({ method: 'POST', url: `/channels/${channel}/notify`, headers, payload });
    return { status: answer.statusCode, body: answer.body };
  };
  return { ...parts, orderId, log, send, now: server.clock.now() };
}

interface WechatChanges {
  readonly content?: object;
  readonly event?: string;
  readonly at?: number;
  readonly key?: KeyObject;
  readonly serial?: string;
  readonly apiV3Key?: Buffer;
  readonly headers?: Record<string, string>;
  /** After it was signed. */
  readonly alter?: (payload: string) => string;
}

function wechatNotification(orderId: string, now: number, changes: WechatChanges = {}): Wire {
  const {
    at = now,
    key = current?.key ?? stranger,
    serial = current?.serial ?? '',
    event = 'TRANSACTION.SUCCESS',
  } = changes;
  const content = {
    appid: keys.wechat.appId,
    mchid: keys.wechat.mchId,
    out_trade_no: outTradeNoOf(orderId),
    transaction_id: '4200009999202611230000000001',
    trade_state: 'SUCCESS',
    success_time: new Date(now).toISOString(),
    amount: { total: DUE_FEN, currency: 'CNY' },
    ...changes.content,
  };
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', changes.apiV3Key ?? apiV3Key, nonce);
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = sealed.toString('base64');
  const resource = { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: 'transaction' };
  const payload = JSON.stringify({ id: newId(), event_type: event, resource });
  const timestamp = String(Math.floor(at / 1000));
  const signature = signWechat(platformMessage(timestamp, 'n1', Buffer.from(payload)), key);
  const headers = {
    'content-type': 'application/json',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': 'n1',
    'wechatpay-serial': serial,
    'wechatpay-signature': signature,
    ...changes.headers,
  };
  return { headers, payload: changes.alter?.(payload) ?? payload };
}

interface AlipayChanges {
  readonly content?: Record<string, string>;
  readonly at?: number;
  readonly key?: KeyObject;
  readonly alter?: (payload: string) => string;
}

function alipayNotification(orderId: string, now: number, changes: AlipayChanges = {}): Wire {
  const parameters = {
    notify_id: newId(),
    notify_type: 'trade_status_sync',
    notify_time: businessTime(changes.at ?? now),
    app_id: keys.alipay.appId,
    seller_id: keys.alipay.sellerId,
    out_trade_no: outTradeNoOf(orderId),
    trade_no: '2026112322001400000000000001',
    trade_status: 'TRADE_SUCCESS',
    total_amount: formatYuan(fen(DUE_FEN)),
    gmt_payment: businessTime(now),
    ...changes.content,
  };
  const sign = signAlipay(signedContent(parameters, []), changes.key ?? alipayKey);
  const payload = new URLSearchParams({ ...parameters, sign_type: 'RSA2', sign }).toString();
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    payload: changes.alter?.(payload) ?? payload,
  };
}

type Started = Awaited<ReturnType<typeof start>>;

/** Refused by the route, named in the log, nothing booked, and the genuine one after it still is. */
async function expectRefused({ server, k1, orderId, log, send }: Started, channel: string, wire: Wire, code: string) {
  const answer = await send(channel, wire);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body).not.toMatch(/success/i);
  expect(log.filter((line) => line.level >= 40).map((line) => line.code)).toEqual([code]);
  expect(await payments(server)).toEqual([]);
  expect((await look(k1, orderId)).state).toBe('PENDING');
  await expectSoundBooks(server);
}

describe('WeChat Pay notifications through the route', () => {
  const probe = `WECHATPAY/SIGNTEST/${randomBytes(64).toString('base64')}`;
  it.each<[string, WechatChanges, string]>([
    ['forged by a stranger', { key: stranger }, 'LT-2201'],
    ['altered after it was signed', { alter: (text) => text.replace('TRANSACTION', 'TRANSACTI0N') }, 'LT-2201'],
    ['cut in the middle', { alter: (text) => text.slice(0, text.length / 2) }, 'LT-2201'],
    ['old key after the rotation', { key: old.key, serial: old.serial }, 'LT-2201'],
    ['old key under the name of the new one', { key: old.key }, 'LT-2201'],
    ['signature probe of the platform', { headers: { 'wechatpay-signature': probe } }, 'LT-2201'],
    ['without a signature', { headers: { 'wechatpay-signature': '' } }, 'LT-2201'],
    ['sealed with another APIv3 key', { apiV3Key: randomBytes(32) }, 'LT-2201'],
    ['wrong app id', { content: { appid: 'wxother' } }, 'LT-2204'],
    ['other merchant', { content: { mchid: '1900000999' } }, 'LT-2204'],
    ['wrong amount', { content: { amount: { total: 1, currency: 'CNY' } } }, 'LT-2203'],
    ['wrong currency', { content: { amount: { total: DUE_FEN, currency: 'USD' } } }, 'LT-9001'],
    ['order of another merchant', { content: { out_trade_no: 'MERCHANT0ORDER1' } }, 'LT-2109'],
    ['order nobody made', { content: { out_trade_no: newId().replaceAll('-', '') } }, 'LT-2109'],
    ['refund on the path of payments', { event: 'REFUND.SUCCESS' }, 'LT-9001'],
  ])('%s: refused, logged, nothing booked', async (_, changes, code) => {
    const started = await start('wechat-qr');
    const wire = wechatNotification(started.orderId, started.now, changes);
    await expectRefused(started, 'wechat-pay', wire, code);
  });

  it('replayed after five minutes is refused; the platform repeating itself before is accepted and books once', async () => {
    const started = await start('wechat-qr');
    const { server, k1, orderId, log, send, now } = started;
    const genuine = wechatNotification(orderId, now);
    server.clock.pass(301_000);
    await expectRefused(started, 'wechat-pay', genuine, 'LT-2202');
    const again = wechatNotification(orderId, server.clock.now());
    const answers = await Promise.all([1, 2, 3].map(() => send('wechat-pay', again)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect((await look(k1, orderId)).state).toBe('SUCCEEDED');
    expect(await payments(server)).toHaveLength(1);
    // A second transaction for what is paid is money of its own: refused, so that people look.
    const second = wechatNotification(orderId, server.clock.now(), { content: { transaction_id: '42000001' } });
    expect((await send('wechat-pay', second)).status).toBe(500);
    expect(log.map((line) => line.code)).toEqual(['LT-2202', 'LT-2203']);
    expect(await payments(server)).toHaveLength(1);
  });

  it('a probe is named as such in the log', async () => {
    const { orderId, log, send, now } = await start('wechat-qr');
    await send('wechat-pay', wechatNotification(orderId, now, { headers: { 'wechatpay-signature': probe } }));
    expect(log).toMatchObject([{ code: 'LT-2201', detail: 'signature probe' }]);
  });

  it('an order that Alipay collects is not paid by WeChat', async () => {
    const started = await start('alipay-qr');
    await expectRefused(started, 'wechat-pay', wechatNotification(started.orderId, started.now), 'LT-2204');
  });
});

describe('Alipay notifications through the route', () => {
  const DAY = 86_400_000;
  const change = (from: string, to: string) => (text: string) => text.replace(from, to);
  it.each<[string, (now: number) => AlipayChanges, string]>([
    ['forged by a stranger', () => ({ key: stranger }), 'LT-2201'],
    ['key of another channel', () => ({ key: current.key }), 'LT-2201'],
    ['altered after it was signed', () => ({ alter: change('TRADE_SUCCESS', 'TRADE_FINISHED') }), 'LT-2201'],
    ['amount twice', () => ({ alter: (text) => `${text}&total_amount=0.01` }), 'LT-2201'],
    ['weaker signature type', () => ({ alter: change('sign_type=RSA2', 'sign_type=RSA') }), 'LT-2201'],
    ['without a signature', () => ({ alter: (text) => text.replace(/&sign=.*/, '') }), 'LT-2201'],
    ['replayed two days later', (now) => ({ at: now - 2 * DAY }), 'LT-2202'],
    ['wrong app id', () => ({ content: { app_id: '2021000000000999' } }), 'LT-2204'],
    ['other seller', () => ({ content: { seller_id: '2088000000000999' } }), 'LT-2204'],
    ['wrong amount', () => ({ content: { total_amount: '0.01' } }), 'LT-2203'],
    ['amount that is none', () => ({ content: { total_amount: '1e4' } }), 'LT-9001'],
    ['order of another merchant', () => ({ content: { out_trade_no: 'MERCHANT0ORDER1' } }), 'LT-2109'],
  ])('%s: refused, logged, nothing booked', async (_, changes, code) => {
    const started = await start('alipay-qr');
    const wire = alipayNotification(started.orderId, started.now, changes(started.now));
    await expectRefused(started, 'alipay', wire, code);
  });

  it('genuine, and repeated for a day: booked once', async () => {
    const { server, k1, orderId, send, now } = await start('alipay-qr');
    const genuine = alipayNotification(orderId, now);
    for (let again = 0; again < 3; again += 1) {
      expect(await send('alipay', genuine)).toEqual({ status: 200, body: 'success' });
      server.clock.pass(6 * 3_600_000);
    }
    expect((await look(k1, orderId)).state).toBe('SUCCEEDED');
    expect(await payments(server)).toHaveLength(1);
    await expectSoundBooks(server);
  });

  it('an order that WeChat collects is not paid by Alipay', async () => {
    const started = await start('wechat-qr');
    await expectRefused(started, 'alipay', alipayNotification(started.orderId, started.now), 'LT-2204');
  });
});
