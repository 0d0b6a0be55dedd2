import { createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';

/**
 * What opens the device page of a kiosk that cannot reach the server. The kiosk shows a question, the office hears it by
 * telephone and its portal works out the answer. Both sides know the same secret without ever sending one: X25519
 * between the key with which the kiosk signs and a key of the server, whose public half is in the configuration.
 */
export const MAINTENANCE_QUESTION = /^\d{6}$/;
export const MAINTENANCE_ANSWER = /^\d{8}$/;

const ANSWERS = 100_000_000n;
/** DER around the 32 bytes of a key, RFC 8410. */
const PRIVATE_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_X25519 = Buffer.from('302a300506032b656e032100', 'hex');

/** @param peer public X25519 key, base64url */
export function maintenanceAnswer(own: KeyObject, peer: string, question: string): string {
  const publicKey = createPublicKey({
    key: Buffer.concat([PUBLIC_X25519, Buffer.from(peer, 'base64url')]),
    format: 'der',
    type: 'spki',
  });
  const secret = diffieHellman({ privateKey: own, publicKey });
  const digest = createHmac('sha256', secret).update(`louting maintenance ${question}`).digest();
  return String(digest.readBigUInt64BE() % ANSWERS).padStart(8, '0');
}

/** @param seed 32 bytes */
export function agreementKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_X25519, seed]), format: 'der', type: 'pkcs8' });
}

/** Base64url, of any X25519 or Ed25519 key. */
export function publicHalf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('not a key on Curve25519');
  return x;
}

/** The key with which a kiosk signs, as a key to agree on a secret: RFC 8032 5.1.5 makes its scalar. */
export function agreementKeyOfSigner(signer: KeyObject): KeyObject {
  const { d } = signer.export({ format: 'jwk' });
  if (d === undefined) throw new TypeError('not a private Ed25519 key');
  return agreementKey(createHash('sha512').update(Buffer.from(d, 'base64url')).digest().subarray(0, 32));
}

const P = 2n ** 255n - 19n;

/** The public half of the same, from the public Ed25519 key: u = (1 + y) / (1 − y), RFC 7748 4.1. Base64url. */
export function agreementPublicOfSigner(publicKey: string): string {
  const bytes = Buffer.from(publicKey, 'base64url');
  const y = bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n) & (2n ** 255n - 1n);
  const u = ((1n + y) * inverse(1n - y)) % P;
  return Buffer.from(bytes.map((_, at) => Number((u >> BigInt(8 * at)) & 255n))).toString('base64url');
}

/** Fermat: a^(p−2). */
function inverse(of: bigint): bigint {
  let [base, result] = [((of % P) + P) % P, 1n];
  for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}
