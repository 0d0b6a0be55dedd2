import { createPublicKey, hash, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { createSignatureSync, isSignatureError, verifySignature, type Verifier } from 'http-message-sig';

/**
 * How a kiosk signs each request and the server checks it: HTTP Message Signatures (RFC 9421) with Ed25519 over
 * `@method`, `@target-uri` and `content-digest` (RFC 9530), label `kiosk`. A request without a body is signed over the
 * digest of the empty body, so that nobody can add one.
 */
const LABEL = 'kiosk';
const ALGORITHM = 'ed25519';
const COMPONENTS = ['@method', '@target-uri', 'content-digest'] as const;
const PARAMETERS = ['created', 'nonce', 'keyid', 'alg'] as const;

/** How far the clock of a kiosk may be off, and so how long a nonce must be remembered, in seconds. */
export const MAX_CLOCK_SKEW_S = 300;

export interface RequestToSign {
  readonly method: string;
  /** Absolute: scheme, host, path and query exactly as sent. */
  readonly url: string;
  /** The exact bytes sent; absent when the request has no body. */
  readonly body?: string | Uint8Array | undefined;
  readonly privateKey: KeyObject;
  /** Answered by the enrolment. */
  readonly keyId: string;
  /** Milliseconds since the epoch; the signature carries whole seconds. */
  readonly created: number;
  /** Never used before with this key; a UUID will do. */
  readonly nonce: string;
}

/** Headers to add to the request. */
export interface SignatureHeaders {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
}

export function signRequest(request: RequestToSign): SignatureHeaders {
  const digest = contentDigest(request.body);
  const fields = createSignatureSync(
    {
      kind: 'request',
      method: request.method.toUpperCase(),
      targetUri: request.url,
      fields: [{ name: 'content-digest', value: digest }],
    },
    {
      label: LABEL,
      components: COMPONENTS,
      parameters: {
        created: Math.floor(request.created / 1000),
        nonce: request.nonce,
        keyid: request.keyId,
        alg: ALGORITHM,
      },
      signer: { algorithm: ALGORITHM, sign: (data) => sign(null, data, request.privateKey) },
    },
  );
  return { 'content-digest': digest, 'signature-input': fields.signatureInput, signature: fields.signature };
}

export interface SignedRequest {
  readonly method: string;
  /** Absolute, as the kiosk must have addressed it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Raw bytes as received; empty when there is no body. */
  readonly body: Uint8Array;
}

export interface RequestSigner {
  readonly keyId: string;
  readonly nonce: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

/**
 * Checks digest, signature and clock; that the nonce is new is for the caller, who can remember.
 * @param keyOf public key of an enrolled kiosk; undefined when the key is not known or was retired
 * @param now milliseconds since the epoch
 * @param check another place to check signatures of the usual form than here and now
 * @returns LT-4006 digest, LT-4002 signature missing, malformed or wrong, LT-4004 key, LT-4005 clock
 */
export async function verifyRequest(
  request: SignedRequest,
  keyOf: (keyId: string) => KeyObject | undefined | Promise<KeyObject | undefined>,
  now: number,
  check: SignatureCheck = checkAtOnce,
): Promise<Result<RequestSigner>> {
  const fields = [];
  for (const name of ['content-digest', 'signature', 'signature-input']) {
    const value = request.headers[name];
    if (typeof value !== 'string') return failed('LT-4002', `header ${name} is missing or repeated`);
    fields.push({ name, value });
  }
  const digest = fields[0]?.value ?? '';
  if (!sameText(digest, contentDigest(request.body))) return failed('LT-4006');

  const canonical = CANONICAL.exec(fields[2]?.value ?? '');
  const bytes = SIGNATURE.exec(fields[1]?.value ?? '');
  if (canonical && bytes) {
    return verifyCanonical(request, { digest, canonical, bytes: bytes[1] ?? '' }, keyOf, now, check);
  }

  let keyIsKnown = true;
  try {
    const verified = await verifySignature(
      { kind: 'request', method: request.method.toUpperCase(), targetUri: request.url, fields },
      {
        label: LABEL,
        policy: {
          algorithms: [ALGORITHM],
          requiredComponents: COMPONENTS,
          requiredParameters: PARAMETERS,
          // Clock and expiry are judged below, after the signature, so that each failure has its own code.
          now: Math.floor(now / 1000),
          clockSkew: Number.MAX_SAFE_INTEGER,
        },
        resolveVerifier: async (candidate): Promise<Verifier> => {
          const key = await keyOf(String(candidate.parameters.keyid));
          keyIsKnown = key !== undefined;
          return {
            algorithm: ALGORITHM,
            verify: (data, signature) => key !== undefined && verify(null, data, key, signature),
          };
        },
      },
    );
    const { keyid, nonce, created = 0 } = verified.parameters;
    if (Math.abs(now / 1000 - created) > MAX_CLOCK_SKEW_S) return failed('LT-4005');
    return ok({ keyId: String(keyid), nonce: String(nonce), created });
  } catch (error) {
    if (!isSignatureError(error) || error.code === 'ResolverFailed') throw error;
    return keyIsKnown ? failed('LT-4002', error.code) : failed('LT-4004');
  }
}

/** `Signature-Input` as `signRequest` writes it, and its `Signature`. */
const CANONICAL = new RegExp(
  `^${LABEL}=(\\("@method" "@target-uri" "content-digest"\\);created=(\\d{1,15});nonce="([\\w.:-]+)";keyid="([\\w.:-]+)";alg="${ALGORITHM}")$`,
);
const SIGNATURE = new RegExp(`^${LABEL}=:([A-Za-z0-9+/]{86}==):$`);

/** Whether an Ed25519 signature, as base64, is of this data. */
export type SignatureCheck = (data: string, key: KeyObject, signature: string) => boolean | Promise<boolean>;

const checkAtOnce: SignatureCheck = (data, key, signature) =>
  verify(null, Buffer.from(data), key, Buffer.from(signature, 'base64'));

/**
 * The signature base of RFC 9421 §2.5 for the one form our kiosks send: the same judgement as the general way, at a
 * third of its cost, and where the caller wants it. Signatures are the larger part of the work of a busy server.
 */
async function verifyCanonical(
  request: SignedRequest,
  { digest, canonical, bytes }: { digest: string; canonical: RegExpExecArray; bytes: string },
  keyOf: (keyId: string) => KeyObject | undefined | Promise<KeyObject | undefined>,
  now: number,
  check: SignatureCheck,
): Promise<Result<RequestSigner>> {
  const [, parameters, created = '', nonce = '', keyId = ''] = canonical;
  const key = await keyOf(keyId);
  if (!key) return failed('LT-4004');
  const base = `"@method": ${request.method.toUpperCase()}\n"@target-uri": ${request.url}\n"content-digest": ${digest}\n"@signature-params": ${parameters}`;
  if (!(await check(base, key, bytes))) return failed('LT-4002');
  if (Math.abs(now / 1000 - Number(created)) > MAX_CLOCK_SKEW_S) return failed('LT-4005');
  return ok({ keyId, nonce, created: Number(created) });
}

/** `Content-Digest` of the exact bytes sent (RFC 9530). */
export function contentDigest(body: string | Uint8Array | undefined): string {
  return `sha-256=:${hash('sha256', body ?? '', 'base64')}:`;
}

/** @param raw the 32 bytes of an Ed25519 public key as base64url, as in the enrolment request */
export function publicKeyFromRaw(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
}

/** The raw 32 bytes as base64url, to be sent with the enrolment. */
export function rawPublicKey(key: KeyObject): string {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('not an Ed25519 key');
  return x;
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
