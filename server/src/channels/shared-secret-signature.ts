import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is signed of a request or an answer where both sides hold one secret: tax platform and barrier gate. */
export interface SignedParts {
  /** `POST /invoices` of a request, the HTTP status of an answer. */
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: Uint8Array;
}

/** HMAC-SHA256 in base64 over subject, time, nonce and the digest of the body, a line each. */
export function signatureOf(parts: SignedParts, secret: string): string {
  const digest = createHash('sha256').update(parts.body).digest('hex');
  const text = [parts.subject, parts.timestamp, parts.nonce, digest].join('\n');
  return createHmac('sha256', secret).update(text).digest('base64');
}

export function signatureIsRight(presented: string, parts: SignedParts, secret: string): boolean {
  const expected = Buffer.from(signatureOf(parts, secret));
  const given = Buffer.from(presented);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
