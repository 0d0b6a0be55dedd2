import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CardKey } from '../cards/cards.ts';

/** Keys of this module, derived from the one secret under which the server keeps identities. */
export interface IdentityKeys {
  readonly hashing: Buffer;
  readonly sealing: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export function identityKeys(cardKey: CardKey): IdentityKeys {
  const derived = (purpose: string) => createHmac('sha256', cardKey).update(`identification ${purpose}`).digest();
  return { hashing: derived('hashing'), sealing: derived('sealing') };
}

/** Keyed, because phone numbers and six digits could be found by trying them all. */
export function keyedHash(keys: IdentityKeys, purpose: string, text: string): string {
  return createHmac('sha256', keys.hashing).update(`${purpose}\n${text}`).digest('base64url');
}

export function sameHash(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Encrypted and authenticated (AES-256-GCM); what was sealed for one purpose opens for no other. */
export function seal(keys: IdentityKeys, purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keys.sealing, iv).setAAD(Buffer.from(purpose));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url');
}

/** @returns undefined for anything that this server did not seal for `purpose` */
export function unseal(keys: IdentityKeys, purpose: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keys.sealing, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
