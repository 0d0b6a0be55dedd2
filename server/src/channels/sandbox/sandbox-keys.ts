import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AlipayConfig } from '../alipay/alipay.ts';
import type { WechatPayConfig } from '../wechat-pay/wechat-pay.ts';
import { selfSignedCertificate } from './certificate.ts';

/** Where the keys of both sides lie. All are made on the first run and are worth nothing outside the sandbox. */
export interface SandboxKeys {
  readonly wechat: {
    readonly appId: string;
    readonly mchId: string;
    readonly merchantSerial: string;
    readonly privateKeyPath: string;
    readonly merchantPublicKeyPath: string;
    readonly apiV3KeyPath: string;
    /** The platform's keys: a public key and, for the days of a migration, a certificate. */
    readonly platformKeys: readonly PlatformKeyFiles[];
  };
  readonly alipay: {
    readonly appId: string;
    readonly sellerId: string;
    readonly privateKeyPath: string;
    readonly merchantPublicKeyPath: string;
    readonly alipayPublicKeyPath: string;
    readonly alipayPrivateKeyPath: string;
  };
}

export interface PlatformKeyFiles {
  readonly serial: string;
  /** PEM of a public key or of a certificate. */
  readonly publicKeyPath: string;
  readonly privateKeyPath: string;
}

const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092026010100000000000001';
const CERTIFICATE_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
const MERCHANT_SERIAL = '3775B6A45ACD588826D15E583A95F5DD22D8C0DE';

/**
 * Makes the keys on the first call, finds them on all others. Server and gateways start at the same moment, so the
 * whole directory appears by one rename: whoever comes second uses the keys of the first.
 * @throws when NODE_ENV is `production`
 */
export function ensureSandboxKeys(directory: string): SandboxKeys {
  refuseProduction();
  if (!existsSync(join(directory, 'alipay-platform.key'))) createKeys(directory);
  return keysIn(directory);
}

/** The sandbox makes money out of nothing. */
export function refuseProduction(): void {
  if (process.env.NODE_ENV === 'production') throw new Error('the payment sandbox does not exist in production');
}

/** Configuration of the real channel client, pointed at the sandbox. */
export function wechatSandboxConfig(keys: SandboxKeys, baseUrl: string, notifyUrl: string): WechatPayConfig {
  const { appId, mchId, merchantSerial, privateKeyPath, apiV3KeyPath } = keys.wechat;
  const platformKeys = keys.wechat.platformKeys.map(({ serial, publicKeyPath }) => ({ serial, publicKeyPath }));
  const refundNotifyUrl = new URL('refund-notify', notifyUrl).href;
  const merchant = { appId, mchId, merchantSerial, privateKeyPath, platformKeys, apiV3KeyPath };
  return { baseUrl, ...merchant, notifyUrl, refundNotifyUrl };
}

/** Configuration of the real channel client, pointed at the sandbox. */
export function alipaySandboxConfig(keys: SandboxKeys, gatewayUrl: string, notifyUrl: string): AlipayConfig {
  const { appId, sellerId, privateKeyPath, alipayPublicKeyPath } = keys.alipay;
  return { gatewayUrl, appId, sellerId, privateKeyPath, alipayPublicKeyPaths: [alipayPublicKeyPath], notifyUrl };
}

function keysIn(directory: string): SandboxKeys {
  const file = (name: string) => join(directory, name);
  return {
    wechat: {
      appId: 'wxsandbox00000001',
      mchId: '1900000109',
      merchantSerial: MERCHANT_SERIAL,
      privateKeyPath: file('wechat-merchant.key'),
      merchantPublicKeyPath: file('wechat-merchant.pub'),
      apiV3KeyPath: file('wechat-apiv3.key'),
      platformKeys: [
        {
          serial: PUBLIC_KEY_ID,
          publicKeyPath: file('wechat-platform.pub'),
          privateKeyPath: file('wechat-platform.key'),
        },
        {
          serial: CERTIFICATE_SERIAL,
          publicKeyPath: file('wechat-platform-old.crt'),
          privateKeyPath: file('wechat-platform-old.key'),
        },
      ],
    },
    alipay: {
      appId: '2021000000000001',
      sellerId: '2088000000000001',
      privateKeyPath: file('alipay-merchant.key'),
      merchantPublicKeyPath: file('alipay-merchant.pub'),
      alipayPublicKeyPath: file('alipay-platform.pub'),
      alipayPrivateKeyPath: file('alipay-platform.key'),
    },
  };
}

function createKeys(directory: string): void {
  mkdirSync(dirname(directory), { recursive: true });
  const draft = mkdtempSync(join(dirname(directory), `.${basename(directory)}-`));
  for (const name of ['wechat-merchant', 'wechat-platform', 'alipay-merchant', 'alipay-platform']) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writePrivate(draft, `${name}.key`, pair.privateKey);
    writePublic(draft, `${name}.pub`, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const old = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writePrivate(draft, 'wechat-platform-old.key', old.privateKey);
  writePublic(draft, 'wechat-platform-old.crt', selfSignedCertificate(CERTIFICATE_SERIAL, 'Sandbox platform', old));
  writeFileSync(join(draft, 'wechat-apiv3.key'), randomBytes(16).toString('hex'), { mode: 0o600 });
  try {
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

function writePrivate(directory: string, name: string, key: KeyObject): void {
  writeFileSync(join(directory, name), key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

function writePublic(directory: string, name: string, pem: string | Buffer): void {
  writeFileSync(join(directory, name), pem, { mode: 0o600 });
}
