import { createSign, createVerify, type KeyObject } from 'node:crypto';

/** APIv3 signatures: SHA256withRSA over newline-ended lines. */

export const MAX_CLOCK_SKEW_MS = 5 * 60 * 1000;

export interface MerchantIdentity {
  readonly mchId: string;
  /** Serial number of the merchant API certificate, upper-case hex. */
  readonly serial: string;
  readonly privateKey: KeyObject;
}

export interface RequestToSign {
  readonly method: string;
  /** Path with query, as it stands in the request line. */
  readonly target: string;
  readonly timestampSeconds: number;
  readonly nonce: string;
  readonly body: string;
}

export function requestMessage(request: RequestToSign): string {
  return `${request.method}\n${request.target}\n${request.timestampSeconds}\n${request.nonce}\n${request.body}\n`;
}

/** Value of the `Authorization` header. */
export function authorize(request: RequestToSign, merchant: MerchantIdentity): string {
  const signature = sign(requestMessage(request), merchant.privateKey);
  const fields = [
    `mchid="${merchant.mchId}"`,
    `nonce_str="${request.nonce}"`,
    `signature="${signature}"`,
    `timestamp="${request.timestampSeconds}"`,
    `serial_no="${merchant.serial}"`,
  ];
  return `WECHATPAY2-SHA256-RSA2048 ${fields.join(',')}`;
}

export function sign(message: string | Buffer, privateKey: KeyObject): string {
  return createSign('RSA-SHA256').update(message).sign(privateKey, 'base64');
}

/** What the platform signs, in answers and notifications alike: timestamp, nonce, raw body. */
export function platformMessage(timestamp: string, nonce: string, rawBody: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), rawBody, Buffer.from('\n')]);
}

/** Platform keys by `Wechatpay-Serial`: a public key id (`PUB_KEY_ID_…`) or a platform certificate serial. */
export type PlatformKeys = ReadonlyMap<string, KeyObject>;

export type SignatureCheck = 'authentic' | 'stale' | 'forged';

/**
 * Checks the four `Wechatpay-*` headers against the raw body. Several keys are valid at once while the platform moves
 * from certificates to a public key, so the serial chooses. `WECHATPAY/SIGNTEST/…` probes are ordinary forgeries here.
 * @param header answers a header by its lower-case name
 */
export function checkPlatformSignature(
  header: (name: string) => string | undefined | null,
  rawBody: Buffer,
  keys: PlatformKeys,
  now: number,
): SignatureCheck {
  const timestamp = header('wechatpay-timestamp') ?? '';
  const nonce = header('wechatpay-nonce') ?? '';
  const signature = header('wechatpay-signature') ?? '';
  const key = keys.get(header('wechatpay-serial') ?? '');
  if (!key || !/^\d{1,12}$/.test(timestamp) || nonce === '' || signature === '') return 'forged';

  const message = platformMessage(timestamp, nonce, rawBody);
  if (!createVerify('RSA-SHA256').update(message).verify(key, signature, 'base64')) return 'forged';
  return Math.abs(now - Number(timestamp) * 1000) > MAX_CLOCK_SKEW_MS ? 'stale' : 'authentic';
}
