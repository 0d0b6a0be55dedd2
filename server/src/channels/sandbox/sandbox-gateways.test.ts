import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { randomUUID } from 'node:crypto';
import { noFailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import pino from 'pino';
import type { PaymentChannel } from '../payment-channel.ts';
import { channelOfPayerCode } from '../../contract/payer-codes.ts';
import { createWechatPay } from '../wechat-pay/wechat-pay.ts';
import { startAlipayGateway } from './alipay-gateway.ts';
import { code128 } from './code128.ts';
import { createBehaviourQueue } from './misbehaviour.ts';
import { ensureSandboxKeys, wechatSandboxConfig } from './sandbox-keys.ts';
import { startWechatGateway, type WechatGateway } from './wechat-gateway.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-sandbox-'));
const config = { port: 0, stateDir: directory, keysDir: join(directory, 'keys') };
let gateway: WechatGateway;
let channel: PaymentChannel;
let now = Date.now();

beforeAll(async () => {
  const clock = { now: () => now };
  gateway = await startWechatGateway(config, { clock });
  const channelConfig = wechatSandboxConfig(
    ensureSandboxKeys(config.keysDir),
    gateway.url,
    'http://127.0.0.1:9/notify',
  );
  const logger = pino({ level: 'silent' });
  channel = createWechatPay(channelConfig, { clock, newNonce: randomUUID, failPoints: noFailPoints, logger });
});
afterAll(async () => {
  await gateway.close();
  rmSync(directory, { recursive: true });
});

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${gateway.url}/control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, content: (await response.json()) as Record<string, unknown> };
}

function newOrder() {
  const outTradeNo = randomUUID().replaceAll('-', '');
  return { outTradeNo, amountFen: fen(100), description: '物业费', kioskNumber: 'K001', expiresAt: now + 180_000 };
}

describe('control over HTTP', () => {
  it('scans and pays an order once', async () => {
    const order = newOrder();
    const { content } = unwrap(await channel.createQr(order));
    expect(await control('POST', 'scans', { content })).toMatchObject({ status: 200, content: { state: 'scanned' } });
    expect(await control('POST', `orders/${order.outTradeNo}/pay`)).toEqual({
      status: 200,
      content: { result: 'paid' },
    });
    expect((await control('POST', `orders/${order.outTradeNo}/pay`)).status).toBe(409);
    expect((await control('GET', `orders/${order.outTradeNo}`)).content).toMatchObject({
      state: 'paid',
      amountFen: 100,
    });
    expect((await control('POST', 'orders/NOSUCHORDER/pay')).status).toBe(404);
    expect((await control('POST', 'scans', { content: 'https://example.org' })).status).toBe(404);
  });

  it('makes the next call of a route misbehave, and refuses a behaviour it does not know', async () => {
    const behaviour = { kind: 'system-error', takesEffect: false };
    expect((await control('POST', 'misbehaviours', { route: 'native', behaviour })).status).toBe(200);
    expect(await channel.createQr(newOrder())).toMatchObject({ error: { code: 'LT-2102' } });
    expect((await channel.createQr(newOrder())).ok).toBe(true);
    const unknown = await control('POST', 'misbehaviours', { route: 'native', behaviour: { kind: 'explode' } });
    expect(unknown).toMatchObject({ status: 400, content: { code: 'LT-9001' } });
  });

  it('rotates the key of the platform and sends probes', async () => {
    const [, old] = ensureSandboxKeys(config.keysDir).wechat.platformKeys;
    expect((await control('POST', 'signing-key', { serial: old?.serial })).status).toBe(200);
    expect((await channel.createQr(newOrder())).ok).toBe(true);
    const probed = await control('POST', 'probes', { notifyUrl: `${gateway.url}/nobody-listens-here` });
    expect(probed).toEqual({ status: 200, content: { status: 404 } });
  });

  it('shows the phone of each brand', async () => {
    const alipay = await startAlipayGateway(config);
    for (const [url, brand] of [
      [gateway.url, 'wechat-pay'],
      [alipay.url, 'alipay'],
    ]) {
      expect(await (await fetch(`${url}/phone`)).text()).toContain(`data-brand="${brand}"`);
    }
    expect(channelOfPayerCode(alipay.control.issuePayerCode().code)).toBe('alipay');
    expect(channelOfPayerCode(gateway.control.issuePayerCode().code)).toBe('wechat-pay');
    await alipay.close();
  });
});

describe('time', () => {
  it('run out: an order cannot be paid any more, a payer code is refused', async () => {
    const order = newOrder();
    unwrap(await channel.createQr(order));
    const { code } = gateway.control.issuePayerCode();
    now += 181_000;
    expect(gateway.control.pay(order.outTradeNo)).toBe('not-payable');
    const charged = await channel.chargePayerCode(newOrder(), code);
    expect(unwrap(charged)).toMatchObject({ failure: { code: 'LT-2106' } });
  });
});

describe('keys', () => {
  it('are readable by their owner only, and found again by whoever comes second', () => {
    const keys = ensureSandboxKeys(config.keysDir);
    expect(statSync(keys.wechat.privateKeyPath).mode & 0o777).toBe(0o600);
    expect(statSync(keys.wechat.apiV3KeyPath).size).toBe(32);
    expect(ensureSandboxKeys(config.keysDir)).toEqual(keys);
  });

  it('and gateways do not exist in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    expect(() => ensureSandboxKeys(config.keysDir)).toThrow('production');
    await expect(startWechatGateway(config)).rejects.toThrow('production');
    vi.unstubAllEnvs();
  });
});

describe('newest misbehaviour', () => {
  it('wins, and the older one is still owed afterwards', () => {
    const queue = createBehaviourQueue<string>();
    queue.push('query', 'old', 2);
    queue.push('query', 'new', 1);
    expect([queue.take('query'), queue.take('query'), queue.take('close')]).toEqual(['new', 'old', undefined]);
    queue.clear();
    expect(queue.take('query')).toBeUndefined();
  });
});

describe('bar code of a payer code', () => {
  it('has eleven modules a symbol, bars even, and thirteen at the stop', () => {
    const widths = Array.from(code128('134567890123456789'), Number);
    const symbols = [];
    for (let index = 0; index < 66; index += 6) symbols.push(widths.slice(index, index + 6));
    for (const symbol of symbols) {
      expect(symbol.reduce((sum, width) => sum + width, 0)).toBe(11);
      expect(((symbol[0] ?? 0) + (symbol[2] ?? 0) + (symbol[4] ?? 0)) % 2).toBe(0);
    }
    expect(widths.slice(66)).toEqual([2, 3, 3, 1, 1, 1, 2]);
  });

  it('starts in code set C and ends with the weighted checksum', () => {
    // 105 + 1 × 12 + 2 × 34 = 185; 185 mod 103 = 82.
    expect(code128('1234')).toBe(['211232', '112232', '131123', '121241', '2331112'].join(''));
  });
});
