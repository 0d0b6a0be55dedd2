import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  contentDigest,
  publicKeyFromRaw,
  rawPublicKey,
  signRequest,
  verifyRequest,
  type SignedRequest,
} from './request-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const created = Date.UTC(2026, 10, 23, 4, 0, 0);
const url = 'http://127.0.0.1:7300/kiosk/v1/payment-orders/1?waitMs=0';
const body = '{"amountFen":28640}';

function signed(changes: Partial<SignedRequest> = {}): SignedRequest {
  const headers = signRequest({ method: 'post', url, body, privateKey, keyId: 'key-1', created, nonce: 'n-1' });
  return { method: 'POST', url, headers: { ...headers }, body: Buffer.from(body), ...changes };
}
const check = (request: SignedRequest, now = created) =>
  verifyRequest(request, (keyId) => (keyId === 'key-1' ? publicKey : undefined), now);

describe('a signed kiosk request', () => {
  it('is accepted and names its key and nonce', async () => {
    expect(await check(signed())).toEqual({
      ok: true,
      value: { keyId: 'key-1', nonce: 'n-1', created: created / 1000 },
    });
  });

  it('signs the base that RFC 9421 section 2.5 prescribes', () => {
    const { headers } = signed();
    const base = [
      '"@method": POST',
      `"@target-uri": ${url}`,
      `"content-digest": ${contentDigest(body)}`,
      `"@signature-params": ("@method" "@target-uri" "content-digest");created=${created / 1000};nonce="n-1";keyid="key-1";alg="ed25519"`,
    ].join('\n');
    const signature = /^kiosk=:(.+):$/.exec(String(headers.signature))?.[1] ?? '';
    expect(verify(null, Buffer.from(base), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('is accepted from other software too, whatever the order of its parameters', async () => {
    const { headers } = signed();
    const input = `("content-digest" "@method" "@target-uri");keyid="key-1";alg="ed25519";created=${created / 1000};nonce="n-2"`;
    const base = `"content-digest": ${contentDigest(body)}\n"@method": POST\n"@target-uri": ${url}\n"@signature-params": ${input}`;
    const signature = sign(null, Buffer.from(base), privateKey).toString('base64');
    const other = { ...headers, 'signature-input': `kiosk=${input}`, signature: `kiosk=:${signature}:` };
    expect(await check(signed({ headers: other }))).toMatchObject({ ok: true, value: { nonce: 'n-2' } });
    const stranger = { ...other, 'signature-input': `kiosk=${input.replace('key-1', 'key-2')}` };
    expect(await check(signed({ headers: stranger }))).toMatchObject({ error: { code: 'LT-4004' } });
  });

  it('without a body covers the digest of nothing', async () => {
    const headers = signRequest({ method: 'GET', url, privateKey, keyId: 'key-1', created, nonce: 'n' });
    const request = { method: 'GET', url, headers: { ...headers }, body: Buffer.alloc(0) };
    expect((await check(request)).ok).toBe(true);
    expect(await check({ ...request, body: Buffer.from('{}') })).toMatchObject({ error: { code: 'LT-4006' } });
  });

  it.each<[string, SignedRequest, string]>([
    ['a byte of the body changed', signed({ body: Buffer.from('{"amountFen":28641}') }), 'LT-4006'],
    [
      'body and digest changed together',
      signed({
        body: Buffer.from('{}'),
        headers: { ...signed().headers, 'content-digest': contentDigest('{}') },
      }),
      'LT-4002',
    ],
    ['another path', signed({ url: url.replace('/1?', '/2?') }), 'LT-4002'],
    ['another query', signed({ url: `${url}1` }), 'LT-4002'],
    ['another host', signed({ url: url.replace('7300', '7301') }), 'LT-4002'],
    ['another method', signed({ method: 'PUT' }), 'LT-4002'],
    ['no signature', signed({ headers: { ...signed().headers, signature: undefined } }), 'LT-4002'],
    ['a signature that is not one', signed({ headers: { ...signed().headers, signature: 'kiosk=:AAAA:' } }), 'LT-4002'],
    ['a malformed signature field', signed({ headers: { ...signed().headers, signature: '%%%' } }), 'LT-4002'],
    [
      'fewer components than required',
      signed({
        headers: {
          ...signed().headers,
          'signature-input': String(signed().headers['signature-input']).replace('"@method" ', ''),
        },
      }),
      'LT-4002',
    ],
  ])('with %s is refused', async (_, request, code) => {
    expect(await check(request)).toMatchObject({ ok: false, error: { code } });
  });

  it('of a kiosk nobody knows is refused', async () => {
    expect(await verifyRequest(signed(), () => undefined, created)).toMatchObject({ error: { code: 'LT-4004' } });
  });

  it.each([
    [301, 'LT-4005'],
    [-301, 'LT-4005'],
  ])('whose clock is %i s off is refused', async (seconds, code) => {
    expect(await check(signed(), created + seconds * 1000)).toMatchObject({ error: { code } });
    expect((await check(signed(), created + Math.sign(seconds) * 300_000)).ok).toBe(true);
  });

  it('travels with its raw public key', () => {
    expect(publicKeyFromRaw(rawPublicKey(privateKey)).equals(publicKey)).toBe(true);
  });
});
