import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { ensureSandboxKeys, type SandboxKeys } from '../sandbox/sandbox-keys.ts';
import { startWechatGateway, type WechatGateway } from '../sandbox/wechat-gateway.ts';
import { decryptResource } from './resource-cipher.ts';
import { authorize, checkPlatformSignature } from './signing.ts';

/** The independent peer: `wechatpay-axios-plugin` wrote its signing and ciphers without us. */

describe('resource cipher', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  const nonce = '0123456789abcdef';

  it('opens the published AES-256-GCM vector', () => {
    const resource = { ciphertext: 'APoZlYpivU3HjbAiB4CvW1rAFr8J', nonce, associated_data: 'world' };
    expect(decryptResource(resource, key)).toBe('hello');
    expect(decryptResource({ ciphertext: 'GvpmmdtYwexXIPhySs9Tlg==', nonce }, key)).toBe('');
  });

  it('opens whatever the peer closes, and nothing that was altered', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (plain, associated_data, position) => {
        const ciphertext = Aes.AesGcm.encrypt(plain, key, nonce, associated_data);
        expect(decryptResource({ ciphertext, nonce, associated_data }, key)).toBe(plain);
        const altered = Buffer.from(ciphertext, 'base64');
        altered[position % altered.length] = (altered[position % altered.length] ?? 0) ^ 1;
        const resource = { ciphertext: altered.toString('base64'), nonce, associated_data };
        expect(decryptResource(resource, key)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('shorter than a tag, or with an empty nonce, is refused and does not throw', () => {
    expect(decryptResource({ ciphertext: 'AAAA', nonce }, key)).toBeUndefined();
    expect(decryptResource({ ciphertext: 'APoZlYpivU3HjbAiB4CvW1rAFr8J', nonce: '' }, key)).toBeUndefined();
  });
});

describe('signatures', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const request = {
    method: 'POST',
    target: '/v3/a?b=c',
    timestampSeconds: 1_700_000_000,
    nonce: 'n0nce',
    body: '{"楼":1}',
  };

  it('of a request verify with the peer', () => {
    const header = authorize(request, { mchId: '1900000109', serial: 'ABC', privateKey: pair.privateKey });
    const signature = /signature="([^"]+)"/.exec(header)?.[1] ?? '';
    const message = Formatter.request('POST', request.target, request.timestampSeconds, request.nonce, request.body);
    expect(Rsa.verify(message, signature, pair.publicKey)).toBe(true);
    expect(header).toMatch(/^WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="n0nce",/);
  });

  it('of an answer made by the peer verify here, within five minutes', () => {
    const body = '{"code":"SUCCESS"}';
    const headers: Record<string, string> = {
      'wechatpay-timestamp': '1700000000',
      'wechatpay-nonce': 'n',
      'wechatpay-serial': 'S',
      'wechatpay-signature': Rsa.sign(Formatter.response(1_700_000_000, 'n', body), pair.privateKey),
    };
    const check = (at: number, text = body, serial = 'S') =>
      checkPlatformSignature((name) => headers[name], Buffer.from(text), new Map([[serial, pair.publicKey]]), at);
    expect(check(1_700_000_000_000)).toBe('authentic');
    expect(check(1_700_000_300_000)).toBe('authentic');
    expect(check(1_700_000_301_000)).toBe('stale');
    expect(check(1_699_999_699_000)).toBe('stale');
    expect(check(1_700_000_000_000, `${body} `)).toBe('forged');
    expect(check(1_700_000_000_000, body, 'T')).toBe('forged');
  });
});

describe('the sandbox gateway', () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-wechat-peer-'));
  let keys: SandboxKeys;
  let gateway: WechatGateway;

  beforeAll(async () => {
    keys = ensureSandboxKeys(join(directory, 'keys'));
    gateway = await startWechatGateway({ port: 0, stateDir: directory, keysDir: join(directory, 'keys') });
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(directory, { recursive: true });
  });

  function peer(privateKeyPath = keys.wechat.privateKeyPath) {
    const { mchId, merchantSerial, platformKeys } = keys.wechat;
    const certs = platformKeys.map(({ serial, publicKeyPath }) => [serial, readFileSync(publicKeyPath)]);
    const config = {
      baseURL: gateway.url,
      mchid: mchId,
      serial: merchantSerial,
      privateKey: readFileSync(privateKeyPath),
      certs: Object.fromEntries(certs) as Record<string, Buffer>,
    };
    return new Wechatpay(config);
  }

  it('serves a client that was not written for it, with key and with certificate', async () => {
    const native = {
      appid: keys.wechat.appId,
      mchid: keys.wechat.mchId,
      description: '物业费',
      out_trade_no: 'PEER0001',
      notify_url: 'http://127.0.0.1:9/notify',
      amount: { total: 1 },
    };
    const created = await peer().chain('v3/pay/transactions/native').post(native);
    expect(created.data).toMatchObject({ code_url: expect.stringMatching(/^weixin:/) as string });
    gateway.control.signWith(keys.wechat.platformKeys[1]?.serial ?? '');
    const found = await peer()
      .chain('v3/pay/transactions/out-trade-no/PEER0001')
      .get({ params: { mchid: keys.wechat.mchId } });
    expect(found.data).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 1 } });
  });

  it('answers 401 SIGN_ERROR to a foreign key', async () => {
    const call = peer(keys.alipay.privateKeyPath).chain('v3/pay/transactions/native').post({});
    await expect(call).rejects.toMatchObject({ response: { status: 401, data: { code: 'SIGN_ERROR' } } });
  });

  it('has keys that fit: the certificate carries its serial and the key that signs', () => {
    const [, certificate] = keys.wechat.platformKeys;
    const parsed = new X509Certificate(readFileSync(certificate?.publicKeyPath ?? ''));
    expect(parsed.serialNumber).toBe(certificate?.serial);
    const privateKey = createPrivateKey(readFileSync(certificate?.privateKeyPath ?? ''));
    expect(parsed.checkPrivateKey(privateKey)).toBe(true);
    expect(parsed.verify(createPublicKey(privateKey))).toBe(true);
    expect(ensureSandboxKeys(join(directory, 'keys'))).toEqual(keys);
  });
});
